"""A job with everything about it injected: where it is sent, how it waits, and where it is written down."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandboxed import KLING, Watch

from vidwidgets.job.engine import engine
from vidwidgets.job.gate import Gate
from vidwidgets.job.heart import Heart
from vidwidgets.job.intent import written_down
from vidwidgets.job.job import Job
from vidwidgets.job.order import Order
from vidwidgets.job.record import JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal
from vidwidgets.job.world import World
from vidwidgets.panel.orders import make_order
from vidwidgets.panel.route import Route
from vidwidgets.providers.fal.protocol import FalProtocol
from vidwidgets.providers.find import endpoint
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Refusal, Steps, Ticket

GATE_KEY = "gate-key-0123456789abcdef"
"""What a gateway's key may look like; it must turn up nowhere."""


@dataclass
class Pauses:
    """Waits a hundredth of a second in place of each pause, and keeps how long it was to be."""

    asked_seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        """Pause."""
        self.asked_seconds.append(seconds)
        await asyncio.sleep(0.01)


def sandbox_at(url: str) -> Connection:
    """The sandbox as the built-in connection has it."""
    return Connection(name="sandbox", provider=None, base_url=url, official=True, services={"storage": url})


def gateway_at(url: str) -> Connection:
    """The same host as a gateway: it costs, wants a key, has no event stream, and takes pictures in the body."""
    return Connection(name="gate", provider="fal", base_url=url, key_env="GATE_KEY", scheme="Bearer")


class Impatient(FalProtocol):
    """fal's wire for someone who waits only so long for a submit's answer."""

    def __init__(self, timeout_seconds: float) -> None:
        self._timeout_seconds = timeout_seconds

    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """The same call with another patience."""
        steps = super().submit(endpoint, body, connection)
        call: Call = next(steps)
        reply = yield replace(call, timeout_seconds=self._timeout_seconds)
        try:
            steps.send(reply)
        except StopIteration as end:
            answer: Ticket | Refusal = end.value
            return answer
        raise AssertionError("fal's submit is one call")


@dataclass
class Bench:
    """Starts jobs in a world of its own."""

    folder: Path
    photo: Path
    connection: Connection
    pauses: Pauses = field(default_factory=Pauses)

    def __post_init__(self) -> None:
        self.journal = SqliteJournal(self.folder, clock=time.time)

    def world(self, **parts: Any) -> World:
        """The shared parts, some of them others."""
        here, slots = engine(), asyncio.Semaphore(4)
        usual: dict[str, Any] = {
            "client": lambda: here.client,
            "streams": lambda: here.streams,
            "journal": self.journal,
            "heart": Heart(self.journal, "bench"),
            "gate": Gate(self.journal),
            "clock": time.time,
            "timer": time.monotonic,
            "sleep": self.pauses,
            "random": lambda: 0.5,
            "stream_slots": lambda: slots,
            "opened": here.opened,
            "held": here.held,
        }
        return World(**{**usual, **parts})

    def order(self, endpoint_id: str = KLING, **parts: Any) -> Order:
        """A request for the photograph; `parts` are fields of `Order`, or values of the endpoint under `values`."""
        values = {"prompt": "The fog lifts.", "image": self.photo, **parts.pop("values", {})}
        asked_of = endpoint(endpoint_id)
        made = make_order(asked_of, values, Route(asked_of, self.connection, self.connection.name))
        return replace(made, **{"folder": self.folder / "renders", **parts})

    def start(self, order: Order | None = None, *, ticket: Ticket | None = None, **parts: Any) -> Job:
        """Write a job down and set it going; `parts` are those of the world."""
        world = self.world(**parts)
        return self.unstarted(order or self.order(), world).start(engine(), world, ticket)

    def unstarted(self, order: Order, world: World | None = None) -> Job:
        """A job that is only written down."""
        record = written_down(order, world or self.world())
        return Job(record.id, order, token=record.token)

    def watched(self, order: Order | None = None, **parts: Any) -> tuple[Job, Watch]:
        """A job that is listened to from its first state on, and then set going."""
        job = self.unstarted(order or self.order())
        watch = Watch(job)
        return job.start(engine(), self.world(**parts)), watch

    def record(self, job: Job) -> JobRecord:
        """What the journal says of a job now."""
        found = self.journal.find(job.id)
        assert found is not None
        return found
