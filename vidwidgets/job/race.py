"""Doing something unless it is called off meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

T = TypeVar("T")


async def unless(called_off: asyncio.Event, work: Awaitable[T]) -> T | None:
    """What the work gives; None where it was called off before it was done, and then it is dropped where it stands."""
    doing = asyncio.ensure_future(work)
    waiting = asyncio.ensure_future(called_off.wait())
    try:
        await asyncio.wait({doing, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        _drop(doing)
        _drop(waiting)


def _drop(task: asyncio.Future[Any]) -> None:
    # what a dropped task still raises is nobody's business, and must not be logged as never retrieved
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    task.cancel()
