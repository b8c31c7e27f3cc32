"""How long a request like this usually takes, by the finished ones of one's own journal. Nothing is guessed."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LIKE_LENGTH = ("duration", "num_frames")
LIKE_SIZE = ("resolution", "quality", "ratio", "size", "video_size")
"""The wire names under which endpoints take a clip's length and its size."""
MODEL = "model"
"""Where one endpoint serves several models, only the same model's times mean anything."""
LEAST = 5
"""Fewer say nothing of how long it usually takes, or how seldom it takes longer."""
LEAST_FOR_PACE = 3
MOST = 50
"""The newest are looked at: providers get faster and slower."""


@dataclass(frozen=True, slots=True)
class Past:
    """A job that was watched to its end."""

    values: Mapping[str, Any]
    """What was asked for, by wire name."""
    seconds: float
    """From the sending to the clip on disk; waiting here for a turn is not in it."""
    provider_seconds: float
    """From the sending until the provider had made it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How long it usually takes."""

    median_seconds: float
    within_seconds: float
    """Nine of ten took no longer."""
    count: int
    """From so many jobs."""
    alike: bool
    """Whether all of them were of this length and size; False: of any."""


def expected(past: Sequence[Past], values: Mapping[str, Any]) -> Expected | None:
    """How long a request with these values usually takes; None where too few are known.

    Args:
        past: Jobs of the same endpoint and connection, newest first.
        values: What is asked for now, by wire name.
    """
    for names, alike in (((MODEL, *LIKE_LENGTH, *LIKE_SIZE), True), ((MODEL,), False)):
        seconds = [one.seconds for one in _like(past, values, names)][:MOST]
        if len(seconds) >= LEAST:
            tenths = statistics.quantiles(seconds, n=10, method="inclusive")
            return Expected(statistics.median(seconds), tenths[-1], len(seconds), alike)
    return None


def usual_seconds(past: Sequence[Past], values: Mapping[str, Any]) -> float | None:
    """When the provider usually has it made, for looking at the right moments; None where too few are known."""
    for names in ((MODEL, *LIKE_LENGTH, *LIKE_SIZE), (MODEL,), ()):
        seconds = [one.provider_seconds for one in _like(past, values, names)][:MOST]
        if len(seconds) >= LEAST_FOR_PACE:
            return statistics.median(seconds)
    return None


def _like(past: Sequence[Past], values: Mapping[str, Any], names: Sequence[str]) -> list[Past]:
    return [one for one in past if all(one.values.get(name) == values.get(name) for name in names)]
