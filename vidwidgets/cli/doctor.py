"""`vidwidgets doctor`: what is installed, where things are, and which connections have a key."""

from __future__ import annotations

import os
import platform
import urllib.request
from importlib.metadata import PackageNotFoundError, version

from vidwidgets.cli.say import say
from vidwidgets.errors import VidwidgetsError
from vidwidgets.version import __version__
from vidwidgets.wire.home import home, home_path

LIBRARIES = ("ipywidgets", "anywidget", "ipykernel", "jupyterlab", "av", "pillow", "nest-asyncio2", "nest-asyncio")
OPTIONAL = {"ipykernel", "jupyterlab", "nest-asyncio2"}
SANDBOX_VARIABLE = "VIDWIDGETS_SANDBOX_URL"
LOOK_SECONDS = 2.0


def doctor() -> int:
    """Tell it all; 1 where something would keep vidwidgets from working, else 0."""
    faults: list[str] = []
    _versions(faults)
    say()
    _home(faults)
    _sandbox(faults)
    say()
    _connections(faults)
    say()
    for fault in faults:
        say(f"✗ {fault}")
    if not faults:
        say("✓ Nothing stands in the way.")
    return 1 if faults else 0


def _versions(faults: list[str]) -> None:
    _row("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    _row("vidwidgets", __version__)
    for name in LIBRARIES:
        found = _version(name)
        _row(name, found or "not installed")
        if found is None and name not in OPTIONAL:
            faults.append(f"{name} is not installed: install vidwidgets again.")
    from vidwidgets.wire.http import library

    used = library().__name__
    _row("HTTP", f"{used} {_version(used)}")
    from vidwidgets.panel.host import host

    _row("host", str(host()))  # `!vidwidgets doctor` in a cell has the kernel's environment, and so tells its host


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _home(faults: list[str]) -> None:
    try:
        writable = os.access(home(), os.W_OK)
    except VidwidgetsError as error:
        _row("home", f"{home_path()} (cannot be made)")
        faults.append(str(error))
        return
    _row("home", f"{home_path()} ({'writable' if writable else 'not writable'})")
    if not writable:
        faults.append(f"{home_path()} cannot be written to: name another folder in VIDWIDGETS_HOME.")


def _sandbox(faults: list[str]) -> None:
    url = os.environ.get(SANDBOX_VARIABLE, "").strip()
    if not url:
        _row("sandbox", f"none is running under {SANDBOX_VARIABLE}; one starts by itself when it is needed")
        return
    if _answers(url):
        _row("sandbox", f"{url} (answers)")
        return
    _row("sandbox", f"{url} (does not answer)")
    faults.append(f"{SANDBOX_VARIABLE} names {url}, where no sandbox answers: start one, or unset the variable.")


def _answers(url: str) -> bool:
    if not url.startswith(("http://", "https://")):
        return False
    try:
        # no proxy: the sandbox is on this machine
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{url.rstrip('/')}/_sandbox/log", timeout=LOOK_SECONDS):
            return True
    except (OSError, ValueError):
        return False


def _connections(faults: list[str]) -> None:
    from vidwidgets.panel.tables import connections

    try:
        say(str(connections()))
    except VidwidgetsError as error:
        faults.append(str(error))


def _row(name: str, value: str) -> None:
    say(f"{name:<14} {value}")
