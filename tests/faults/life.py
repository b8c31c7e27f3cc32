"""One process of the harness, run as `python life.py` with its part as JSON on stdin: it sends, or takes up.

The engine, the panel, the journal and every socket are the real ones. Injected are the pauses (shortened), the clocks
(which leap) and the journal's death. What it prints is one JSON object with what hung, if anything.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from mortal import Countdown, MortalJournal
from plan import WIRES

import vidwidgets as vw
from vidwidgets.job.engine import engine
from vidwidgets.job.gate import Gate
from vidwidgets.job.heart import Heart
from vidwidgets.job.job import Job
from vidwidgets.job.world import World
from vidwidgets.panel import world as shared
from vidwidgets.wire.home import home

LONGEST_PAUSE_SECONDS = 0.2
IN_FLIGHT = 40
CALM_SECONDS = 1.5
"""Jobs that stand still for so long are stalled ones: a person cancels them."""
HANG_SECONDS = 30.0


class Clocks:
    """The wall clock and the steady timer, both of which leap when told to."""

    def __init__(self) -> None:
        self.wall_ahead_seconds = 0.0
        self.timer_ahead_seconds = 0.0

    def wall(self) -> float:
        """Seconds since the epoch, or so."""
        return time.time() + self.wall_ahead_seconds

    def timer(self) -> float:
        """Seconds from any start."""
        return time.monotonic() + self.timer_ahead_seconds


def inhabit(clocks: Clocks, countdown: Countdown) -> None:
    """Make the shared world of this process one with these clocks, short pauses and a mortal journal."""

    async def pause(seconds: float) -> None:
        countdown.pass_by("pause")
        await asyncio.sleep(min(seconds, LONGEST_PAUSE_SECONDS))

    here = engine()
    journal = MortalJournal(home(), clock=clocks.wall, countdown=countdown)
    slots = asyncio.Semaphore(20)
    made = World(
        client=lambda: here.client,
        streams=lambda: here.streams,
        journal=journal,
        heart=Heart(journal, shared.session()),
        gate=Gate(journal, pause),
        clock=clocks.wall,
        timer=clocks.timer,
        sleep=pause,
        random=lambda: 0.5,
        stream_slots=lambda: slots,
        opened=here.opened,
        held=here.held,
    )
    shared._worlds[id(here), str(home())] = made  # noqa: SLF001  the one seam where the whole product gets another


class Watched:
    """The jobs of this process: how many are open, when one last moved, and which are cancelled at which state."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._jobs: list[Job] = []
        self._moved_at = time.monotonic()

    def add(self, job: Job, cancel_at: str = "") -> None:
        """Watch one."""
        self._jobs.append(job)
        seen: set[str] = set()

        def hear(state: Any) -> None:
            kind = type(state).__name__
            if kind in seen:
                return
            seen.add(kind)
            with self._news:
                self._moved_at = time.monotonic()
                self._news.notify_all()
            if kind == cancel_at:
                job.cancel()

        job.listen(hear)

    def open(self) -> list[Job]:
        """Those that have not ended."""
        return [job for job in self._jobs if job.followed_here]

    def until_open(self, most: int, seconds: float) -> bool:
        """Wait until at most so many are open; False where none of them moved for so many seconds."""
        with self._news:
            self._moved_at = time.monotonic()
            while len(self.open()) > most:
                self._news.wait(0.05)
                if time.monotonic() - self._moved_at > seconds:
                    return False
        return True

    def to_the_end(self) -> list[str]:
        """Wait for all, cancelling what stands still; what does not end even then."""
        if self.until_open(0, CALM_SECONDS):
            return []
        for job in self.open():
            job.cancel()
        self.until_open(0, HANG_SECONDS)
        return [repr(job) for job in self.open()]


def send(part: dict[str, Any], photo: Path, clocks: Clocks, watched: Watched) -> None:
    """Send a batch's requests, a few dozen at a time, the clocks leaping between."""
    batch = part["batch"]
    tenth = max(1, len(batch["asked"]) // 10)
    for number, asked in enumerate(batch["asked"]):
        if number % tenth == 0 and number // tenth < len(batch["wall_jumps"]):
            clocks.wall_ahead_seconds += batch["wall_jumps"][number // tenth]
            clocks.timer_ahead_seconds += batch["timer_jumps"][number // tenth]
        if not watched.until_open(IN_FLIGHT, CALM_SECONDS):
            for job in watched.open():
                job.cancel()
            watched.until_open(IN_FLIGHT, HANG_SECONDS)
        wire = WIRES[asked["wire"]]
        values = {**wire.values, "prompt": asked["prompt"], "image": photo}
        watched.add(vw.submit(wire.endpoint, connection=asked["connection"], **values), asked["cancel_at"])


def take_up(url: str, watched: Watched) -> None:
    """Take up all that the journal lists, and give each job in doubt the id that the provider's console shows."""
    journal = shared.world().journal
    ids = console(url)
    for record in journal.all(100_000):
        if record.state in {"done", "failed", "cancelled"}:
            continue
        job = vw.job(record.id)
        if isinstance(job.state, vw.Unknown) and not job.request_id and record.prompt in ids:
            job.adopt(ids[record.prompt])
        watched.add(job)


def console(url: str) -> dict[str, str]:
    """The provider's ids by prompt, as a person reads them in its console."""
    log = httpx.get(f"{url}/_sandbox/log", timeout=60).json()
    return {job["prompt"]: job["id"] for job in log["jobs"]}


def main() -> None:
    """Play the part."""
    os.nice(10)  # there are many of these, and other tests drive browsers meanwhile
    part = json.load(sys.stdin)
    clocks, watched = Clocks(), Watched()
    death = part["death"]
    inhabit(clocks, Countdown(death["at"], death["number"]))
    for name, limit in (("gate", None), ("narrow", 6)):
        vw.connect(name, base_url=part["url"], key_env="FAULTS_KEY", at_once=limit)
    known = {record.prompt for record in shared.world().journal.all(100_000)}
    if known:
        take_up(part["url"], watched)
    part["batch"]["asked"] = [asked for asked in part["batch"]["asked"] if asked["prompt"] not in known]
    send(part, Path(part["photo"]), clocks, watched)
    hung = watched.to_the_end()
    if part["last"]:
        take_up(part["url"], watched)  # a second look at what was left open: a clip that four tries did not bring
        hung += watched.to_the_end()
    sys.stdout.write(json.dumps({"hung": hung}))
    sys.stdout.flush()
    if hung:
        os._exit(3)


if __name__ == "__main__":
    main()
