"""Saying now and then that this kernel still drives its jobs, so that no other takes them for left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.journal import LEASE_SECONDS, Journal

BEAT_SECONDS = LEASE_SECONDS / 4

_log = logging.getLogger("vidwidgets")


class Heart:
    """Beats while any job of this process lives. Only to be used on the loop's thread."""

    def __init__(self, journal: Journal, owner: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self.owner = owner
        """This kernel, as the journal names it."""
        self._journal = journal
        self._sleep = sleep
        self._living = 0
        self._beating: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def beating_for(self, job_id: str) -> Iterator[None]:
        """Drive a job inside; where another kernel drives it already, it is watched beside that one."""
        self._living += 1
        with self._spoken():
            self._journal.lease(job_id, self.owner)
        if self._beating is None or self._beating.done():
            self._beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            self._living -= 1
            if not self._living and self._beating is not None:
                self._beating.cancel()
            with self._spoken():
                self._journal.release(job_id, self.owner)

    async def _beat(self) -> None:
        while self._living:
            await self._sleep(BEAT_SECONDS)
            with self._spoken():
                self._journal.renew(self.owner)

    @contextlib.contextmanager
    def _spoken(self) -> Iterator[None]:
        """A journal that fails costs the lease and not the job: a second kernel then may fetch the clip too."""
        try:
            yield
        except VidwidgetsError as error:
            _log.warning("the lease of a job: %s", error.message)
