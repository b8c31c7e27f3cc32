"""`vidwidgets jobs` prints the journal."""

import subprocess
from collections.abc import Callable

import vidwidgets


def test_it_prints_the_journal(run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """It prints what `vw.jobs()` shows."""
    ended = run("jobs")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == f"{vidwidgets.jobs()}\n"
