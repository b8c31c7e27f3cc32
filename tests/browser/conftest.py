"""`lab`: a real JupyterLab in Chromium, one server and one page for the session; `serve`: a folder over HTTP."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Chromium
from lab import Lab
from playwright.sync_api import Browser
from servers import FolderServer, JupyterServer

from vidwidgets.sandbox.server import Sandbox, start_sandbox


@pytest.fixture(scope="session")
def jupyter_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """Start one JupyterLab for the session."""
    server = JupyterServer(tmp_path_factory.mktemp("jupyter"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def loaded_lab(running_chromium: Chromium, jupyter_server: JupyterServer) -> Lab:
    """Load JupyterLab's page once; use `lab` in a test."""
    with running_chromium.driving() as browser:
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        loaded = Lab(jupyter_server, context.new_page())
    if os.environ.get("VIDWIDGETS_SHOTS"):
        loaded.shots = Path(os.environ["VIDWIDGETS_SHOTS"])
    return loaded


@pytest.fixture
def lab(browser: Browser, loaded_lab: Lab, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """Lend the page, with nothing open and a folder of the test's own."""
    assert browser.is_connected()
    loaded_lab.begin(re.sub(r"\W+", "-", request.node.name))
    yield loaded_lab
    loaded_lab.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders over HTTP with Range requests; gives each one's address."""
    servers: list[FolderServer] = []

    def begin(folder: Path) -> str:
        servers.append(FolderServer(folder))
        return servers[-1].url

    yield begin
    for server in servers:
        server.close()


@pytest.fixture(scope="module")
def quick_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that does not let a test wait, for where its pace does not matter."""
    running = start_sandbox(home=tmp_path_factory.mktemp("sandbox"), port=0, speed=4.0)
    yield running
    running.stop()
