"""The servers of the browser tests: one JupyterLab for the session, and a small one for folders of files."""

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PATIENCE_SECONDS = 60.0
ENVIRON = "environ.json"
"""Beside a notebook: environment variables that its kernel takes at every start, also after a restart."""
STARTUP = f"""
import json, os, pathlib, sys
sys.path.append({str(Path(__file__).parents[1])!r})
import loopback
loopback.install()
if pathlib.Path({ENVIRON!r}).exists():
    os.environ.update(json.loads(pathlib.Path({ENVIRON!r}).read_text()))
del json, os, pathlib, sys, loopback
"""


class JupyterServer:
    """A JupyterLab of its own: its settings, trust and runtime files are in a folder, none of the user's are read."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "notebooks"
        self.root.mkdir(parents=True)
        startup = folder / "ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "00-tests.py").write_text(STARTUP)
        # without this, a question about Jupyter's news lies over the page
        notification = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        notification.parent.mkdir(parents=True)
        notification.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
        self._log = (folder / "server.log").open("w+")
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--log-level=WARN"),
                *(f"--ServerApp.root_dir={self.root}", "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1"),
                *("--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"),
                "--JupyterNotebookApp.expose_app_in_browser=True",  # Notebook 7 and Voilà are extensions of this server
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ],
            env={
                **os.environ,
                **{f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")},
                **{f"JUPYTERLAB_{kind}_DIR": str(folder / kind.lower()) for kind in ("SETTINGS", "WORKSPACES")},
                "IPYTHONDIR": str(folder / "ipython"),
                "JUPYTER_TOKEN": (token := secrets.token_hex(8)),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self.token = token
        self.url = self._address(folder / "runtime" / f"jpserver-{self._process.pid}.json")

    def _address(self, written: Path) -> str:
        """Wait for the file that the server writes once it listens."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                try:
                    return str(json.loads(written.read_text())["url"])
                except (OSError, ValueError):  # not there, or half written
                    continue
            break
        self._log.seek(0)
        raise AssertionError(f"JupyterLab did not start:\n{self._log.read()}")

    def close(self) -> None:
        """End the server and its kernels."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()


class FolderServer:
    """A folder over HTTP, answering Range requests, as any static host does."""

    def __init__(self, folder: Path) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            Starlette(routes=[Mount("/", StaticFiles(directory=folder))]),
            lifespan="off",
            ws="none",
            log_level="error",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._listener = listener
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close the port."""
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()
