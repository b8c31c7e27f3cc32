"""The job engine that all wires share: accept, look, cancel, and the work behind a job."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from vidwidgets.sandbox.render import RenderStopped
from vidwidgets.sandbox.store import Outcome, Store, StoredJob
from vidwidgets.sandbox.workers import Workers

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from vidwidgets.sandbox.timeline import Moment
    from vidwidgets.sandbox.wire import Wire

State = Literal["queued", "running", "completed", "failed", "removed"]


@dataclass(frozen=True)
class View:
    """A job as a wire tells of it.

    Attributes:
        job: what was accepted.
        state: ``removed`` means cancelled before it started; a job whose time is up runs on until its work is done.
        moment: the clock's part of the state.
        log: (seconds since the epoch, line), oldest first.
    """

    job: StoredJob
    state: State
    moment: Moment
    log: tuple[tuple[float, str], ...]


class Engine:
    """Jobs of one home, driven by a clock.

    Args:
        home: folder of the database and the files.
        clock: seconds since the epoch (jobs outlive the process, so a monotonic clock will not do).
        rng: source of the job ids.
        speed: sandbox seconds per real second, for jobs accepted from now on.
    """

    def __init__(self, home: Path, *, clock: Callable[[], float], rng: random.Random, speed: float) -> None:
        self.store = Store(home)
        self.clock = clock
        self.workers = Workers()
        self._rng = rng
        self._speed = speed
        self._wires: dict[str, Wire] = {}

    def add_wire(self, wire: Wire) -> None:
        """Let jobs of this wire be worked on."""
        self._wires[wire.name] = wire

    def new_id(self) -> str:
        """A fresh UUID, version 4 in form."""
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))

    def accept(
        self, wire: str, endpoint: str, body: object, script: dict[str, dict[str, Any]], *, job_id: str | None = None
    ) -> StoredJob:
        """Take a job: it is on disk, and counts as paid for, when this returns. Without ``job_id`` it gets a UUID."""
        job = StoredJob(
            job_id or self.new_id(), wire, endpoint, script, self.clock(), self._speed, cancelled_at=None, outcome=None
        )
        self.store.add_job(job, body)
        self._work_on(job)
        return job

    def look(self, job_id: str) -> View | None:
        """The job now; None when no process with this home knows it. Work that was left lying is taken up."""
        job = self.store.job(job_id)
        return None if job is None else self.view(job)

    def view(self, job: StoredJob) -> View:
        """The given job at the present moment."""
        now = self.clock()
        moment = job.timeline.at(now)
        log = job.timeline.story_at(now)
        if job.outcome is None and moment.phase != "removed":
            self._work_on(job)
        state: State
        if moment.phase == "removed":
            state = "removed"
        elif moment.phase == "queued":
            state = "queued"
        elif moment.phase == "running" or job.outcome is None:
            state = "running"
        else:
            state = "completed" if job.outcome.ok else "failed"
        if job.outcome is not None and log:
            log += [(log[0][0], note) for note in job.outcome.notes]
        return View(job, state, moment, tuple(sorted(log)))

    def charged(self, job: StoredJob) -> bool:
        """Whether the provider would bill it: from acceptance on, unless it has ended free.

        A job whose reply was dropped counts even then: its client never learnt that it exists.
        """
        if job.timeline.was_removed:
            return False
        dropped = job.script.get("reply", {}).get("name") == "drop-reply"
        return dropped or job.outcome is None or job.outcome.charged or self.view(job).state != "failed"

    def queue_length(self, wire: str, endpoint: str) -> int:
        """How many jobs of this endpoint are waiting."""
        now = self.clock()
        return sum(job.timeline.at(now).phase == "queued" for job in self.store.jobs(wire, endpoint))

    def cancel(self, job_id: str) -> View | None:
        """Ask a job to stop; the view is the one *before* that, None when nobody knows the id."""
        before = self.look(job_id)
        if before is not None and before.state in ("queued", "running"):
            self.store.cancel(job_id, self.clock())
        return before

    def _work_on(self, job: StoredJob) -> None:
        wire = self._wires.get(job.wire)
        if wire is None or job.outcome is not None or job.script.get("fate", {}).get("name") == "stall":
            return

        def work() -> None:
            try:
                self.store.finish(job.id, wire.work(job))
            except RenderStopped:
                return  # the next process that is asked for the job renders it
            except Exception as error:  # noqa: BLE001 - a worker has nobody to raise to: the job must end, and say why
                trouble = f"the sandbox itself failed: {type(error).__name__}: {error}"
                body = {"detail": trouble, "error_type": "internal_error"}
                self.store.finish(job.id, Outcome(ok=False, charged=False, status=500, body=body, error=trouble))

        self.workers.start(job.id, work)

    def close(self) -> None:
        """Stop working; the jobs stay on disk."""
        self.workers.close()
        self.store.close()
