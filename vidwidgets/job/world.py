"""What every job of a process shares."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from vidwidgets.job.bounds import Bounds
from vidwidgets.job.gate import Gate
from vidwidgets.job.heart import Heart
from vidwidgets.job.journal import Journal
from vidwidgets.wire.http import AsyncClient


async def _at_once() -> None:
    """Nothing needs to be opened."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What every job of a process shares; each part can be another in a test."""

    client: Callable[[], AsyncClient]
    streams: Callable[[], AsyncClient]
    journal: Journal
    heart: Heart
    gate: Gate
    clock: Callable[[], float]
    """Seconds since the epoch."""
    timer: Callable[[], float]
    """Seconds from any start, never going back."""
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]
    stream_slots: Callable[[], asyncio.Semaphore]
    opened: Callable[[], Awaitable[None]] = _at_once
    """Has the clients open before they are first used."""
    live: dict[str, Any] = field(default_factory=dict)
    """The jobs that this process follows, by our id: asking for one again gives the same object."""
    held: Callable[[], AbstractContextManager[None]] = nullcontext
    """While one is open the loop's closing waits for a moment: an answer that names a paid job is on its way."""
    bounds: Bounds = Bounds()  # noqa: RUF009  a frozen value
    """What a download may take."""
