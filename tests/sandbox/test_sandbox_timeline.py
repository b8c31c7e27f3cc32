"""The timeline: a job's state is a function of the clock alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.sandbox.timeline import STORY, Timeline

SECONDS = st.floats(0, 1e5)
TIMELINES = st.builds(
    Timeline,
    accepted_at=st.floats(0, 2e9),
    speed=st.floats(0.01, 1000),
    positions=st.integers(0, 20),
    cancelled_at=st.none() | st.floats(0, 2e9),
    stalled=st.booleans(),
)
ORDER = {"queued": 0, "running": 1, "over": 2}


@given(TIMELINES, SECONDS, SECONDS)
def test_a_job_never_goes_back(timeline: Timeline, first: float, second: float) -> None:
    """Later on it is never in an earlier phase, at a higher position, or less far; removal is for good."""
    early, late = sorted((first, second))
    before, after = timeline.at(timeline.accepted_at + early), timeline.at(timeline.accepted_at + late)
    if before.phase == "removed":
        assert after.phase == "removed"
    elif after.phase != "removed":
        assert (ORDER[before.phase], before.fraction) <= (ORDER[after.phase], after.fraction)
        if before.queue_position is not None and after.queue_position is not None:
            assert before.queue_position >= after.queue_position


@given(TIMELINES, SECONDS)
def test_position_and_fraction_belong_to_their_phase(timeline: Timeline, later: float) -> None:
    """Exactly a queued job has a position, from the first one down to 0; the fraction stays within 0 and 1."""
    moment = timeline.at(timeline.accepted_at + later)
    assert (moment.queue_position is not None) == (moment.phase == "queued")
    assert moment.queue_position is None or 0 <= moment.queue_position <= max(0, timeline.positions - 1)
    assert 0 <= moment.fraction <= 1


@given(TIMELINES, SECONDS, SECONDS)
def test_the_log_only_grows(timeline: Timeline, first: float, second: float) -> None:
    """An earlier log is the beginning of a later one, unless the job was removed."""
    early, late = sorted((first, second))
    before, after = (timeline.story_at(timeline.accepted_at + at) for at in (early, late))
    assert after[: len(before)] == before


@given(TIMELINES, SECONDS)
def test_a_stalled_job_never_starts(timeline: Timeline, later: float) -> None:
    """It is queued or removed, whatever the time."""
    if timeline.stalled:
        assert timeline.at(timeline.accepted_at + later).phase in ("queued", "removed")


@given(TIMELINES, SECONDS, st.floats(0, 0.999))
def test_nothing_new_shows_before_the_next_change(timeline: Timeline, later: float, part: float) -> None:
    """Until then phase, position and log stay as they are, unless somebody cancels."""
    timeline = replace(timeline, cancelled_at=None)
    now = timeline.accepted_at + later
    change = timeline.next_change(now)
    then = now + part * ((change if change is not None else now + 1e6) - now)
    seen = [(m.phase, m.queue_position, len(timeline.story_at(at))) for at in (now, then) for m in [timeline.at(at)]]
    if change is None or then < change - 1e-6 * max(1.0, change):
        assert seen[0] == seen[1]


def test_by_default_a_clip_takes_nine_seconds() -> None:
    """Positions 2, 1, 0 for a second each, then six seconds of work with the whole log."""
    timeline = Timeline(1000.0)
    assert [timeline.at(1000 + t).queue_position for t in (0, 1, 2, 2.9)] == [2, 1, 0, 0]
    assert timeline.at(1003.0).phase == "running"
    assert timeline.at(1006.0).fraction == 0.5
    assert timeline.at(1009.0).phase == "over"
    assert [line for _, line in timeline.story_at(1009.0)] == [line for _, line in STORY]


def test_speed_shortens_everything() -> None:
    """At speed 9 the nine seconds are one."""
    timeline = Timeline(0.0, speed=9)
    assert timeline.at(0.99).phase == "running"
    assert timeline.at(1.0).phase == "over"


def test_a_cancel_counts_only_in_the_queue() -> None:
    """Cancelled at a position it is removed from then on; cancelled while running it runs on."""
    assert Timeline(0.0, cancelled_at=2.0).at(1.9).phase == "queued"
    assert Timeline(0.0, cancelled_at=2.0).at(2.0).phase == "removed"
    assert Timeline(0.0, cancelled_at=4.0).at(5.0).phase == "running"
    assert Timeline(0.0, cancelled_at=500.0, stalled=True).at(501.0).phase == "removed"
