"""A job's life on the loop: prepare, submit once, follow, fetch; each step on disk before the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, VidwidgetsError
from vidwidgets.job.collect import Collector
from vidwidgets.job.follow import Follower, Surroundings
from vidwidgets.job.journal import Journal
from vidwidgets.job.order import Order
from vidwidgets.job.place import make_ready
from vidwidgets.job.prepare import ready_pictures
from vidwidgets.job.steps import run_steps
from vidwidgets.job.submit import submitted
from vidwidgets.wire.http import AsyncClient, Broken, NeverDelivered
from vidwidgets.wire.protocol import Ended, Output, Ticket
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Cancelled, Done, Failed, Preparing, Queued, State, Submitting, Unknown


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


class Life:
    """One job, from its order to its end."""

    def __init__(self, job_id: str, order: Order, world: World, tell: Callable[[State], None]) -> None:
        self._id = job_id
        self._order = order
        self._world = world
        self._tell = tell
        self._started = world.timer()
        self._follower: Follower | None = None
        self._gone: asyncio.Event = asyncio.Event()
        self.ticket: Ticket | None = None
        self.cancel_asked = False
        self.cancel_note = ""
        """What the provider said to a cancellation, in words."""

    async def run(self, ticket: Ticket | None = None) -> State:
        """Live it, from the beginning or (with a ticket) from where the provider has it; how it ended."""
        try:
            self.ticket = ticket or await self._submit()
            if self.ticket is None:
                return self._ended(Cancelled("Nothing was sent, so nothing is charged."), "cancelled")
            return await self._follow_and_fetch(self.ticket)
        except OutcomeUnknown as error:
            # an accepted job stays open in the journal: its id finds it again
            look_up = self._order.protocol.look_up(self._order.connection, self._order.endpoint)
            return self._ended(Unknown(error, look_up), "waiting" if self.ticket else "unknown", error.message)
        except VidwidgetsError as error:
            return self._ended(Failed(error), "failed", error.message)

    async def ask_cancel(self) -> None:
        """Ask the provider to cancel; before the submit, simply do not send."""
        self.cancel_asked = True
        if self.ticket is None:
            return
        if self._follower is not None:
            self._follower.cancel_asked = True
        try:
            answer = await run_steps(self._order.protocol.cancel(self.ticket, self._order.connection), self._sender())
        except (NeverDelivered, Broken) as error:
            self.cancel_note = f"The cancellation did not get through: {error.message} The job goes on."
            return
        self.cancel_note = answer.message
        if answer.gone:
            self._gone.set()

    async def _submit(self) -> Ticket | None:
        self._tell(Preparing())
        make_ready(self._order.folder)
        self._order.key()  # a missing key is said before anything is uploaded
        sender = self._sender()
        note = self._note
        ready = await ready_pictures(self._order, sender, self._world.client(), note)
        body = self._order.body(ready)
        _refuse_leftovers(body)
        if self._cancel_wanted():
            return None
        self._tell(Submitting())
        self._world.journal.change(self._id, state="submitting")
        ticket = await submitted(self._order, body, sender, sleep=self._world.sleep, note=note)
        self._world.journal.change(self._id, state="waiting", request_id=ticket.request_id, paths=dict(ticket.paths))
        self.ticket = ticket
        self._tell(ticket.queued or Queued())
        if self._cancel_wanted():
            await self.ask_cancel()
        return ticket

    async def _follow_and_fetch(self, ticket: Ticket) -> State:
        self._follower = Follower(self._order, ticket, self._sender(), self._surroundings())
        self._follower.cancel_asked = self.cancel_asked
        following = asyncio.ensure_future(self._follower.end())
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({following, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not following.done():
                return self._ended(Cancelled(self.cancel_note), "cancelled", self.cancel_note)
            end = following.result()
        finally:
            following.cancel()
            gone.cancel()
        if isinstance(end, Ended):
            return self._unsuccessful(end)
        return await self._fetch(end, ticket)

    def _unsuccessful(self, end: Ended) -> State:
        if end.cancelled or (self.cancel_asked and end.error.code == "client_cancelled"):
            note = self.cancel_note or end.error.message
            return self._ended(Cancelled(note), "cancelled", note)
        return self._ended(Failed(end.error), "failed", end.error.message)

    async def _fetch(self, output: Output, ticket: Ticket) -> State:
        self._world.journal.change(self._id, state="fetching")
        follower = self._follower
        if follower is None:
            raise RuntimeError("A clip is fetched only for a job that was followed.")
        collector = Collector(self._id, self._order, self._world.client(), self._tell, self._world.sleep)
        try:
            clip = await collector.collect(
                output,
                ticket,
                again=follower.result,
                made_in_seconds=self._world.timer() - self._started,
                made_at=self._world.clock(),
            )
        except VidwidgetsError as error:
            # paid and made: it stays open in the journal, so that it can be fetched again
            return self._ended(Failed(error), "fetching", error.message)
        self._world.journal.change(self._id, clip=collector.record_of(clip))
        return self._ended(Done(clip), "done")

    def _ended(self, state: State, word: str, message: str = "") -> State:
        self._world.journal.change(self._id, state=word, message=message)
        self._tell(state)
        return state

    def _cancel_wanted(self) -> bool:
        return self.cancel_asked  # it changes while something else is awaited

    def _note(self, text: str) -> None:
        self._tell(Preparing(text))

    def _sender(self) -> Sender:
        return Sender(
            self._world.client(),
            self._order.connection,
            key_headers=self._order.protocol.key_headers,
            key=self._order.key,
            streams=self._world.streams(),
        )

    def _surroundings(self) -> Surroundings:
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
    left = [name for name, value in body.items() if isinstance(value, str) and value.startswith("<uploaded first:")]
    if left:
        raise InvalidRequest(f"{', '.join(left)} was not made ready for sending. Nothing was sent.", fields=left)
