"""Starting jobs, and taking up those of an earlier kernel."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from pathlib import Path

from vidwidgets.errors import InvalidRequest, JobFailed, OutcomeUnknown, VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.job.job import Job
from vidwidgets.job.order import Order
from vidwidgets.job.record import JobRecord
from vidwidgets.panel.world import live_jobs, world
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.states import ENDED, Cancelled, Failed, Queued, State, Unknown

Shown = Callable[[Job], None]

_resuming = threading.Lock()


def start_job(order: Order, *, shown_by: Shown | None = None) -> Job:
    """Write a job down and set it going; returns at once.

    Raises:
        VidwidgetsError: The journal cannot be written; nothing was sent.
    """
    shared = world()
    job = Job(uuid.uuid4().hex[:8], order, shown_by=shown_by)
    shared.journal.add(
        JobRecord(
            id=job.id,
            created_at=shared.clock(),
            endpoint=order.endpoint,
            connection=order.connection.name,
            base_url=order.connection.base_url,
            state="preparing",
            values=order.values,
            pictures={picture.name: picture.sha256 for picture in order.all_pictures},
            prompt=order.prompt,
            price=order.price,
            notebook=order.notebook,
            folder=str(order.folder),
        )
    )
    return _going(job.start(engine(), shared))


def resume_job(record: JobRecord, order: Order, *, shown_by: Shown | None = None) -> Job:
    """A job of the journal as a live one: followed again where the provider has it, else as it ended."""
    if record.request_id and (not record.ended or record.state == "done"):
        # a finished one comes here only when its clip's file is missing: it is fetched again
        ticket = Ticket(record.request_id, record.endpoint, dict(record.paths))
        with _resuming:  # two cells that ask at once get one job
            known = live_job(record.id)
            if known is not None:
                return known
            job = Job(record.id, order, state=Queued(), shown_by=shown_by)
            return _going(job.start(engine(), world(), ticket))
    return Job(record.id, order, state=_ended_state(record), request_id=record.request_id, shown_by=shown_by)


def live_job(job_id: str) -> Job | None:
    """The job of that id that this process follows; None where it follows none (a fork follows nothing)."""
    known = live_jobs.get(job_id)
    return known if known is not None and known.followed_here else None


def kept_clip_path(record: JobRecord) -> Path | None:
    """The finished clip's file, if it is there and whole; None otherwise."""
    path = Path(str(record.clip.get("path", "")))
    size = record.clip.get("size_bytes")
    try:
        return path if record.clip and path.is_file() and path.stat().st_size == size else None
    except OSError:
        return None


def _going(job: Job) -> Job:
    live_jobs[job.id] = job
    job.listen(lambda state: _forget(job) if isinstance(state, ENDED) else None)
    return job


def _forget(job: Job) -> None:
    live_jobs.pop(job.id, None)


def _ended_state(record: JobRecord) -> State:
    message = record.message
    if record.state == "cancelled":
        return Cancelled(message)
    if record.state == "preparing":
        return Failed(
            InvalidRequest(
                "It was still being prepared when it was last written down: nothing was sent or charged. If the kernel "
                "that it belongs to still runs, it goes on there."
            )
        )
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
