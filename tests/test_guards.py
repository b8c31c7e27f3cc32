"""The guards of conftest.py hold."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import loopback
import pytest
from playwright.sync_api import Browser, Page

ELSEWHERE = "192.0.2.1"  # TEST-NET-1 (RFC 5737): nobody's address


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        ("api.localhost", True),
        (ELSEWHERE, False),
        ("0.0.0.0", False),  # noqa: S104  # a host to judge, nothing is bound
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("example.com", False),
    ],
)
def test_what_counts_as_this_machine(host: str | bytes, here: bool) -> None:
    """Loopback addresses and localhost are here, everything else is elsewhere."""
    assert loopback.is_here(host) is here


def test_another_machine_cannot_be_connected_to() -> None:
    """Connecting, sending and looking up a name elsewhere raise before anything leaves."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        for leave in (
            lambda: tcp.connect((ELSEWHERE, 80)),
            lambda: tcp.connect_ex((ELSEWHERE, 80)),
            lambda: udp.sendto(b"x", (ELSEWHERE, 80)),
            lambda: udp.sendto(b"x", 0, (ELSEWHERE, 80)),
            lambda: socket.getaddrinfo("example.com", 80),
            lambda: socket.gethostbyname("example.com"),
        ):
            with pytest.raises(loopback.LeavesTheMachine):
                leave()
    assert len(loopback.attempts) == 6
    loopback.attempts.clear()


def test_asyncio_cannot_leave_either() -> None:
    """An asyncio connection to another machine is stopped like a plain one."""

    async def leave() -> None:
        await asyncio.open_connection(ELSEWHERE, 80)

    with pytest.raises(loopback.LeavesTheMachine):
        asyncio.run(leave())
    loopback.attempts.clear()


def test_a_swallowed_attempt_still_fails(tmp_path: Path) -> None:
    """A test that swallows the error fails all the same, and says where it wanted to go."""
    here = Path(__file__).parent
    (tmp_path / "conftest.py").write_text((here / "conftest.py").read_text())
    (tmp_path / "test_it.py").write_text(
        "import contextlib, socket\n"
        "def test_leaves():\n"
        "    with socket.socket() as s, contextlib.suppress(OSError):\n"
        f"        s.connect(('{ELSEWHERE}', 443))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(here)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "1 passed, 1 error" in ended.stdout
    assert f"left the machine: socket.connect to {ELSEWHERE}:443" in ended.stdout


def test_loopback_and_unix_sockets_are_open(tmp_path: Path) -> None:
    """A server on loopback or on a Unix socket can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
    assert loopback.attempts == []


def test_no_key_and_a_home_of_its_own(tmp_path: Path) -> None:
    """A test sees no provider's key and keeps its journal in its own folder."""
    assert not {"FAL_KEY", "RUNWAYML_API_SECRET", "PIXVERSE_API_KEY", "UNIAPI_KEY"} & set(os.environ)
    assert os.environ["VIDWIDGETS_HOME"] == str(tmp_path / "home")


def test_the_working_folder_is_asked_for(workdir: Path) -> None:
    """`workdir` is empty and is the current folder."""
    assert Path.cwd() == workdir
    assert list(workdir.iterdir()) == []


def test_the_browser_reaches_no_other_host(page: Page) -> None:
    """A page that asks for another host is refused at once."""
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(f"{request.url} {request.failure}"))
    with contextlib.suppress(Exception):
        page.goto("https://example.com/")
    assert failed == ["https://example.com/ net::ERR_NAME_NOT_RESOLVED"]


def test_an_event_loop_runs_beside_the_browser(request: pytest.FixtureRequest) -> None:
    """After a browser test `asyncio.run` works, and after that the browser still does."""
    running = request.getfixturevalue("running_chromium")

    def shown(browser: Browser) -> str:
        page = browser.new_page()
        page.set_content("<p>drawn</p>")
        text = page.inner_text("p")
        page.close()
        return text

    async def slept() -> str:
        await asyncio.sleep(0)
        return "awake"

    for _ in range(2):
        with running.driving() as browser:
            assert shown(browser) == "drawn"
        assert asyncio.run(slept()) == "awake"
