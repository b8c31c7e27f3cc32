"""When to look again: often at first and near the expected end, seldom in between, never in step with others."""

from __future__ import annotations

from collections.abc import Callable

from vidwidgets.wire.protocol import Pace

GROWTH = 1.35
JITTER = 0.2
NEAR_END = 0.15
NEAR_END_SECONDS = 2.0
"""Around the expected end, by this share of the expected time and at most by these seconds, looks come oftener."""
LONGEST_PAUSE_SECONDS = 120.0
"""`Retry-After` is honoured up to here; a longer one is asked again then."""


def pause_seconds(
    pace: Pace,
    *,
    looks: int,
    elapsed_seconds: float,
    expected_seconds: float | None,
    retry_after_seconds: float | None,
    hiccups: int,
    random: Callable[[], float],
) -> float:
    """How long to wait before the next look.

    Args:
        pace: The provider's bounds.
        looks: How many looks there were.
        elapsed_seconds: Since the job was accepted.
        expected_seconds: How long such jobs took before; None where that is not known.
        retry_after_seconds: What the provider asked for; it is never undercut.
        hiccups: How many looks in a row had no usable answer; they double the pause.
        random: From 0 to 1; stretches the pause by up to a fifth, never shortens it.
    """
    spread = 1 + JITTER * random()
    grown = min(pace.first_seconds * GROWTH ** min(looks, 50), pace.longest_seconds)
    least = pace.first_seconds
    if expected_seconds:
        around = min(NEAR_END * expected_seconds, NEAR_END_SECONDS)
        until = expected_seconds - around - elapsed_seconds
        if until > 0:
            grown = min(grown, max(until, pace.first_seconds))  # a long pause must not leap over the end
        elif until >= -2 * around:
            grown = least = pace.near_end_seconds or pace.first_seconds
    if hiccups:
        grown = max(grown, min(pace.longest_seconds * 2, pace.first_seconds * 2 ** min(hiccups, 8)))
    chosen = max(grown, least) * spread
    if retry_after_seconds is not None:
        chosen = max(chosen, min(retry_after_seconds, LONGEST_PAUSE_SECONDS))
    return chosen
