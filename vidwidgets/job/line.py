"""Who is next: requests that wait on this machine for a connection, taking turns between the forms that ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiter:
    """A request that waits here."""

    job_id: str
    form: str
    """Who asked; each asker has its turn."""
    since: float


@dataclass(frozen=True, slots=True)
class Line:
    """The requests that wait for one connection, the next one first, and how many of ours are away there."""

    job_ids: tuple[str, ...]
    away: int

    def ahead_of(self, job_id: str) -> int:
        """How many are before it; all of them where it is not in the line."""
        return self.job_ids.index(job_id) if job_id in self.job_ids else len(self.job_ids)

    def may_leave(self, job_id: str, at_once: int) -> bool:
        """Whether it is its turn, with so many allowed away at a time."""
        return self.ahead_of(job_id) < at_once - self.away


def in_turn(waiting: Iterable[Waiter], away: Mapping[str, int]) -> tuple[str, ...]:
    """The ids of those that wait, the next one first.

    Whoever has the fewest requests away comes first, so that a form that asked for fifty does not hold up another's
    one; within a form, and between equals, whoever waits longest.

    Args:
        waiting: In any order.
        away: How many requests of each form are away.
    """
    turns = dict(away)
    ordered = []
    for waiter in sorted(waiting, key=lambda one: (one.since, one.job_id)):
        turn = turns.get(waiter.form, 0)
        turns[waiter.form] = turn + 1
        ordered.append((turn, waiter.since, waiter.job_id))
    return tuple(job_id for _, _, job_id in sorted(ordered))
