"""Following an accepted job to its end: by the provider's event stream where there is one, else by polls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from vidwidgets.errors import MissingKey, OutcomeUnknown
from vidwidgets.job import decisions
from vidwidgets.job.order import Order
from vidwidgets.job.pace import pause_seconds
from vidwidgets.job.steps import run_steps
from vidwidgets.wire.events import bounded_lines, event_data
from vidwidgets.wire.http import Broken, NeverDelivered, is_plainly_packed
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Ready, Seen, Ticket
from vidwidgets.wire.redact import redacted
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import LogLine, Queued, Running, State

DEADLINE_SECONDS = 3 * 3600.0
"""Longer than any model takes; then the watching ends, not the job."""
MISSING_SECONDS = 120.0
"""How long "not found" may only mean "not yet"."""
KEY_REFUSED_LOOKS = 3
RESULT_LOOKS = 40
STREAM_SILENCE_SECONDS = 45.0
STREAM_SECONDS = 1800.0
"""A stream that only says that it is alive is given up for polls, which know when to end."""
STREAM_TRIES = 2
MAX_LOG_LINES = 500


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What following needs from outside."""

    tell: Callable[[State], None]
    timer: Callable[[], float]
    """Seconds from any start, never going back."""
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]
    expected_seconds: float | None
    stream_slots: asyncio.Semaphore


class Follower:
    """Follows one job."""

    def __init__(self, order: Order, ticket: Ticket, sender: Sender, around: Surroundings) -> None:
        self._order = order
        self._ticket = ticket
        self._sender = sender
        self._around = around
        self._logs: dict[LogLine, None] = {}
        self._started = around.timer()
        self._missing_since: float | None = None
        self._keys_refused = 0
        self._stream_refused = False
        self.cancel_asked = False
        """Set from outside once a cancellation was asked for: "not found" then means gone."""

    async def end(self) -> Output | Ended:
        """How it ended.

        Raises:
            OutcomeUnknown: The watching ended first; the job may go on, and its id is kept.
        """
        seen: Output | Ended | Ready | None = None
        for _ in range(STREAM_TRIES):
            seen = await self._streamed()
            if seen is not None or self._stream_refused:
                break
        if seen is None:
            seen = await self._polled()
        if isinstance(seen, Ready):
            seen = await self._result()
        return seen

    async def result(self) -> Output | Ended:
        """The result of a job that is known to have ended: a fresh media URL."""
        return await self._result()

    async def _streamed(self) -> Output | Ended | Ready | None:
        call = self._order.protocol.events(self._ticket, self._order.connection)
        if call is None or self._around.stream_slots.locked():
            self._stream_refused = True
            return None
        async with self._around.stream_slots:
            try:
                async with (
                    asyncio.timeout(STREAM_SECONDS),
                    self._sender.stream(call, read_seconds=STREAM_SILENCE_SECONDS) as response,
                ):
                    kind = response.headers.get("content-type", "")
                    is_stream = response.status_code == 200 and "text/event-stream" in kind  # noqa: PLR2004  a stream is 200
                    if not is_stream or not is_plainly_packed(response):
                        self._stream_refused = True
                        self._sender.decided(decisions.POLLED, "events")
                        return None
                    seen = await self._heard(response)
            except (NeverDelivered, Broken, MissingKey, TimeoutError):
                seen = None
            self._sender.decided(decisions.CUT_OFF if seen is None else decisions.looked(seen), "events")
            return seen

    async def _heard(self, response: Any) -> Output | Ended | Ready | None:  # noqa: ANN401  either HTTP library's
        # closed here, each before what it reads from: left to the garbage they close in any order
        async with (
            aclosing(response.aiter_bytes()) as parts,
            aclosing(bounded_lines(parts)) as lines,
            aclosing(event_data(lines)) as events,
        ):
            async for data in events:
                if self._sender.recorder is not None:
                    self._sender.recorder.heard(data)
                seen = self._order.protocol.read_event(redacted(data))
                if isinstance(seen, Output | Ended | Ready):
                    return seen
                self._told(seen)
        return None

    async def _polled(self) -> Output | Ended | Ready:
        looks = hiccups = 0
        while True:
            seen = await self._look(self._order.protocol.status)
            if isinstance(seen, Output | Ended | Ready):
                return seen
            self._told(seen)
            ended = self._patience(seen)
            if ended is not None:
                return ended
            hiccups = hiccups + 1 if isinstance(seen, Hiccup | Missing) else 0
            looks += 1
            await self._pause(looks, hiccups, seen)

    async def _result(self) -> Output | Ended:
        for looks in range(RESULT_LOOKS):
            seen = await self._look(self._order.protocol.result)
            if isinstance(seen, Output | Ended):
                return seen
            ended = self._patience(seen)
            if ended is not None:
                return ended
            await self._pause(looks, looks, seen)
        raise self._adrift(f"{self._order.protocol.label} says it is done, but its result does not come.")

    async def _look(self, question: Callable[..., object]) -> Seen:
        try:
            seen: Seen = await run_steps(question(self._ticket, self._order.connection), self._sender)  # type: ignore[arg-type]  # both questions are Steps[Seen]
        except (NeverDelivered, Broken) as error:
            return Hiccup(error.message)
        except MissingKey:
            # it was there at the submit: the job is paid for, and is not given up for that
            return Hiccup(f"There is no usable key in {self._order.connection.key_env} any more.", key_refused=True)
        if isinstance(seen, Output | Ended | Ready):
            self._sender.decided(decisions.looked(seen), "status", "result")
        return seen

    def _told(self, seen: Seen) -> None:
        if isinstance(seen, Running):
            for line in seen.logs:
                self._logs.setdefault(line)
            while len(self._logs) > MAX_LOG_LINES:
                self._logs.pop(next(iter(self._logs)))
            self._around.tell(Running(seen.progress, tuple(self._logs)))
        elif isinstance(seen, Queued):
            self._around.tell(seen)

    def _patience(self, seen: Seen) -> Ended | None:
        """Raise, or end it, when waiting on has become pointless."""
        now = self._around.timer()
        label = self._order.protocol.label
        if isinstance(seen, Missing):
            self._missing_since = now if self._missing_since is None else self._missing_since
            if self.cancel_asked:
                return Ended(OutcomeUnknown(seen.message), cancelled=True)
            if now - self._missing_since > MISSING_SECONDS:
                raise self._adrift(f"{label} has not known the request for {MISSING_SECONDS:.0f} s.")
        else:
            self._missing_since = None
        self._keys_refused = self._keys_refused + 1 if isinstance(seen, Hiccup) and seen.key_refused else 0
        if isinstance(seen, Hiccup) and self._keys_refused >= KEY_REFUSED_LOOKS:
            raise self._adrift(f"It can no longer be looked at: {seen.message}")
        if now - self._started > DEADLINE_SECONDS:
            raise self._adrift(f"{label} has not finished it in {DEADLINE_SECONDS / 3600:.0f} hours.")
        return None

    def _adrift(self, what: str) -> OutcomeUnknown:
        return OutcomeUnknown(
            f"{what} The job may go on and be charged; its id {self._ticket.request_id} is kept: "
            f"vw.job({self._ticket.request_id!r}) looks again."
        )

    async def _pause(self, looks: int, hiccups: int, seen: Seen) -> None:
        pause = pause_seconds(
            self._order.protocol.pace,
            looks=looks,
            elapsed_seconds=self._around.timer() - self._started,
            expected_seconds=self._around.expected_seconds,
            retry_after_seconds=seen.retry_after_seconds if isinstance(seen, Hiccup) else None,
            hiccups=hiccups,
            random=self._around.random,
        )
        self._sender.decided(decisions.looked(seen, pause), "status", "result")
        await self._around.sleep(pause)
