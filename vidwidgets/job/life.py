"""A job's life on the loop: prepare, submit once, follow, fetch; each step on disk before the next."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from vidwidgets.errors import OutcomeUnknown, VidwidgetsError
from vidwidgets.job.expected import usual_seconds
from vidwidgets.job.fetching import fetched
from vidwidgets.job.follow import Follower, Surroundings
from vidwidgets.job.order import Order
from vidwidgets.job.race import unless
from vidwidgets.job.sending import Sending
from vidwidgets.job.steps import run_steps, sender_for
from vidwidgets.job.world import World
from vidwidgets.wire.protocol import Ended, Output, Ticket
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.redact import make_safe
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Cancelled, Done, Failed, Queued, State, Unknown

_log = logging.getLogger("vidwidgets")


class Life:
    """One job, from its order to its end. `token` is what its request may leave with; empty where it left before."""

    def __init__(
        self,
        job_id: str,
        order: Order,
        world: World,
        tell: Callable[[State], None],
        *,
        token: str = "",
        recorder: Recorder | None = None,
    ) -> None:
        self._id = job_id
        self._order = order
        self._world = world
        self._tell = tell
        self._started = world.timer()
        self._follower: Follower | None = None
        self._called_off = asyncio.Event()
        self._gone = asyncio.Event()
        self._recorder = recorder
        self._sending = Sending(
            job_id, token, order=order, world=world, tell=tell, called_off=self._called_off, recorder=recorder
        )
        self._unwritten: dict[str, Any] = {}
        self.ticket: Ticket | None = None
        self.cancel_note = ""
        """What the provider said to a cancellation, in words."""

    async def run(self, ticket: Ticket | None = None) -> State:
        """Live it, from the beginning or (with a ticket) from where the provider has it; how it ended."""
        with self._world.heart.beating_for(self._id):
            ended = await self._lived(ticket)
        self._world.gate.made_room()
        return ended

    async def _lived(self, ticket: Ticket | None) -> State:
        try:
            await self._world.opened()
            self.ticket = ticket or await self._sending.ticket(self._accepted)
            if self.ticket is None:
                return self._ended(Cancelled("Nothing was sent, so nothing is charged."), "cancelled")
            if ticket is None and self._called_off.is_set():
                await self.ask_cancel()
            return await self._follow_and_fetch(self.ticket, watched=ticket is None)
        except OutcomeUnknown as error:
            make_safe(error)
            return self._unknown(error)
        except VidwidgetsError as error:
            make_safe(error)
            if self.ticket is not None:  # no verdict on the job itself: it goes on, and must not be given up
                return self._unknown(self._out_of_sight(error.message))
            return self._ended(Failed(error), "failed", error.message)
        except Exception as error:  # a job must not stay "running" for ever
            if not threading.main_thread().is_alive():
                raise  # the interpreter is ending and lends no more threads: the job is on disk as far as it came
            _log.error("job %s: an error of vidwidgets itself", self._id, exc_info=True)
            return self._fault(error)

    async def ask_cancel(self) -> bool:
        """Ask the provider to cancel; before the submit, simply do not send. False where that did not get through."""
        self._called_off.set()
        if self.ticket is None:
            return True
        if self._follower is not None:
            self._follower.cancel_asked = True
        sender = self._sender()
        try:
            answer = await run_steps(self._order.protocol.cancel(self.ticket, self._order.connection), sender)
        except VidwidgetsError as error:
            self.cancel_note = f"The cancellation did not get through: {error.message} The job goes on."
            return False
        self.cancel_note = answer.message
        sender.decided(answer.message, "cancel")
        if answer.gone:
            self._gone.set()
        return True

    def _accepted(self, ticket: Ticket) -> None:
        self.ticket = ticket
        kept = self._write_down(state="waiting", request_id=ticket.request_id, paths=dict(ticket.paths))
        queued = ticket.queued or Queued()
        lost = f"The journal cannot be written: note the id {ticket.request_id}."
        self._tell(queued if kept else replace(queued, note=lost))

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
        try:
            clip = await fetched(
                self._id,
                self._order,
                self._world,
                output,
                ticket,
                tell=self._tell,
                again=follower.result,
                made_in_seconds=self._world.timer() - self._started if watched else None,
                keep=self._write_down,
                recorder=self._recorder,
            )
        except VidwidgetsError as error:
            make_safe(error)
            # paid and made: it stays open in the journal, so that it can be fetched again
            return self._ended(Failed(error), "fetching", error.message)
        cost = clip.cost
        if self._order.costs and cost is not None and cost.currency == "USD":
            self._write_down(charged_usd=cost.amount)
        return self._ended(Done(clip), "done")

    def _unknown(self, error: OutcomeUnknown) -> State:
        # an accepted job stays open in the journal: its id finds it again
        look_up = self._order.protocol.look_up(self._order.connection, self._order.endpoint)
        return self._ended(Unknown(error, look_up), "waiting" if self.ticket else "unknown", error.message)

    def _fault(self, error: Exception) -> State:
        what = f"vidwidgets itself failed here ({type(error).__name__}): please report it."
        if self.ticket is not None:
            return self._unknown(self._out_of_sight(what))
        if self._sending.away:
            return self._unknown(OutcomeUnknown(f"{what} The request may have been accepted and charged."))
        failed = VidwidgetsError(f"{what} Nothing was sent.")
        return self._ended(Failed(failed), "failed", failed.message)

    def _out_of_sight(self, why: str) -> OutcomeUnknown:
        known = self.ticket.request_id if self.ticket else self._id
        return OutcomeUnknown(f"{why} The job itself goes on and may be charged: vw.job({known!r}) takes it up again.")

    def _ended(self, state: State, word: str, message: str = "") -> State:
        settled: dict[str, Any] = {}
        if isinstance(state, Failed) and state.error.spent == "yes" and word == "failed":
            settled = {"charged_usd": self._order.estimate_usd}
        self._write_down(state=word, message=message, **settled)
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

    def _sender(self) -> Sender:
        return sender_for(
            self._order.protocol,
            self._order.connection,
            self._world.client(),
            key=self._order.key,
            streams=self._world.streams(),
            recorder=self._recorder,
        )

    def _surroundings(self) -> Surroundings:
        usual = None
        with suppress(VidwidgetsError):  # following goes on without the journal
            past = self._world.journal.past(self._order.endpoint, self._order.connection.name)
            usual = usual_seconds(past, self._order.values)
        return Surroundings(
            tell=self._tell,
            timer=self._world.timer,
            sleep=self._world.sleep,
            random=self._world.random,
            expected_seconds=usual,
            stream_slots=self._world.stream_slots(),
        )
