"""`vidwidgets lab`: JupyterLab on a copy of the notebooks, with the sandbox running in this process."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vidwidgets.cli.notebooks import copied
from vidwidgets.cli.say import complain, say
from vidwidgets.cli.signals import stopped_by_signals
from vidwidgets.errors import VidwidgetsError

SANDBOX_VARIABLE = "VIDWIDGETS_SANDBOX_URL"
FIRST = "quickstart.ipynb"
LOOK_SECONDS = 0.2
"""How often it is looked whether JupyterLab is up, or has ended."""
STOP_SECONDS = 15.0
"""How long JupyterLab may take to end its kernels before it is killed."""


def lab(*, port: int | None, browser: bool) -> int:
    """Run JupyterLab until Ctrl-C, or until it is shut down from its own menu.

    Args:
        port: JupyterLab's port; None takes a free one from 8888 up.
        browser: Whether to open it in the browser.

    Raises:
        VidwidgetsError: The notebooks cannot be copied, or the sandbox cannot start.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        complain('JupyterLab is not installed in this environment:  pip install "vidwidgets[lab]"')
        return 1
    if port is not None and _is_taken(port):
        complain(f"Port {port} is taken: choose another with --port, or leave it out to take a free one.")
        return 1
    notebooks = copied()
    say(f"notebooks: {notebooks.folder}")
    for name in notebooks.kept:
        say(f"  {name}: you changed it, so yours is kept. Rename it to get this version's.")
    with stopped_by_signals(), contextlib.suppress(KeyboardInterrupt), _sandbox() as sandbox_url:
        say(f"sandbox: {sandbox_url}")
        return _run(_command(notebooks.folder, port=port, browser=browser), notebooks.folder, sandbox_url)
    return 0


def _command(folder: Path, *, port: int | None, browser: bool) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{FIRST}" if (folder / FIRST).exists() else "--LabApp.default_url=/lab",
        "--log-level=WARN",
        # it would ask another host, and nobody asked for that
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if port is not None:
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Running as root (a container?): JupyterLab is started with --allow-root.")
        command.append("--allow-root")
    return command


def _run(command: list[str], folder: Path, sandbox_url: str) -> int:
    started_at = time.time()
    # A session of its own: Ctrl-C reaches this process alone, which then ends both in order.
    process = subprocess.Popen(  # noqa: S603  this environment's own interpreter and our own words
        command,
        env={**os.environ, SANDBOX_VARIABLE: sandbox_url, "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    told = False
    try:
        while True:
            try:
                code = process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                if not told and (url := _address(folder, started_at)):
                    say(f"JupyterLab: {url}")
                    say("Ctrl-C stops JupyterLab and the sandbox; jobs and clips stay.")
                    told = True
                continue
            if code and not told:
                complain(f"JupyterLab could not start (exit code {code}); what it said is above.")
            return code
    finally:
        _stop(process)


def _address(folder: Path, started_at: float) -> str | None:
    """Where JupyterLab listens, with its token, from the file that it writes once it does; None before that."""
    from jupyter_core.paths import jupyter_runtime_dir

    for path in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            if path.stat().st_mtime < started_at - 1:
                continue
            server = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # another server's, just going, or half written
            continue
        if Path(server["root_dir"]).resolve() == folder.resolve():
            token = f"?token={server['token']}" if server.get("token") else ""
            page = f"lab/tree/{FIRST}" if (folder / FIRST).exists() else "lab"
            return f"{server['url']}{page}{token}"
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    say("Stopping JupyterLab and its kernels …")
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):  # or a second Ctrl-C
        process.kill()
        process.wait()


@contextlib.contextmanager
def _sandbox() -> Iterator[str]:
    """The base URL of the sandbox that `VIDWIDGETS_SANDBOX_URL` names, or of one that is started here."""
    named = os.environ.get(SANDBOX_VARIABLE, "").strip()
    if named:
        yield named
        return
    from vidwidgets.sandbox.server import start_sandbox
    from vidwidgets.wire.home import home

    folder = home() / "sandbox"
    try:
        running = start_sandbox(home=folder, port=0, speed=1.0)
    except OSError as error:
        raise VidwidgetsError(f"The sandbox cannot start in {folder}: {error}.") from error
    try:
        yield running.url
    finally:
        running.stop()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
