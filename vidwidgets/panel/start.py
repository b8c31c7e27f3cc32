"""Starting jobs, and taking up those of an earlier kernel."""

from __future__ import annotations

import threading
from collections.abc import Callable

from vidwidgets.errors import InvalidRequest, JobFailed, OutcomeUnknown, VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.job.intent import written_down
from vidwidgets.job.job import Job
from vidwidgets.job.order import Order
from vidwidgets.job.record import UNSENT, JobRecord
from vidwidgets.panel.spending import check_spending
from vidwidgets.panel.world import world
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.states import Cancelled, Failed, Queued, State, Unknown

Shown = Callable[[Job], None]

_resuming = threading.Lock()


def start_job(order: Order, *, shown_by: Shown | None = None) -> Job:
    """Write a job down and set it going; returns at once.

    Raises:
        InvalidRequest: It may cost money and may not be spent here, or the budget cannot hold it; nothing was sent.
        VidwidgetsError: The journal cannot be written; nothing was sent.
    """
    shared = world()
    check_spending(order, shared)
    record = written_down(order, shared)
    return Job(record.id, order, token=record.token, shown_by=shown_by).start(engine(), shared)


def resume_job(record: JobRecord, order: Order, *, shown_by: Shown | None = None) -> Job:
    """A job of the journal as a live one: followed again where the provider has it, else as it ended."""
    if record.request_id and (not record.ended or record.state == "done"):
        # a finished one comes here only when its clip's file is missing: it is fetched again
        ticket = Ticket(record.request_id, record.endpoint, dict(record.paths))
        with _resuming:  # two cells that ask at once get one job
            known = live_job(record.id)
            if known is not None:
                return known
            return Job(record.id, order, state=Queued(), shown_by=shown_by).start(engine(), world(), ticket)
    return Job(
        record.id,
        order,
        state=_ended_state(record),
        request_id=record.request_id,
        where=(engine(), world()),
        shown_by=shown_by,
    )


def live_job(job_id: str) -> Job | None:
    """The job of that id that this process follows; None where it follows none (a fork follows nothing)."""
    known: Job | None = world().live.get(job_id)
    return known if known is not None and known.followed_here else None


def _ended_state(record: JobRecord) -> State:
    message = record.message
    if record.state == "cancelled":
        return Cancelled(message)
    if record.state in UNSENT:
        return Failed(
            InvalidRequest(
                "It was still being prepared when it was last written down: nothing was sent or charged. If the kernel "
                "that it belongs to still runs, it goes on there."
            )
        )
    if record.state == "submitting" and world().journal.is_driven(record):
        return Unknown(OutcomeUnknown("Another kernel is sending this just now: look again with vw.job in a moment."))
    if record.state in {"submitting", "unknown"}:
        return Unknown(
            OutcomeUnknown(
                message
                or "The kernel ended while this was being sent: it may have been accepted and charged. It is not sent "
                "again by itself."
            )
        )
    message = message or "It failed, and the journal does not say why."
    if not record.request_id:  # it was never accepted
        return Failed(VidwidgetsError(message, spent="no"))
    return Failed(JobFailed(message))
