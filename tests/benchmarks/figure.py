"""One line of the table: what was measured, our figure, a peer's, and what we hold ourselves to."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Two figures of one run, one unit."""

    what: str
    """Of what, and how we went about it ("requests per 60 s job, event stream")."""
    ours: float
    peer: float
    peer_name: str
    unit: str
    measured: str
    """What was counted or timed, from where to where, how often."""
    target: str = ""
    """What was promised, in words; empty where nothing was."""
    met: bool | None = None
    """None where nothing was promised."""

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's; None where the peer's is nothing."""
        return self.ours / self.peer if self.peer else None


class Row(Protocol):
    """One benchmark. Its fields say how large it is; the defaults are what the table is made with."""

    def measure(self) -> list[Figure]:
        """Run it, and give one or several lines."""
        ...


def spread(values: Sequence[float], unit: str, digits: int = 2) -> str:
    """The range of the repeated runs, in words."""
    return f"median of {len(values)}: {min(values):.{digits}f} to {max(values):.{digits}f} {unit}"


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)
