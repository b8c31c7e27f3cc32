"""The shared sandbox, and a bench that starts jobs on it: as the sandbox, or as a gateway that costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import disks
import pytest
from job_kit import GATE_KEY, Bench, gateway_at, sandbox_at
from journal_kit import Now
from sandboxed import Sandboxed, photo_in, running

from vidwidgets.job.sqlite_journal import SqliteJournal


@pytest.fixture
def sandbox() -> Iterator[Sandboxed]:
    """The shared sandbox, with nothing scripted and an empty log."""
    lent = running()
    lent.begin()
    yield lent
    lent.clear()


@pytest.fixture
def bench(sandbox: Sandboxed, tmp_path: Path) -> Iterator[Bench]:
    """Jobs go to the sandbox by its own connection: free, with uploads and the event stream."""
    made = Bench(tmp_path, photo_in(tmp_path), sandbox_at(sandbox.url))
    yield made
    made.journal.close()


@pytest.fixture
def gate(sandbox: Sandboxed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """Jobs go to the sandbox as to a gateway: with a key, for money, by polls."""
    monkeypatch.setenv("GATE_KEY", GATE_KEY)
    made = Bench(tmp_path, photo_in(tmp_path), gateway_at(sandbox.url))
    yield made
    made.journal.close()


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk that cannot be written."""
    with disks.mounted(tmp_path / "disk", megabytes=1) as folder:
        disks.make_read_only(folder)
        yield folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of 80 MB, a little more than is asked for before a job is sent."""
    with disks.mounted(tmp_path / "disk", megabytes=80) as folder:
        yield folder


@pytest.fixture
def now() -> Now:
    """The time."""
    return Now()


@pytest.fixture
def journal(tmp_path: Path, now: Now) -> Any:
    """A journal whose kernels all live as long as their leases."""
    with closing(SqliteJournal(tmp_path, clock=now, lives=lambda _owner: True)) as made:
        yield made
