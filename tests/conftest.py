"""What every test stands on: no network but loopback, no keys, a home of its own, and one Chromium for all.

Asked for by name: `workdir` (an empty folder, as the current one), `chromium` (its path), `browser` (the one
running Chromium), `page` (an empty page in a context of its own), `node` (its path).
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import loopback
import pytest
from browsing import Chromium
from needing import needed
from playwright.sync_api import Browser, Page

KEY_VARIABLES = ("FAL_KEY", "RUNWAYML_API_SECRET", "PIXVERSE_API_KEY", "UNIAPI_KEY")
OWN_SETTINGS = {"VIDWIDGETS_CHROMIUM", "VIDWIDGETS_SHOTS"}
"""Variables that steer the tests themselves and are therefore kept."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


# how long an example takes says how busy the machine is, and nothing of the code
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

HEAVY = {"benchmarks", "browser"}
"""Folders whose tests share one JupyterLab, or measure: they stay together, in the order in which they stand."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives Chromium, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the tests out file by file; the heavy folders stay together, in one worker, from the beginning."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "heavy" if HEAVY & set(file.split("/")) else file

    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def bare_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take away keys and settings, so that what a session starts (servers, kernels) has none either."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name in KEY_VARIABLES or (name.startswith("VIDWIDGETS_") and name not in OWN_SETTINGS):
                patch.delenv(name)
        patch.setenv("VIDWIDGETS_HOME", str(tmp_path_factory.mktemp("session") / "home"))
        reopen = loopback.install()
        try:
            yield
        finally:
            reopen()


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test a journal and clips of its own."""
    monkeypatch.setenv("VIDWIDGETS_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def stays_on_this_machine() -> Iterator[None]:
    """Fail a test that tried to reach another machine, also when the attempt was swallowed.

    Only Python's own sockets are seen (tests/loopback.py): what a subprocess opens is not.
    """
    loopback.attempts.clear()
    yield
    tried = list(loopback.attempts)
    loopback.attempts.clear()
    if tried:
        pytest.fail("The test left the machine: " + "; ".join(tried), pytrace=False)


@pytest.fixture
def workdir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder the current one."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find a Chromium; `VIDWIDGETS_CHROMIUM` names one that is elsewhere."""
    named = os.environ.get("VIDWIDGETS_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, BROWSERS)), None)
    return needed(
        found,
        f"No Chromium was found ({named or ', '.join(BROWSERS)}): install it, or name one in VIDWIDGETS_CHROMIUM.",
    )


@pytest.fixture(scope="session")
def node() -> str:
    """Find Node.js."""
    return needed(shutil.which("node"), "Node.js was not found (node): install it to run this test.")


@pytest.fixture(scope="session")
def running_chromium(chromium: str) -> Iterator[Chromium]:
    """Start Chromium once; use `browser` or `page` in a test."""
    started = Chromium(chromium)
    yield started
    started.close()


@pytest.fixture
def browser(running_chromium: Chromium) -> Iterator[Browser]:
    """Lend the running Chromium to one test, which may not run an event loop of its own in this thread."""
    with running_chromium.driving() as lent:
        yield lent


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page without cookies or cache."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()
