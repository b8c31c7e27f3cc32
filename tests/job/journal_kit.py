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
