"""How many requests one job costs, from its submit to its result."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import vidwidgets as vw

from .fal_peer import arguments, official
from .figure import Figure
from .known import remember
from .served import JOB_SECONDS, KLING, PATIENCE_SECONDS, Served, served, until

AT_MOST: Final = 1 / 20


@dataclass(frozen=True)
class RequestsPerJob:
    """All contenders at once, in one window on one sandbox that is slowed until a job takes that long."""

    job_seconds: float = 60.0

    def measure(self) -> list[Figure]:
        """Ours by the stream and by polls, against `subscribe` at its default."""
        with (
            served(speed=JOB_SECONDS / self.job_seconds) as sandbox,
            official(sandbox.url) as peer,
            ThreadPoolExecutor(1) as threads,
        ):
            sandbox.play("no-stream")
            polled = [self._submitted_to_polls(sandbox)]
            remember(sandbox, KLING, seconds=self.job_seconds)
            polled.append(self._submitted_to_polls(sandbox))
            sandbox.clear()
            streamed = vw.submit(KLING, prompt="The fog lifts.", image=sandbox.photo)
            ids: list[str] = []
            result = threads.submit(
                peer.subscribe, KLING, arguments(sandbox.photo), on_enqueue=ids.append, client_timeout=None
            )
            for job in (*polled, streamed):
                job.wait(PATIENCE_SECONDS)
            result.result(PATIENCE_SECONDS)
            ours = [1 + len(sandbox.requests_of(job.request_id)) for job in (streamed, *polled)]
            peers = 1 + len(sandbox.requests_of(ids[0]))
        ways = ("event stream", "polls, first such job", "polls, usual time known")
        return [self._figure(way, count, peers) for way, count in zip(ways, ours, strict=True)]

    @staticmethod
    def _submitted_to_polls(sandbox: Served) -> vw.Job:
        """A job that has made its first poll: until then it might still be streamed, or learn the usual time."""
        job = vw.submit(KLING, prompt="The fog lifts.", image=sandbox.photo)
        until(partial(_is_polled, sandbox, job), "a poll without a stream")
        return job

    def _figure(self, way: str, ours: int, peer: int) -> Figure:
        return Figure(
            what=f"requests per {self.job_seconds:g} s job: {way}",
            ours=ours,
            peer=peer,
            peer_name="fal_client subscribe",
            unit="requests",
            target="at most 1/20",
            met=ours <= peer * AT_MOST,
            measured="one job each in the same window, from the sandbox's log: submit, stream or status, result; "
            "neither upload nor download. Without a stream: scenario no-stream, its refusals counted.",
        )


def _is_polled(sandbox: Served, job: vw.Job) -> bool:
    known = sandbox.requests_of(job.request_id) if job.request_id else []
    return any(request["path"].endswith("/status") for request in known)
