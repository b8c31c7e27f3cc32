"""Not too many updates: at most so many a second, yet never without the last one or a change of kind."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")

_SLACK_SECONDS = 1e-6
"""A timer may fire this much early by the clock without being set again."""


class Throttle(Generic[T]):
    """Passes values on, in the order they came, from whichever thread they come.

    Of successive values of one kind that come too fast, the latest is kept. Values of different kinds
    are all passed on, later if need be, so that a short state is seen too.
    """

    def __init__(
        self,
        publish: Callable[[T], None],
        *,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], None],
        per_second: int = 4,
    ) -> None:
        self._publish = publish
        self._clock = clock
        self._later = later
        self._spacing = 1.0 / per_second
        self._recent: deque[float] = deque(maxlen=per_second)
        self._waiting: deque[tuple[Hashable, T]] = deque()
        self._last_kind: Hashable = object()
        self._timer_at: float | None = None
        # Held while publishing, so that two threads cannot swap two updates.
        self._lock = threading.RLock()

    def offer(self, value: T, kind: Hashable) -> None:
        """Pass `value` on, now or as soon as it may be."""
        with self._lock:
            self._drop_superseded(kind)
            self._waiting.append((kind, value))
            self._flush()

    def _drop_superseded(self, kind: Hashable) -> None:
        if not self._waiting:
            return
        last_waiting = self._waiting[-1][0]
        # A kind that was published already is not lost with a waiting value of it.
        seen_already = len(self._waiting) == 1 and last_waiting == self._last_kind
        if last_waiting == kind or seen_already:
            self._waiting.pop()

    def _flush(self) -> None:
        while self._waiting:
            now = self._clock()
            due = self._due(self._waiting[0][0])
            if now < due - _SLACK_SECONDS:
                self._set_timer(now, due)
                return
            kind, value = self._waiting.popleft()
            self._recent.append(now)
            self._last_kind = kind
            self._publish(value)

    def _due(self, kind: Hashable) -> float:
        """When a value of this kind may go: the second must have room, and its own kind some distance."""
        full = len(self._recent) == self._recent.maxlen
        due = self._recent[0] + 1.0 if full else float("-inf")
        if kind == self._last_kind:
            due = max(due, self._recent[-1] + self._spacing)
        return due

    def _set_timer(self, now: float, due: float) -> None:
        if self._timer_at is not None and self._timer_at <= due + _SLACK_SECONDS and self._timer_at > now:
            return
        self._timer_at = due
        self._later(due - now, self._on_timer)

    def _on_timer(self) -> None:
        with self._lock:
            self._timer_at = None
            self._flush()
