"""A form's cell that is run again: the jobs that it started and that have not ended come back as live cards."""

from __future__ import annotations

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.job import Job
from vidwidgets.job.record import OPEN, UNSENT, JobRecord
from vidwidgets.panel.cell import asked_here
from vidwidgets.panel.submit import job
from vidwidgets.panel.world import world

MOST = 20
"""More would hide the form; vw.jobs() has them all."""


def open_jobs_here(*, asked_of: str = "") -> list[Job]:
    """The open jobs, and those of unknown outcome, that forms in the running cell have asked for, oldest first.

    Args:
        asked_of: Of this endpoint only; "" of any.
    """
    here = asked_here()
    if not (here.notebook and here.cell):
        return []
    found: list[Job] = []
    try:
        records = world().journal.of_cell(here.notebook, here.cell)
    except VidwidgetsError:
        return []  # said when something is sent; the form itself works
    for record in [one for one in records if one.form and asked_of in {"", one.endpoint} and _goes_on(one)][:MOST]:
        try:
            found.insert(0, job(record.id))
        except VidwidgetsError:
            continue  # its connection is gone or leads elsewhere: vw.job(id) says so
    return found


def _goes_on(record: JobRecord) -> bool:
    if record.state in UNSENT:  # driven by no one: nothing was sent, and nothing will be
        return world().journal.is_driven(record)
    return record.state in OPEN or record.state == "unknown"
