"""`start` and `run`: the real command, in the test's own folder."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command import Command


@pytest.fixture(autouse=True)
def own_jupyter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what Jupyter writes for itself out of the user's folders."""
    for kind in ("CONFIG", "DATA", "RUNTIME"):
        monkeypatch.setenv(f"JUPYTER_{kind}_DIR", str(tmp_path / "jupyter" / kind.lower()))
    monkeypatch.setenv("JUPYTERLAB_SETTINGS_DIR", str(tmp_path / "jupyter" / "settings"))
    monkeypatch.setenv("JUPYTERLAB_WORKSPACES_DIR", str(tmp_path / "jupyter" / "workspaces"))


@pytest.fixture
def start(workdir: Path) -> Iterator[Callable[..., Command]]:
    """Start the command; what still runs at the end is ended."""
    started: list[Command] = []

    def begin(*arguments: str, **environment: str) -> Command:
        started.append(Command(*arguments, folder=workdir, environment=environment))
        return started[-1]

    yield begin
    for command in started:
        command.close()


@pytest.fixture
def run(workdir: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command to its end."""

    def once(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "vidwidgets", *arguments],
            cwd=workdir,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return once
