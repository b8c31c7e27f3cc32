"""From an order to the provider's ticket: pictures made ready, a turn waited for, sent once."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.order import Order
from vidwidgets.job.place import make_ready
from vidwidgets.job.prepare import Preparer
from vidwidgets.job.race import unless
from vidwidgets.job.steps import sender_for
from vidwidgets.job.submit import StaleUploads, submitted
from vidwidgets.job.uploads import Uploads
from vidwidgets.job.world import World
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Preparing, State, Submitting

_log = logging.getLogger("vidwidgets")


class Sending:
    """One logical submit.

    Args:
        job_id: Ours.
        token: What the request may leave with, once.
        order: The request.
        world: What all jobs share.
        tell: Is told each state.
        called_off: Set from outside: what has not left by then does not leave.
        recorder: Where its exchanges are recorded; None where they are not.
    """

    def __init__(
        self,
        job_id: str,
        token: str,
        *,
        order: Order,
        world: World,
        tell: Callable[[State], None],
        called_off: asyncio.Event,
        recorder: Recorder | None = None,
    ) -> None:
        self._id = job_id
        self._token = token
        self._order = order
        self._world = world
        self._tell = tell
        self._called_off = called_off
        self._recorder = recorder
        self.away = False
        """Whether a try has left, and nobody knows that it did not arrive."""

    async def ticket(self, accepted: Callable[[Ticket], None]) -> Ticket | None:
        """Send it and give what finds it again; None where it was called off before anything was sent.

        Args:
            accepted: Is called with the ticket in the same breath in which the answer came.

        Raises:
            OutcomeUnknown: It may have been accepted.
            VidwidgetsError: It was not sent, or refused.
        """
        self._tell(Preparing())
        make_ready(self._order.folder)
        self._order.key()  # a missing key is said before anything is uploaded
        memory = Uploads(self._world.journal, self._order.connection)
        try:
            return await self._sent(memory, accepted)
        except StaleUploads:
            # refused without work: the remembered ids are too old, so the pictures go up again, once
            memory.forget(self._order.all_pictures)
            return await self._sent(memory, accepted)

    async def _sent(self, memory: Uploads, accepted: Callable[[Ticket], None]) -> Ticket | None:
        sender = sender_for(
            self._order.protocol,
            self._order.connection,
            self._world.client(),
            key=self._order.key,
            resolve=self._world.bounds.resolve,
            recorder=self._recorder,
        )
        body = await unless(self._called_off, self._body(sender, memory))
        if body is None:
            return None
        with self._world.held():
            ticket = await submitted(
                self._order, body, sender, go=self._go, back=self._back, sleep=self._nap, note=self._note
            )
            if ticket is not None:
                accepted(ticket)
        return ticket

    async def _go(self) -> bool:
        """Whether to try to submit; if so it is written down, and said."""
        while not self._called_off.is_set():
            ahead = self._world.journal.leave(self._id, self._token, at_once=self._order.connection.at_once)
            if ahead is None:
                self.away = True
                self._tell(Submitting())
                return True
            self._say_ahead(ahead)
            await unless(self._called_off, self._world.gate.turn(self._id, self._order.connection, self._say_ahead))
        return False

    def _back(self) -> None:
        """A try provably did not arrive, or was refused unworked."""
        self.away = False
        try:
            self._world.journal.came_back(self._id)
        except VidwidgetsError as error:  # asked whether it may leave again, the journal will say no
            _log.error("job %s: %s", self._id, error.message)
        self._world.gate.made_room()

    def _say_ahead(self, ahead: int) -> None:
        if self._called_off.is_set() or self.away:
            return  # a look of the gate's that was under way when it went on
        label = self._order.protocol.label
        before = f"{ahead} ahead of you here" if ahead else "Next here"
        self._tell(Preparing(f"{before}; then {label}’s queue.", ahead=ahead))

    async def _nap(self, seconds: float) -> None:
        await unless(self._called_off, self._world.sleep(seconds))

    async def _body(self, sender: Sender, memory: Uploads) -> dict[str, Any]:
        preparer = Preparer(self._order, sender, self._world.client(), note=self._note, memory=memory)
        body = self._order.body(await preparer.ready())
        _refuse_leftovers(body)
        return body

    def _note(self, text: str) -> None:
        self._tell(Preparing(text))


def _refuse_leftovers(body: Mapping[str, Any]) -> None:
    """A picture that was not made ready must never travel as its placeholder."""
    if "<uploaded first:" in json.dumps(body, ensure_ascii=False):
        raise InvalidRequest("A picture was not made ready for sending. Nothing was sent.")
