"""A job's life on the loop: prepare, submit once, follow, fetch; each step on disk before the next."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from typing import Any

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, VidwidgetsError
from vidwidgets.job.collect import Collector
from vidwidgets.job.follow import Follower, Surroundings
from vidwidgets.job.journal import Journal
from vidwidgets.job.order import Order
from vidwidgets.job.place import make_ready
from vidwidgets.job.prepare import Preparer
from vidwidgets.job.race import unless
from vidwidgets.job.steps import run_steps, sender_for
from vidwidgets.job.submit import StaleUploads, submitted
from vidwidgets.job.uploads import Uploads
from vidwidgets.wire.http import AsyncClient
from vidwidgets.wire.protocol import Ended, Output, Ticket
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Cancelled, Done, Failed, Preparing, Queued, State, Submitting, Unknown

_log = logging.getLogger("vidwidgets")


async def _at_once() -> None:
    """Nothing needs to be opened."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What every job of a process shares; each part can be another in a test."""

    client: Callable[[], AsyncClient]
    streams: Callable[[], AsyncClient]
    journal: Journal
    clock: Callable[[], float]
    """Seconds since the epoch."""
    timer: Callable[[], float]
    """Seconds from any start, never going back."""
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]
    stream_slots: Callable[[], asyncio.Semaphore]
    opened: Callable[[], Awaitable[None]] = _at_once
    """Has the clients open before they are first used."""
    held: Callable[[], AbstractContextManager[None]] = nullcontext
    """While one is open the loop's closing waits for a moment: an answer that names a paid job is on its way."""


class Life:
    """One job, from its order to its end."""

    def __init__(self, job_id: str, order: Order, world: World, tell: Callable[[State], None]) -> None:
        self._id = job_id
        self._order = order
        self._world = world
        self._tell = tell
        self._started = world.timer()
        self._follower: Follower | None = None
        self._called_off = asyncio.Event()
        self._gone = asyncio.Event()
        self._sending = False
        self._unwritten: dict[str, Any] = {}
        self.ticket: Ticket | None = None
        self.cancel_note = ""
        """What the provider said to a cancellation, in words."""

    async def run(self, ticket: Ticket | None = None) -> State:
        """Live it, from the beginning or (with a ticket) from where the provider has it; how it ended."""
        try:
            await self._world.opened()
            self.ticket = ticket or await self._submit()
            if self.ticket is None:
                return self._ended(Cancelled("Nothing was sent, so nothing is charged."), "cancelled")
            return await self._follow_and_fetch(self.ticket, watched=ticket is None)
        except OutcomeUnknown as error:
            return self._unknown(error)
        except VidwidgetsError as error:
            if self.ticket is not None:  # no verdict on the job itself: it goes on, and must not be given up
                return self._unknown(self._out_of_sight(error.message))
            return self._ended(Failed(error), "failed", error.message)
        except Exception as error:  # a job must not stay "running" for ever
            if not threading.main_thread().is_alive():
                raise  # the interpreter is ending and lends no more threads: the job is on disk as far as it came
            _log.error("job %s: an error of vidwidgets itself", self._id, exc_info=True)
            return self._fault(error)

    async def ask_cancel(self) -> None:
        """Ask the provider to cancel; before the submit, simply do not send."""
        self._called_off.set()
        if self.ticket is None:
            return
        if self._follower is not None:
            self._follower.cancel_asked = True
        try:
            answer = await run_steps(self._order.protocol.cancel(self.ticket, self._order.connection), self._sender())
        except VidwidgetsError as error:
            self.cancel_note = f"The cancellation did not get through: {error.message} The job goes on."
            return
        self.cancel_note = answer.message
        if answer.gone:
            self._gone.set()

    async def _submit(self) -> Ticket | None:
        self._tell(Preparing())
        make_ready(self._order.folder)
        self._order.key()  # a missing key is said before anything is uploaded
        memory = Uploads(self._world.journal, self._order.connection)
        try:
            ticket = await self._sent(memory)
        except StaleUploads:
            # refused without work: the remembered ids are too old, so the pictures go up again, once
            memory.forget(self._order.all_pictures)
            ticket = await self._sent(memory)
        if ticket is not None and self._called_off.is_set():
            await self.ask_cancel()
        return ticket

    async def _sent(self, memory: Uploads) -> Ticket | None:
        """Make the pictures ready and submit; None where it was called off before anything was sent."""
        sender = self._sender()
        body = await unless(self._called_off, self._body(sender, memory))
        if body is None:
            return None
        with self._world.held():
            ticket = await submitted(self._order, body, sender, go=self._go, sleep=self._nap, note=self._note)
            if ticket is None:
                return None
            self.ticket = ticket
            kept = self._write_down(state="waiting", request_id=ticket.request_id, paths=dict(ticket.paths))
        queued = ticket.queued or Queued()
        lost = f"The journal cannot be written: note the id {ticket.request_id}."
        self._tell(queued if kept else replace(queued, note=lost))
        return ticket

    def _go(self) -> bool:
        """Whether to try to submit; if so it is written down, and said."""
        if self._called_off.is_set():
            return False
        self._world.journal.change(self._id, state="submitting")
        self._sending = True
        self._tell(Submitting())
        return True

    async def _nap(self, seconds: float) -> None:
        await unless(self._called_off, self._world.sleep(seconds))

    async def _body(self, sender: Sender, memory: Uploads) -> dict[str, Any]:
        preparer = Preparer(self._order, sender, self._world.client(), note=self._note, memory=memory)
        body = self._order.body(await preparer.ready())
        _refuse_leftovers(body)
        return body

    async def _follow_and_fetch(self, ticket: Ticket, *, watched: bool) -> State:
        self._follower = Follower(self._order, ticket, self._sender(), self._surroundings())
        self._follower.cancel_asked = self._called_off.is_set()
        end = await unless(self._gone, self._follower.end())
        if end is None:
            return self._ended(Cancelled(self.cancel_note), "cancelled", self.cancel_note)
        if isinstance(end, Ended):
            return self._unsuccessful(end)
        return await self._fetch(end, ticket, watched=watched)

    def _unsuccessful(self, end: Ended) -> State:
        if not end.cancelled:
            return self._ended(Failed(end.error), "failed", end.error.message)
        protocol = self._order.protocol
        note = f"{protocol.label} ended it as cancelled. {protocol.cancel_means(self._order.connection)}"
        return self._ended(Cancelled(note), "cancelled", note)

    async def _fetch(self, output: Output, ticket: Ticket, *, watched: bool) -> State:
        self._write_down(state="fetching")
        follower = self._follower
        if follower is None:
            raise RuntimeError("A clip is fetched only for a job that was followed.")
        collector = Collector(self._id, self._order, self._world.client(), self._tell, self._world.sleep)
        try:
            clip = await collector.collect(
                output,
                ticket,
                again=follower.result,
                made_in_seconds=self._world.timer() - self._started if watched else None,
                made_at=self._world.clock(),
            )
        except VidwidgetsError as error:
            # paid and made: it stays open in the journal, so that it can be fetched again
            return self._ended(Failed(error), "fetching", error.message)
        self._write_down(clip=collector.record_of(clip))
        return self._ended(Done(clip), "done")

    def _unknown(self, error: OutcomeUnknown) -> State:
        # an accepted job stays open in the journal: its id finds it again
        look_up = self._order.protocol.look_up(self._order.connection, self._order.endpoint)
        return self._ended(Unknown(error, look_up), "waiting" if self.ticket else "unknown", error.message)

    def _fault(self, error: Exception) -> State:
        what = f"vidwidgets itself failed here ({type(error).__name__}): please report it."
        if self.ticket is not None:
            return self._unknown(self._out_of_sight(what))
        if self._sending:
            return self._unknown(OutcomeUnknown(f"{what} The request may have been accepted and charged."))
        failed = VidwidgetsError(f"{what} Nothing was sent.")
        return self._ended(Failed(failed), "failed", failed.message)

    def _out_of_sight(self, why: str) -> OutcomeUnknown:
        known = self.ticket.request_id if self.ticket else self._id
        return OutcomeUnknown(f"{why} The job itself goes on and may be charged: vw.job({known!r}) takes it up again.")

    def _ended(self, state: State, word: str, message: str = "") -> State:
        self._write_down(state=word, message=message)
        self._tell(state)
        return state

    def _write_down(self, **changes: Any) -> bool:  # noqa: ANN401  the columns of JobRecord
        """Write to the journal where that is no longer a condition for sending; False where it failed.

        A journal that fails then must cost neither the job nor its clip: what it missed goes with the next change.
        """
        self._unwritten |= changes
        try:
            self._world.journal.change(self._id, **self._unwritten)
        except VidwidgetsError as error:
            _log.error("job %s, request %s: %s", self._id, self.ticket and self.ticket.request_id, error.message)
            return False
        self._unwritten = {}
        return True

    def _note(self, text: str) -> None:
        self._tell(Preparing(text))

    def _sender(self) -> Sender:
        return sender_for(
            self._order.protocol,
            self._order.connection,
            self._world.client(),
            key=self._order.key,
            streams=self._world.streams(),
        )

    def _surroundings(self) -> Surroundings:
        usual = None
        with suppress(VidwidgetsError):  # following goes on without the journal
            usual = self._world.journal.usual_seconds(self._order.endpoint, self._order.connection.name)
        return Surroundings(
            tell=self._tell,
            timer=self._world.timer,
            sleep=self._world.sleep,
            random=self._world.random,
            expected_seconds=usual,
            stream_slots=self._world.stream_slots(),
        )


def _refuse_leftovers(body: Mapping[str, Any]) -> None:
    """A picture that was not made ready must never travel as its placeholder."""
    if "<uploaded first:" in json.dumps(body, ensure_ascii=False):
        raise InvalidRequest("A picture was not made ready for sending. Nothing was sent.")
