"""The one loop on the one thread that owns the one client, made on first use and closed at exit.

So a job goes on while a cell is busy, at the IPython prompt and in a script; and no client is ever used from two loops,
which hangs or breaks it (facts/jupyter.md §1, §7, measured 2026-11-21).
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextlib
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from vidwidgets.wire.http import STREAM_POOL_SIZE, AsyncClient, open_client

T = TypeVar("T")

_CLIENTS: dict[str, dict[str, Any]] = {"shared": {}, "streams": {"pool_size": STREAM_POOL_SIZE}}
CLOSING_SECONDS = 2.0
LEFT_SECONDS = 0.5
SLOW_SECONDS = 5.0
HELD_SECONDS = 5.0
"""How long closing waits for a submit's answer: the id of a job that is paid for is worth that much at exit."""


class Engine:
    """A daemon thread with an event loop, and the HTTP clients that live on it."""

    def __init__(self, *, client: Callable[..., AsyncClient] = open_client, held_seconds: float = HELD_SECONDS) -> None:
        self.process_id = os.getpid()
        self._open_client = client
        self._held_seconds = held_seconds
        self._clients: dict[str, AsyncClient] = {}
        self._spawned: set[asyncio.Task[Any]] = set()
        self._closing = False
        self._opening = asyncio.Lock()
        self._held = 0
        self._let_go = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        # Python's development mode tells of slower calls: the first request reads certificates and imports its parts,
        # which on a busy machine takes a second or more
        self._loop.slow_callback_duration = SLOW_SECONDS
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="vidwidgets-loop", daemon=True)
        self._thread.start()
        started.wait()

    @property
    def alive(self) -> bool:
        """Whether it can still run something in this process (a fork has no threads)."""
        return self.process_id == os.getpid() and self._thread.is_alive()

    @property
    def client(self) -> AsyncClient:
        """The client that all polls share. Only to be touched on the loop's thread; it has no key."""
        return self._client("shared")

    @property
    def streams(self) -> AsyncClient:
        """The client for status streams, which hold their connections: a pool of its own."""
        return self._client("streams")

    async def opened(self) -> None:
        """Have both clients open: each reads certificates, a tenth of a second or more that the loop must not stand."""
        async with self._opening:
            for name, options in _CLIENTS.items():
                if name not in self._clients:
                    self._clients[name] = await asyncio.to_thread(self._open_client, **options)

    def spawn(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Run a coroutine on the loop, from any thread."""
        return asyncio.run_coroutine_threadsafe(self._known(work), self._loop)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Have `close` wait a little for what is done inside. Only on the loop's thread."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._let_go.set()

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call something on the loop's thread after a while, from any thread."""
        if self.alive:
            self._loop.call_soon_threadsafe(self._loop.call_later, seconds, call)

    def close(self) -> None:
        """Stop every job's following (the jobs themselves go on at the provider) and close the clients."""
        if not self.alive or self._loop.is_closed():
            return
        with contextlib.suppress(concurrent.futures.TimeoutError, concurrent.futures.CancelledError, RuntimeError):
            finishing = asyncio.run_coroutine_threadsafe(self._finish(), self._loop)
            finishing.result(self._held_seconds + CLOSING_SECONDS)
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSING_SECONDS)

    async def _known(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.current_task()
        if self._closing or task is None:
            work.close()
            raise asyncio.CancelledError
        self._spawned.add(task)
        try:
            return await work
        finally:
            self._spawned.discard(task)

    def _client(self, name: str) -> AsyncClient:
        if name not in self._clients:
            self._clients[name] = self._open_client(**_CLIENTS[name])
        return self._clients[name]

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.call_soon(started.set)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    async def _finish(self) -> None:
        if self._held:
            self._let_go.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._held_seconds):
                    await self._let_go.wait()
        self._closing = True
        ours = tuple(self._spawned)
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)
        # what those leave behind (replies that were dropped half-read) ends by itself: cancelled, it would complain;
        # and a generator that still runs in it cannot be closed from here
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            await asyncio.wait(left, timeout=LEFT_SECONDS)
        await self._loop.shutdown_asyncgens()
        for client in self._clients.values():
            await client.aclose()


_lock = threading.Lock()
_current: list[Engine] = []


def engine() -> Engine:
    """This process's engine, made when it is first needed (again after a fork)."""
    with _lock:
        if not _current or not _current[0].alive:
            _current[:] = [Engine()]
            atexit.register(_current[0].close)
        return _current[0]
