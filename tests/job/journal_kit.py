"""A journal in a folder, and a plain record to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vidwidgets.job.record import JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal


@contextmanager
def journal_in(folder: Path, now: float = 5.0) -> Iterator[SqliteJournal]:
    """An open journal."""
    made = SqliteJournal(folder, clock=lambda: now)
    try:
        yield made
    finally:
        made.close()


def record(job_id: str = "one", **parts: Any) -> JobRecord:
    """A plain record."""
    given_parts = {"created_at": 1.0, "endpoint": "e", "connection": "c", "base_url": "b", "state": "waiting", **parts}
    return JobRecord(id=job_id, **given_parts)


class Now:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.seconds


def intent(job_id: str = "one", **parts: Any) -> Any:
    """A job that is ready to leave, driven by a kernel."""
    given = {"state": "preparing", "token": f"token-{job_id}", "owner": "kernel", "lease_until": 1010.0, **parts}
    return record(job_id, **given)


def leave(journal: SqliteJournal, job_id: str = "one", at_once: int | None = None) -> int | None:
    """Let a job leave."""
    return journal.leave(job_id, f"token-{job_id}", at_once=at_once)
