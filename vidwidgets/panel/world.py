"""What the jobs of this process share: the engine, and the journal of the home folder."""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
from collections.abc import Callable

from vidwidgets.job.engine import engine
from vidwidgets.job.gate import Gate
from vidwidgets.job.heart import Heart
from vidwidgets.job.owner import new_owner
from vidwidgets.job.sqlite_journal import SqliteJournal
from vidwidgets.job.world import World
from vidwidgets.wire.connections import Connections
from vidwidgets.wire.home import home
from vidwidgets.wire.http import STREAM_POOL_SIZE

_lock = threading.RLock()
_sessions: dict[int, str] = {}
_worlds: dict[tuple[int, str], World] = {}
_connections: list[Connections] = []


def world() -> World:
    """The shared parts, made on first use and again where the home folder moves.

    Raises:
        VidwidgetsError: The journal cannot be opened; nothing can then be sent.
    """
    here, engine_now = home(), engine()
    key = (id(engine_now), str(here))
    with _lock:
        if key not in _worlds:
            journal = SqliteJournal(here, clock=time.time)
            _worlds[key] = World(
                client=lambda: engine_now.client,
                streams=lambda: engine_now.streams,
                journal=journal,
                heart=Heart(journal, session()),
                gate=Gate(journal),
                clock=time.time,
                timer=time.monotonic,
                sleep=asyncio.sleep,
                random=random.random,
                stream_slots=_one(asyncio.Semaphore(STREAM_POOL_SIZE)),
                opened=engine_now.opened,
                held=engine_now.held,
            )
        return _worlds[key]


def session() -> str:
    """This kernel or script, as the journal names it; another after a restart and in a fork."""
    with _lock:
        return _sessions.setdefault(os.getpid(), new_owner())


def known_connections() -> Connections:
    """The connections of this process."""
    with _lock:
        if not _connections:
            _connections.append(Connections())
        return _connections[0]


def _one(slots: asyncio.Semaphore) -> Callable[[], asyncio.Semaphore]:
    return lambda: slots
