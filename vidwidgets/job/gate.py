"""Waiting here for a turn at a connection: one look at the journal for all that wait in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.journal import Journal
from vidwidgets.wire.connections import Connection

LOOK_SECONDS = 0.5
"""How often the journal is asked whether another kernel's jobs have made room; our own say so at once."""


@dataclass(slots=True)
class _Waiting:
    connection: Connection
    told: Callable[[int], None]
    turn: asyncio.Event = field(default_factory=asyncio.Event)


class Gate:
    """Lets the requests of this process wait for their turn. Only to be used on the loop's thread.

    Args:
        journal: Who is next over all kernels of this machine.
        sleep: Waits between two looks.
    """

    def __init__(self, journal: Journal, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._journal = journal
        self._sleep = sleep
        self._waiting: dict[str, _Waiting] = {}
        self._looking: asyncio.Task[None] | None = None

    async def turn(self, job_id: str, connection: Connection, told: Callable[[int], None]) -> None:
        """Wait until a job, which the journal holds, seems to be next; `told` hears how many are before it."""
        self._waiting[job_id] = mine = _Waiting(connection, told)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            await mine.turn.wait()
        finally:
            self._waiting.pop(job_id, None)

    def made_room(self) -> None:
        """Look at once: one of ours is no longer away."""
        self._look_once()

    async def _look(self) -> None:
        while self._waiting:
            self._look_once()
            await self._sleep(LOOK_SECONDS)

    def _look_once(self) -> None:
        places = {(one.connection.name, one.connection.base_url) for one in self._waiting.values()}
        for place in places:
            try:
                line = self._journal.line(*place)
            except VidwidgetsError:
                line = None  # whoever waits asks the journal itself, and says what is wrong with it
            for job_id, one in self._waiting.items():
                if (one.connection.name, one.connection.base_url) != place:
                    continue
                limit = one.connection.at_once
                if line is None or limit is None or line.may_leave(job_id, limit):
                    one.turn.set()
                else:
                    one.told(line.ahead_of(job_id))
