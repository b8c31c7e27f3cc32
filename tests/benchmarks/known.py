"""A journal that already knows how long an endpoint's jobs take, as after three of them."""

from __future__ import annotations

import time

from vidwidgets.job.expected import usual_seconds
from vidwidgets.job.record import JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal
from vidwidgets.wire.home import home

from .served import Served

JOBS = 3
"""Fewer say nothing to the journal."""


def remember(sandbox: Served, endpoint: str, *, seconds: float) -> None:
    """Write down finished jobs that took so long."""
    journal = SqliteJournal(home(), clock=time.time)
    for number in range(JOBS):
        journal.add(
            JobRecord(
                id=f"earlier{number}",
                created_at=time.time(),
                endpoint=endpoint,
                connection="sandbox",
                base_url=sandbox.url,
                state="done",
                clip={"made_in_seconds": seconds},
            )
        )
    journal.close()
    usual = journal_says(endpoint)
    if usual != seconds:
        raise AssertionError(f"The journal takes {usual} for the usual time, not {seconds}.")


def journal_says(endpoint: str) -> float | None:
    """How long such jobs take by this process's journal; None where it does not know."""
    journal = SqliteJournal(home(), clock=time.time)
    try:
        return usual_seconds(journal.past(endpoint, "sandbox"), {})
    finally:
        journal.close()
