"""What a job's requests and replies were: the first and the latest of them, bounded in number and in bytes."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.body_text import body_text, event_text, header_pairs, json_text, safe
from vidwidgets.wire.call import Call, Purpose
from vidwidgets.wire.exchange import Exchange, Headers
from vidwidgets.wire.kept import KeptExchanges
from vidwidgets.wire.origin import without_query

MOST_EVENTS = 30
WITHOUT_BODIES: frozenset[Purpose] = frozenset({"upload", "media"})

_log = logging.getLogger("vidwidgets")


@contextlib.contextmanager
def _harmless() -> Iterator[None]:
    """What is only recorded must never cost a paid job."""
    try:
        yield
    except Exception:  # whatever it is, the request goes on  # noqa: BLE001
        _log.exception("an exchange could not be recorded")


class Recorder:
    """Records one job's exchanges. Written on the loop's thread, read from any.

    Args:
        clock: Seconds since the epoch.
        timer: Seconds from any start, never going back.
    """

    def __init__(self, *, clock: Callable[[], float], timer: Callable[[], float]) -> None:
        self._clock = clock
        self._timer = timer
        self._lock = threading.Lock()
        self._kept = KeptExchanges()
        self._attempts: Counter[tuple[str, str, str]] = Counter()
        self._newest: dict[Purpose, int] = {}
        self._events: list[str] = []
        self._last_body: tuple[tuple[int, int], str] = ((0, 0), "")

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Those that are kept, newest last."""
        with self._lock:
            return self._kept.all()

    @property
    def left_out(self) -> int:
        """How many were made and are no longer kept, all between the first and the latest."""
        with self._lock:
            return self._kept.made - len(self._kept.all())

    def since(self, change: int) -> tuple[int, tuple[Exchange, ...]]:
        """What changed after that change (0: all that is kept), and the number of the latest change."""
        with self._lock:
            return self._kept.changes, self._kept.since(change)

    def decided(self, text: str, *purposes: Purpose) -> None:
        """Say what was made of the newest exchange of these kinds, and why."""
        with _harmless():
            number = max((self._newest.get(purpose, 0) for purpose in purposes), default=0)
            self._change(number, decision=safe(text, 600))

    def heard(self, event: str) -> None:
        """Add an event to the stream that is being read."""
        with _harmless():
            text = event_text(event)
            if self._events and self._events[-1] == text:
                return
            self._events.append(text)
            if len(self._events) > MOST_EVENTS:
                middle = MOST_EVENTS // 2
                self._events[middle - 1 : middle + 1] = ["…"]
            self._change(self._newest.get("events", 0), reply_body="\n".join(self._events))

    def begin(self, call: Call, url: str, headers: Mapping[str, str], key_env: str) -> int:
        """Write down that a request leaves; its number."""
        place = safe(without_query(url), 600) + ("?…" if call.query or "?" in url else "")
        counted = (call.purpose, call.method, place)
        content = call.file[2] if call.file else call.content
        body = call.json is not None and call.purpose not in WITHOUT_BODIES
        sent = {**call.headers, **headers, **({} if call.json is None else {"content-type": "application/json"})}
        with self._lock:
            number = self._kept.made + 1
            self._attempts[counted] += 1
            self._newest[call.purpose] = number
            if call.purpose == "events":
                self._events = []
            self._kept.put(
                Exchange(
                    number=number,
                    purpose=call.purpose,
                    attempt=self._attempts[counted],
                    method=call.method,
                    url=place,
                    started_at=self._clock(),
                    request_headers=self._shared(header_pairs(sent), "request_headers"),
                    request_body=json_text(call.json) if body else "",
                    request_bytes=None if content is None else len(content),
                    key_env=key_env,
                )
            )
            return number

    def replied(self, number: int, status: int, headers: Mapping[str, str], content: bytes | None) -> None:
        """Write a reply down; `content` is None while a stream's still comes."""
        with self._lock:
            asked = self._kept.get(number)
            if asked is None:
                return
            changes: dict[str, Any] = {"status": status}
            changes["reply_headers"] = self._shared(header_pairs(headers), "reply_headers")
            if content is not None:
                changes["reply_bytes"] = len(content)
                changes["reply_body"] = "" if asked.purpose in WITHOUT_BODIES else self._body(content)
            self._kept.put(replace(asked, **changes))

    def ended(self, number: int, begun: float, error: str, received_bytes: int | None) -> None:
        """Write down how it ended."""
        changes: dict[str, Any] = {"duration_seconds": max(0.0, self._timer() - begun), "error": safe(error, 600)}
        if received_bytes is not None:
            changes["reply_bytes"] = received_bytes
        self._change(number, **changes)

    def now(self) -> float:
        """The timer's time."""
        return self._timer()

    def _change(self, number: int, **changes: Any) -> None:  # noqa: ANN401  the parts of Exchange
        with self._lock:
            known = self._kept.get(number)
            if known is not None:
                self._kept.put(replace(known, **changes))

    def _shared(self, pairs: Headers, name: str) -> Headers:
        """The pairs, made of those of the exchange before where they are the same: polls mostly repeat."""
        before = self._kept.get(self._kept.made - 1)
        earlier: Headers = getattr(before, name, ())
        if earlier == pairs:
            return earlier
        known = {pair: pair for pair in earlier}
        return tuple(known.get(pair, pair) for pair in pairs)

    def _body(self, content: bytes) -> str:
        """A reply's body as text; the same one as before is not read again."""
        same = hash(content), len(content)
        if self._last_body[0] != same:
            self._last_body = same, body_text(content)
        return self._last_body[1]


class Recording:
    """One exchange under way; without a recorder nothing is kept of it."""

    def __init__(self, recorder: Recorder | None, number: int) -> None:
        self._recorder = recorder
        self._number = number
        self.received_bytes: int | None = None
        """How much of a stream has come; set by whoever reads it."""

    def replied(self, status: int, headers: Mapping[str, str], content: bytes | None = None) -> None:
        """A reply came; `content` is None where it is not read whole."""
        if self._recorder is not None:
            with _harmless():
                self._recorder.replied(self._number, status, headers, content)


@contextlib.contextmanager
def recording(
    recorder: Recorder | None, call: Call, url: str, headers: Mapping[str, str], *, key_env: str = ""
) -> Iterator[Recording]:
    """Record what is sent inside.

    Args:
        recorder: The job's; None records nothing.
        call: The call.
        url: Where it goes.
        headers: What it carries besides its own, with the key's variable in place of the key.
        key_env: That variable.
    """
    if recorder is None:
        yield Recording(None, 0)
        return
    number, begun, error = 0, recorder.now(), ""
    with _harmless():
        number = recorder.begin(call, url, headers, key_env)
    made = Recording(recorder, number)
    try:
        yield made
    except VidwidgetsError as failed:
        error = failed.message
        raise
    except BaseException:
        error = "It was broken off here."
        raise
    finally:
        with _harmless():
            recorder.ended(number, begun, error, made.received_bytes)
