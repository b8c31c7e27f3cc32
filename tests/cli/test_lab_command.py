"""`vidwidgets lab` runs JupyterLab on a copy of the notebooks, with the sandbox beside it."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from command import Command
from jupyter_client.blocking.client import BlockingKernelClient
from ports import free_port, is_open

RUNNING_AS_ROOT = "Running as root (a container?): JupyterLab is started with --allow-root."


def asked(url: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What JupyterLab's REST API answers, with the token of the printed address."""
    parts = urlsplit(url)
    answer = httpx.request(
        "GET" if body is None else "POST",
        f"http://{parts.netloc}{path}",
        json=body,
        headers={"Authorization": f"token {parts.query.removeprefix('token=')}"},
    )
    return answer.raise_for_status().json()


def test_lab_from_start_to_stop(start: Callable[..., Command], workdir: Path, tmp_path: Path) -> None:
    """The notebook is served, its kernel knows the sandbox, and Ctrl-C closes both ports and ends the kernel."""
    port = free_port()
    command = start("lab", "--no-browser", "--port", str(port))
    assert command.told("notebooks: ") == str(workdir / "vidwidgets-notebooks")
    sandbox = command.told("sandbox: ")
    url = command.told("JupyterLab: ")
    assert urlsplit(url).port == port
    assert urlsplit(url).path == "/lab/tree/quickstart.ipynb"
    assert (RUNNING_AS_ROOT in command.said) is (os.geteuid() == 0)

    served = asked(url, "/api/contents/quickstart.ipynb?content=0")
    assert served["type"] == "notebook"
    assert asked(url, "/lab/api/settings/")["settings"]
    kernel = asked(url, "/api/kernels", {"name": "python3"})
    assert kernel_says(tmp_path, kernel["id"], "import os; print(os.environ['VIDWIDGETS_SANDBOX_URL'])") == sandbox
    kernel_pid = int(kernel_says(tmp_path, kernel["id"], "import os; print(os.getpid())"))
    assert is_open(sandbox)

    command.signal(signal.SIGINT)
    assert command.ended() == 0
    assert not is_open(url)
    assert not is_open(sandbox)
    with pytest.raises(ProcessLookupError):
        os.kill(kernel_pid, 0)
    assert "Traceback" not in "\n".join(command.said)


def kernel_says(tmp_path: Path, kernel_id: str, code: str) -> str:
    """What a kernel of that JupyterLab prints."""
    client = BlockingKernelClient()
    client.load_connection_file(str(tmp_path / "jupyter" / "runtime" / f"kernel-{kernel_id}.json"))
    client.start_channels()
    _until_ready(client)
    said: list[str] = []
    client.execute_interactive(
        code, output_hook=lambda message: said.append(message["content"].get("text", "")), timeout=30
    )
    client.stop_channels()
    client.context.destroy(linger=0)
    return "".join(said).strip()


def _until_ready(client: BlockingKernelClient) -> None:
    """Wait for a kernel that may be starting still: jupyter_client takes one that has no pulse yet for dead."""
    until = time.monotonic() + 60
    while True:
        try:
            return client.wait_for_ready(timeout=30)
        except RuntimeError:
            if time.monotonic() > until:
                raise


def test_a_running_sandbox_is_used(start: Callable[..., Command]) -> None:
    """Where VIDWIDGETS_SANDBOX_URL names a sandbox, no second one is started."""
    running = start("sandbox").told("sandbox: ")
    command = start("lab", "--no-browser", "--port", str(free_port()), VIDWIDGETS_SANDBOX_URL=running)
    assert command.told("sandbox: ") == running
    command.told("JupyterLab: ")
    command.signal(signal.SIGTERM)
    assert command.ended() == 0
    assert is_open(running)


def test_a_taken_port_is_a_sentence(start: Callable[..., Command]) -> None:
    """Where the port is taken, it says so before anything is copied or started."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        command = start("lab", "--no-browser", "--port", str(port))
        assert command.ended() == 1
    assert command.said == [
        f"vidwidgets: Port {port} is taken: choose another with --port, or leave it out to take a free one."
    ]


def test_without_jupyterlab_it_says_what_to_install(start: Callable[..., Command], workdir: Path) -> None:
    """Where JupyterLab is not installed, it names the extra that brings it."""
    # the only stand-in: an interpreter start-up that hides one package from the search for it
    (workdir / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "found = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'jupyterlab' else found(name, package)\n"
    )
    command = start("lab", PYTHONPATH=str(workdir))
    assert command.ended() == 1
    assert command.said == [
        'vidwidgets: JupyterLab is not installed in this environment:  pip install "vidwidgets[lab]"'
    ]
