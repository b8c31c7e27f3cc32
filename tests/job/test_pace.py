"""When a job is looked at again."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.job.pace import JITTER, LONGEST_PAUSE_SECONDS, pause_seconds
from vidwidgets.wire.protocol import Pace

PACES = st.builds(
    lambda first, more, near: Pace(
        first_seconds=first, longest_seconds=first + more, near_end_seconds=near and first * near
    ),
    st.floats(0.1, 20),
    st.floats(0, 60),
    st.none() | st.floats(0.1, 1),
)
SITUATIONS = st.fixed_dictionaries(
    {
        "pace": PACES,
        "looks": st.integers(0, 10_000),
        "elapsed_seconds": st.floats(0, 1e5),
        "expected_seconds": st.none() | st.floats(0, 1e5),
        "retry_after_seconds": st.none() | st.floats(0, 1e6),
        "hiccups": st.integers(0, 10_000),
        "random": st.floats(0, 1).map(lambda drawn: lambda: drawn),
    }
)


@given(SITUATIONS)
def test_a_provider_is_never_asked_faster_than_it_allows(situation: dict[str, object]) -> None:
    """Whatever the situation and the jitter, the pause is no shorter than the shortest interval that it allows."""
    pace = situation["pace"]
    assert isinstance(pace, Pace)
    shortest = min(pace.first_seconds, pace.near_end_seconds or pace.first_seconds)
    assert pause_seconds(**situation) >= shortest  # type: ignore[arg-type]  # drawn by name


@given(SITUATIONS)
def test_retry_after_is_never_undercut(situation: dict[str, object]) -> None:
    """The pause is as long as the provider asked for, up to two minutes."""
    wanted = situation["retry_after_seconds"]
    if isinstance(wanted, float):
        assert pause_seconds(**situation) >= min(wanted, LONGEST_PAUSE_SECONDS)  # type: ignore[arg-type]  # as above


@given(SITUATIONS)
def test_no_pause_is_longer_than_it_may_be(situation: dict[str, object]) -> None:
    """A pause is never longer than twice the provider's longest, or than the two minutes of a long `Retry-After`."""
    pace = situation["pace"]
    assert isinstance(pace, Pace)
    longest = max(2 * pace.longest_seconds * (1 + JITTER), LONGEST_PAUSE_SECONDS)
    assert pause_seconds(**situation) <= longest  # type: ignore[arg-type]  # as above


@given(PACES, st.integers(0, 40))
def test_pauses_grow_to_the_longest(pace: Pace, looks: int) -> None:
    """Without news the pauses grow, look by look, up to the provider's longest and no further."""

    def pause(at: int) -> float:
        return pause_seconds(
            pace,
            looks=at,
            elapsed_seconds=0,
            expected_seconds=None,
            retry_after_seconds=None,
            hiccups=0,
            random=lambda: 0.0,
        )

    assert pause(looks) <= pause(looks + 1) <= pace.longest_seconds
    assert pause(1000) == pace.longest_seconds


@given(st.integers(1, 30))
def test_hiccups_stretch_the_pause(hiccups: int) -> None:
    """Each answer of no use doubles the pause, up to twice the longest."""
    pause = pause_seconds(
        Pace(),
        looks=0,
        elapsed_seconds=0,
        expected_seconds=None,
        retry_after_seconds=None,
        hiccups=hiccups,
        random=lambda: 0.0,
    )
    assert pause == min(2.0**hiccups, 10.0)


def looks_until(end_seconds: float, expected_seconds: float | None, draw: random.Random, pace: Pace) -> int:
    """How often a job that ends then is looked at, the look that finds its end included."""
    elapsed, looks = 0.0, 1
    while elapsed < end_seconds:
        elapsed += pause_seconds(
            pace,
            looks=looks,
            elapsed_seconds=elapsed,
            expected_seconds=expected_seconds,
            retry_after_seconds=None,
            hiccups=0,
            random=draw.random,
        )
        looks += 1
    return looks


@given(st.none() | st.floats(1, 600), st.randoms(use_true_random=False), st.sampled_from([None, 0.5]))
def test_a_job_of_a_minute_takes_few_looks(
    expected_seconds: float | None, draw: random.Random, near_end_seconds: float | None
) -> None:
    """A job of 60 s is looked at 30 times at most, however long such jobs took before."""
    assert looks_until(60, expected_seconds, draw, Pace(near_end_seconds=near_end_seconds)) <= 30


def pause_at(elapsed_seconds: float, expected_seconds: float, pace: Pace) -> float:
    """The pause after many looks, with no jitter."""
    return pause_seconds(
        pace,
        looks=30,
        elapsed_seconds=elapsed_seconds,
        expected_seconds=expected_seconds,
        retry_after_seconds=None,
        hiccups=0,
        random=lambda: 0.0,
    )


@pytest.mark.parametrize("expected_seconds", [20.0, 60.0, 300.0])
@pytest.mark.parametrize("pace", [Pace(), Pace(near_end_seconds=0.5)])
def test_near_the_expected_end_looks_are_close(expected_seconds: float, pace: Pace) -> None:
    """Around the usual time the looks come as often as the provider allows, so that the end is seen soon."""
    for elapsed in (expected_seconds - 1.5, expected_seconds, expected_seconds + 1.5):
        assert pause_at(elapsed, expected_seconds, pace) == (pace.near_end_seconds or pace.first_seconds)


@given(st.floats(20, 600), st.floats(0, 1))
def test_no_pause_leaps_over_the_expected_end(expected_seconds: float, share: float) -> None:
    """Whenever a pause begins before the end is near, there is a look before the usual time."""
    elapsed = share * (expected_seconds - 3.0)
    assert elapsed + pause_at(elapsed, expected_seconds, Pace()) <= expected_seconds
