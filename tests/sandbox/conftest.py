"""A running sandbox, a client that carries a key, and pictures to give it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sandbox_kit import KLING_STANDARD, as_data_uri, draw_photo, read_stream

from vidwidgets.sandbox.server import start_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vidwidgets.sandbox.server import Sandbox


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clips that earlier tests had rendered: the sandbox names them by content and takes one that is there."""
    return tmp_path_factory.mktemp("rendered")


@pytest.fixture
def sandbox(tmp_path: Path, rendered: Path) -> Iterator[Sandbox]:
    """A sandbox fifty times as fast as by default, with a home of its own."""
    home = tmp_path / "sandbox"
    shutil.copytree(rendered, home / "files")
    running = start_sandbox(home=home, speed=50)
    yield running
    running.stop()
    for clip in (home / "files").glob("[0-9a-f]*.mp4"):
        shutil.copy(clip, rendered)


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client that sends a key."""
    with httpx.Client(base_url=sandbox.url, headers={"Authorization": "Key test-key"}, timeout=30) as opened:
        yield opened


@pytest.fixture
def photo_uri() -> str:
    """A 640x360 photo as a data URI."""
    return as_data_uri(draw_photo())


@pytest.fixture
def submit(client: httpx.Client, photo_uri: str) -> Callable[..., dict[str, Any]]:
    """``submit(endpoint, **body)``: a submit that is accepted; its answer."""

    def submit(endpoint: str = KLING_STANDARD, **body: Any) -> dict[str, Any]:
        reply = client.post(f"/{endpoint}", json={"prompt": "a cat", "image_url": photo_uri, **body})
        assert reply.status_code == 200, reply.text
        answer: dict[str, Any] = reply.json()
        return answer

    return submit


@pytest.fixture
def finish(client: httpx.Client) -> Callable[[dict[str, Any]], httpx.Response]:
    """``finish(answer)``: waits until the job is COMPLETED and reads its result."""

    def finish(answer: dict[str, Any]) -> httpx.Response:
        events = read_stream(client, answer["status_url"], logs=False)
        assert events[-1]["status"] == "COMPLETED"
        return client.get(answer["response_url"])

    return finish


@pytest.fixture
def play(client: httpx.Client) -> Callable[..., None]:
    """``play(name, **settings)``: script a scenario."""

    def play(name: str, **settings: Any) -> None:
        reply = client.post("/_sandbox/scenario", json={"name": name, **settings})
        assert reply.status_code == 201, reply.text

    return play


@pytest.fixture
def log(client: httpx.Client) -> Callable[[], dict[str, Any]]:
    """``log()``: the sandbox's log."""
    return lambda: client.get("/_sandbox/log").json()
