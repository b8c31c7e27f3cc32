"""How long after the provider is done one knows it, and has the clip."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import fal_client
import httpx

import vidwidgets as vw

from .fal_peer import arguments, official
from .figure import Figure, median, spread
from .known import journal_says
from .served import JOB_SECONDS, KLING, PATIENCE_SECONDS, Served, served

AT_MOST_SECONDS: Final = 0.5
ABREAST = 3
"""Jobs of each side at a time, fewer than ours has streams."""


@dataclass(frozen=True)
class Ending:
    """One job's end, in seconds after the sandbox was done by its own books."""

    seen: float
    fetched: float


@dataclass(frozen=True)
class Delay:
    """First our polls, all at once; then our stream and fal_client abreast, a few at a time; then our polls again."""

    jobs: int = 15
    speed: float = 1.0

    def measure(self) -> list[Figure]:
        """To know it and to have it; by stream, by polls with and without a usual time, and fal_client's way."""
        with served(speed=self.speed) as sandbox, official(sandbox.url) as peer, ThreadPoolExecutor() as threads:
            first = self._polled(sandbox)
            streamed: list[Ending] = []
            peers: list[Ending] = []
            for _ in range(-(-self.jobs // ABREAST)):
                abreast = min(ABREAST, self.jobs)
                theirs = [threads.submit(_theirs, peer, sandbox, self._uneven(1.0)) for _ in range(abreast)]
                streamed += self._ours(sandbox, abreast, 1.0 / abreast)
                peers += [ending.result(PATIENCE_SECONDS) for ending in theirs]
            usual = journal_says(KLING)
            again = self._polled(sandbox)
        known = f"polls, usual time known ({usual:.1f} s)" if usual else "polls, again"
        ways = {"event stream": streamed, "polls, first such jobs": first, known: again}
        return [line for way, endings in ways.items() for line in _figures(way, endings, peers)]

    def _polled(self, sandbox: Served) -> list[Ending]:
        """All are begun before the first has ended, so that none learns from another."""
        sandbox.play("no-stream")
        endings = self._ours(sandbox, self.jobs, 0.6 * JOB_SECONDS / self.jobs)
        sandbox.clear()
        return endings

    def _ours(self, sandbox: Served, jobs: int, apart_seconds: float) -> list[Ending]:
        """Start one after the other at uneven distances, so that no rhythm of ours meets one of the sandbox."""
        started = []
        for _ in range(jobs):
            job = vw.submit(KLING, prompt="The fog lifts.", image=sandbox.photo)
            told: dict[type, float] = {}
            job.listen(partial(_note, told))
            started.append((job, told))
            _wait(self._uneven(apart_seconds))
        for job, _ in started:
            job.wait(PATIENCE_SECONDS)
        done = [sandbox.done_at(job.request_id) for job, _ in started]
        return [Ending(told[vw.Fetching] - at, told[vw.Done] - at) for (_, told), at in zip(started, done, strict=True)]

    def _uneven(self, middle_seconds: float) -> float:
        return 2 * random.random() * middle_seconds / self.speed  # noqa: S311  no secret


def _note(told: dict[type, float], state: object) -> None:
    told.setdefault(type(state), time.time())


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)


def _theirs(peer: fal_client.SyncClient, sandbox: Served, wait_seconds: float) -> Ending:
    """One job by `subscribe`, and then what its user would write: a download of the file."""
    _wait(wait_seconds)
    ids: list[str] = []
    result = peer.subscribe(KLING, arguments(sandbox.photo), on_enqueue=ids.append)
    seen = time.time()
    path = sandbox.folder / f"{ids[0]}.mp4"
    with httpx.stream("GET", result["video"]["url"]) as reply, path.open("wb") as file:
        for piece in reply.raise_for_status().iter_bytes():
            file.write(piece)
    done = sandbox.done_at(ids[0])
    return Ending(seen - done, time.time() - done)


def _figures(way: str, ours: Sequence[Ending], peers: Sequence[Ending]) -> list[Figure]:
    seen, fetched = [end.seen for end in ours], [end.fetched for end in ours]
    return [
        Figure(
            what=f"provider done → known: {way}",
            ours=median(seen),
            peer=median([end.seen for end in peers]),
            peer_name="fal_client subscribe returns",
            unit="s",
            measured=f"to our listener's Fetching (the result is then read); {spread(seen, 's')}",
        ),
        Figure(
            what=f"provider done → Done: {way}",
            ours=median(fetched),
            peer=median([end.fetched for end in peers]),
            peer_name="subscribe + httpx download",
            unit="s",
            target=f"at most {AT_MOST_SECONDS:g} s",
            met=median(fetched) <= AT_MOST_SECONDS,
            measured="to our listener's Done: clip on disk and checked, poster, receipt, journal (the peer: the bare "
            f"file); {spread(fetched, 's')}",
        ),
    ]
