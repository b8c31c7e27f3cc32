"""The command reads what is typed and says what is wrong with it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vidwidgets.version import __version__

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_help_names_every_subcommand(run: Run) -> None:
    """`--help` lists the four subcommands."""
    ended = run("--help")
    assert ended.returncode == 0
    for name in ("lab", "sandbox", "doctor", "jobs"):
        assert f"\n    {name} " in ended.stdout


def test_no_subcommand_shows_the_help(run: Run) -> None:
    """The bare command shows the help as a mistake does, with exit code 2."""
    ended = run()
    assert ended.returncode == 2
    assert "usage: vidwidgets" in ended.stderr


def test_it_says_its_version(run: Run) -> None:
    """`--version` is the package's version."""
    assert run("--version").stdout == f"vidwidgets {__version__}\n"


def test_it_is_installed_as_a_command(workdir: Path) -> None:
    """The entry point `vidwidgets` is the same command."""
    installed = shutil.which("vidwidgets", path=Path(sys.executable).parent)
    assert installed
    ended = subprocess.run([installed, "--version"], cwd=workdir, capture_output=True, text=True, check=True)
    assert ended.stdout == f"vidwidgets {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("lap",), "invalid choice: 'lap'"),
        (("lab", "--port", "0"), "a port is a number from 1 to 65535, not '0'"),
        (("lab", "--port", "65536"), "a port is a number from 1 to 65535, not '65536'"),
        (("sandbox", "--port", "many"), "a port is a number from 1 to 65535, not 'many'"),
        (("sandbox", "--speed", "0"), "a speed is a number above 0, like 1 or 20, not '0'"),
        (("sandbox", "--speed", "nan"), "a speed is a number above 0, like 1 or 20, not 'nan'"),
        (("sandbox", "--speed", "inf"), "a speed is a number above 0, like 1 or 20, not 'inf'"),
    ],
)
def test_what_is_mistyped_is_named(run: Run, arguments: tuple[str, ...], sentence: str) -> None:
    """A mistyped subcommand or number is told in a sentence, with exit code 2 and no traceback."""
    ended = run(*arguments)
    assert ended.returncode == 2
    assert sentence in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_home_that_cannot_be_made_is_a_sentence(run: Run, workdir: Path) -> None:
    """Where the home folder cannot be made, the command says where and what to do, with exit code 1."""
    (workdir / "file").write_text("in the way")
    ended = run("sandbox", VIDWIDGETS_HOME=str(workdir / "file" / "home"))
    assert ended.returncode == 1
    assert "VIDWIDGETS_HOME" in ended.stderr
    assert str(workdir / "file" / "home") in ended.stderr
    assert "Traceback" not in ended.stderr
