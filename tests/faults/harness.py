"""The fault harness: the real engine over real sockets against the sandbox, in drawn trouble, killed at drawn points.

`python tests/faults/harness.py [--runs 10000] [--seed N] [--batch N]` plays as many runs as are wanted (10,000 where
nothing is said); the test plays VIDWIDGETS_FAULTS_RUNS of them (2,000). VIDWIDGETS_FAULTS_SEED replays a seed.

Drawn from the seed, and so the same each time: the requests, their wires and connections, which troubles wait in the
sandbox, where something is cancelled, by how much the clocks leap, and at which write or pause a process dies. Not
the same each time: which of the requests in flight meets a trouble that waits, and which of them makes the write that
is the last; that is up to threads and sockets. A failure replays in kind, and mostly, not to the byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from books import records_of, wrongs
from PIL import Image
from plan import Batch, Death, drawn

HERE = Path(__file__).parent
SPEED = 50.0
SIZE = 250
PROCESS_SECONDS = 400.0
"""No process of the harness may live longer: it hangs."""
AT_ONCE = 2


@dataclass
class Tally:
    """What happened."""

    seed: int
    runs: int = 0
    deaths: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    accepted: int = 0
    charged: int = 0

    def __str__(self) -> str:
        """In a few lines."""
        ends = ", ".join(f"{count} {state}" for state, count in sorted(self.ended.items()))
        return (
            f"seed {self.seed}: {self.runs} runs in {self.seconds:.0f} s, {self.deaths} processes killed; "
            f"{self.accepted} accepted, {self.charged} charged; in the journal {ends}\n" + "\n".join(self.wrong)
        )


class Provider:
    """One sandbox in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "provider.py"), str(folder), str(SPEED)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()
        self._control = httpx.Client(
            base_url=f"{self.url}/_sandbox", timeout=60, limits=httpx.Limits(max_connections=1)
        )

    def play(self, trouble: dict[str, Any]) -> None:
        """Let a trouble lie in wait. A port that is shut for a moment shuts us out too: then it is asked once more."""
        for _ in range(20):
            try:
                self._control.post("/scenario", json=trouble).raise_for_status()
            except httpx.TransportError:
                threading.Event().wait(0.05)
            else:
                return
        raise AssertionError("The sandbox does not come back.")

    def clear(self) -> None:
        """Take away what still waits."""
        self._ask("DELETE", "/scenario")

    def jobs(self) -> list[dict[str, Any]]:
        """Every job that was accepted."""
        found: list[dict[str, Any]] = self._ask("GET", "/log").json()["jobs"]
        self._ask("DELETE", "/log")
        return found

    def close(self) -> None:
        """End it."""
        self._control.close()
        self._process.communicate(timeout=20)

    def _ask(self, method: str, path: str) -> httpx.Response:
        for _ in range(20):
            try:
                return self._control.request(method, path).raise_for_status()
            except httpx.TransportError:
                threading.Event().wait(0.05)
        raise AssertionError("The sandbox does not come back.")


@contextmanager
def provided(folder: Path) -> Iterator[Provider]:
    """A sandbox."""
    made = Provider(folder)
    try:
        yield made
    finally:
        made.close()


def played(seed: int, number: int, size: int, folder: Path) -> Tally:
    """Play one batch, in a home and with a sandbox of its own lane, and reckon."""
    batch, tally = drawn(seed, number, size), Tally(seed)
    home = folder / f"home-{number}"
    with _lane(folder) as provider:
        for trouble in batch.troubles:
            provider.play(trouble)
        deaths = [*(batch.deaths or (Death("", 0),)), Death("", 0)]
        for turn, death in enumerate(deaths):
            if turn == len(deaths) - 1:
                provider.clear()
            ended = _live(batch, death, home, provider.url, folder, last=turn == len(deaths) - 1)
            tally.deaths += ended == -signal.SIGKILL
            if ended not in {0, -signal.SIGKILL}:
                tally.wrong.append(f"batch {number}, process {turn}: {ended}")
        prompts = {asked.prompt for asked in batch.asked}
        accepted = [job for job in provider.jobs() if job["prompt"] in prompts]
    records = records_of(home)
    tally.runs = len(records)
    tally.accepted, tally.charged = len(accepted), sum(job["charged"] for job in accepted)
    tally.ended = Counter(record.state for record in records)
    tally.wrong += [f"batch {number}: {wrong}" for wrong in wrongs(records, accepted, home)]
    return tally


_free: dict[Path, list[Provider]] = {}
_lock = threading.Lock()


@contextmanager
def _lane(folder: Path) -> Iterator[Provider]:
    """A sandbox that no other batch uses now: troubles that lie in wait are this batch's."""
    with _lock:
        provider = _free[folder].pop()
    try:
        yield provider
    finally:
        with _lock:
            _free[folder].append(provider)


def _live(batch: Batch, death: Death, home: Path, url: str, folder: Path, *, last: bool) -> int | str:
    """One process's life: how it exited, or what was wrong with it in words."""
    part = {
        "batch": batch.as_json(),
        "last": last,
        "death": {"at": death.at, "number": death.number},
        "url": url,
        "photo": str(folder / "cat.jpg"),
    }
    environment = {
        **os.environ,
        "VIDWIDGETS_HOME": str(home),
        "VIDWIDGETS_SANDBOX_URL": url,
        "FAULTS_KEY": "faults-key-0123456789",
    }
    try:
        ended = subprocess.run(
            [sys.executable, str(HERE / "life.py")],
            input=json.dumps(part),
            capture_output=True,
            text=True,
            timeout=PROCESS_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return "it hung"
    if ended.returncode in {0, -signal.SIGKILL}:
        return ended.returncode
    return f"exit {ended.returncode}: {ended.stdout[-600:]} {ended.stderr[-1500:]}"


def play(runs: int, seed: int, size: int = SIZE, first: int = 0) -> Tally:
    """Play so many runs, two batches at a time, and reckon."""
    begun, whole = time.monotonic(), Tally(seed)
    with tempfile.TemporaryDirectory(prefix="vidwidgets-faults-") as named:
        folder = Path(named)
        Image.effect_mandelbrot((640, 360), (-2.0, -1.2, 1.0, 1.2), 60).convert("RGB").save(folder / "cat.jpg", "JPEG")
        with provided(folder / "provider-0") as one, provided(folder / "provider-1") as two:
            _free[folder] = [one, two]
            with ThreadPoolExecutor(AT_ONCE) as lanes:
                numbers = range(first, first + -(-runs // size))
                for tally in lanes.map(lambda number: played(seed, number, size, folder), numbers):
                    whole.runs += tally.runs
                    whole.deaths += tally.deaths
                    whole.accepted += tally.accepted
                    whole.charged += tally.charged
                    whole.ended += tally.ended
                    whole.wrong += tally.wrong
    whole.seconds = time.monotonic() - begun
    return whole


def seed_now() -> int:
    """The seed that is named, else a fresh one."""
    return int(os.environ.get("VIDWIDGETS_FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=seed_now())
    arguments.add_argument("--batch", type=int, help="play this batch alone")
    chosen = arguments.parse_args()
    alone = chosen.batch is not None
    outcome = play(SIZE if alone else chosen.runs, chosen.seed, first=chosen.batch if alone else 0)
    sys.stdout.write(f"{outcome}\n")
    sys.exit(1 if outcome.wrong else 0)
