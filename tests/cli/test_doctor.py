"""`vidwidgets doctor` tells what is there, and never a key."""

import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from command import Command

Run = Callable[..., subprocess.CompletedProcess[str]]
PLANTED = "a-key-that-nobody-may-see"


def test_it_tells_versions_and_places(run: Run, tmp_path: Path) -> None:
    """It names the versions that run here and the home folder, and ends with 0 where all is well."""
    ended = run("doctor")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for name in ("ipywidgets", "anywidget", "ipykernel", "jupyterlab", "av"):
        assert f"{name:<14} {version(name)}\n" in ended.stdout
    assert f"{tmp_path / 'home'} (writable)" in ended.stdout
    assert "✓ Nothing stands in the way." in ended.stdout


def test_it_tells_the_host(run: Run) -> None:
    """From a cell of a notebook it has the kernel's environment, and says what is different there."""
    assert "host           no notebook" in run("doctor", VSCODE_PID="", JPY_SESSION_NAME="").stdout
    assert "host           VS Code: " in run("doctor", VSCODE_PID="4711", JPY_SESSION_NAME="").stdout


def test_it_tells_which_key_is_there_and_never_the_key(run: Run) -> None:
    """A connection's line changes when its key is there; the key is nowhere in what is said."""
    without, with_key = run("doctor"), run("doctor", FAL_KEY=PLANTED)
    assert "FAL_KEY" in with_key.stdout
    assert [line for line in without.stdout.splitlines() if "FAL_KEY" in line] != [
        line for line in with_key.stdout.splitlines() if "FAL_KEY" in line
    ]
    assert PLANTED not in with_key.stdout + with_key.stderr


def test_it_tells_whether_the_sandbox_answers(run: Run, start: Callable[..., Command]) -> None:
    """A sandbox that answers is told apart from one that does not; the latter is a fault."""
    url = start("sandbox").told("sandbox: ")
    assert f"{url} (answers)" in run("doctor", VIDWIDGETS_SANDBOX_URL=url).stdout
    ended = run("doctor", VIDWIDGETS_SANDBOX_URL="http://127.0.0.1:9")
    assert ended.returncode == 1
    assert "✗ VIDWIDGETS_SANDBOX_URL names http://127.0.0.1:9, where no sandbox answers" in ended.stdout


def test_a_home_that_cannot_be_made_is_a_fault(run: Run, workdir: Path) -> None:
    """Where the home folder cannot be made, that is said and the exit code is 1."""
    (workdir / "file").write_text("in the way")
    ended = run("doctor", VIDWIDGETS_HOME=str(workdir / "file" / "home"))
    assert ended.returncode == 1
    assert "(cannot be made)" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_broken_connections_file_is_a_fault(run: Run, workdir: Path) -> None:
    """A TOML file of connections that cannot be read is named, without a traceback."""
    (workdir / "connections.toml").write_text("[connections")
    ended = run("doctor", VIDWIDGETS_CONFIG=str(workdir / "connections.toml"))
    assert ended.returncode == 1
    assert "connections.toml" in ended.stdout
    assert "Traceback" not in ended.stderr
