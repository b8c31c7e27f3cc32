"""A process with many live jobs, for one contender: `python -m …live ours|fal_client|httpx …`.

It submits, says "ready" once all are queued, and after a while prints what the window cost it, as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx

from .fal_peer import KEY, arguments, official_async
from .served import KLING, until


class Window:
    """The stretch of time that counts."""

    def __init__(self, settle_seconds: float, seconds: float) -> None:
        self._settle_seconds, self._seconds = settle_seconds, seconds
        self._begun = (0.0, 0.0)

    async def passed(self) -> None:
        """Let it begin, and pass."""
        await asyncio.sleep(self._settle_seconds)
        self._begun = (time.time(), time.process_time())
        await asyncio.sleep(self._seconds)
        self.told()

    def told(self) -> None:
        """Print what it cost: processor seconds of this process, all threads, user and system."""
        since, cpu = self._begun
        cost = {"since": since, "until": time.time(), "cpu_seconds": time.process_time() - cpu}
        print(json.dumps(cost), flush=True)  # noqa: T201  the parent reads it


def ours(photo: Path, jobs: int, window: Window) -> None:
    """`vw.submit` so often, in a plain process; the main thread only waits."""
    import vidwidgets as vw

    queued = [threading.Event() for _ in range(jobs)]
    for event in queued:
        job = vw.submit(KLING, prompt="The fog lifts.", image=photo)
        job.listen(lambda state, event=event: event.set() if isinstance(state, vw.Queued) else None)  # type: ignore[misc]
    until(lambda: all(event.is_set() for event in queued), "all jobs are queued")
    asyncio.run(window.passed())


async def fal(url: str, photo: Path, jobs: int, window: Window) -> None:
    """The asynchronous client, one `iter_events` at its default each."""

    async def follow(handle: Any) -> None:
        async for _ in handle.iter_events():
            pass

    async with official_async(url) as client:
        handles = [await client.submit(KLING, arguments(photo)) for _ in range(jobs)]
        await _beside([lambda handle=handle: follow(handle) for handle in handles], window)  # type: ignore[misc]


async def bare(url: str, photo: Path, jobs: int, interval_seconds: float, window: Window) -> None:
    """One shared httpx client that asks for each job's status at an interval, and reads the JSON: the floor."""
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(headers={"Authorization": f"Key {KEY}"}, timeout=60))

        async def follow(status_url: str, wait_seconds: float) -> None:
            await asyncio.sleep(wait_seconds)
            while True:
                reply = await client.get(status_url, params={"logs": "1"})
                if reply.json()["status"] == "COMPLETED":
                    return
                await asyncio.sleep(interval_seconds)

        body = arguments(photo)
        urls = [(await client.post(f"{url}/{KLING}", json=body)).json()["status_url"] for _ in range(jobs)]
        spread = [interval_seconds * number / jobs for number in range(jobs)]
        await _beside([lambda at=at, w=w: follow(at, w) for at, w in zip(urls, spread, strict=True)], window)  # type: ignore[misc]


async def _beside(follows: list[Callable[[], Awaitable[None]]], window: Window) -> None:
    tasks = [asyncio.ensure_future(follow()) for follow in follows]
    await window.passed()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    """Read the command line and be that contender."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contender", choices=("ours", "fal_client", "httpx"))
    parser.add_argument("url")
    parser.add_argument("photo", type=Path)
    parser.add_argument("--jobs", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--settle", type=float, required=True)
    parser.add_argument("--interval", type=float, default=0.0)
    told = parser.parse_args()
    window = Window(told.settle, told.seconds)
    if told.contender == "ours":
        ours(told.photo, told.jobs, window)
    elif told.contender == "fal_client":
        asyncio.run(fal(told.url, told.photo, told.jobs, window))
    else:
        asyncio.run(bare(told.url, told.photo, told.jobs, told.interval, window))


if __name__ == "__main__":
    main()
