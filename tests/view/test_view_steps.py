"""How long a job spent in each step."""

from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.view.figures import clock_text, part_text, size_text
from vidwidgets.view.steps import STEPS, Steps, step_of
from vidwidgets.wire.states import Cancelled, Fetching, Preparing, Queued, Running, State, Submitting

ANY_STATE = st.sampled_from(
    [Preparing(), Submitting(), Queued(3), Queued(1), Queued(), Running(0.2), Running(), Fetching(1, 2), Cancelled()]
)


def after(told: list[tuple[State, float]]) -> Steps:
    """The steps after states told at times."""
    steps = Steps()
    for state, at in told:
        steps = steps.enter(state, at)
    return steps


def test_each_step_counts_its_own_seconds() -> None:
    """Preparing and sending are one step; the present step goes on counting."""
    steps = after([(Preparing(), 0), (Submitting(), 1), (Queued(2), 2), (Queued(0), 9), (Running(), 16)])
    assert steps.spent(20) == {"sent": 2, "queue": 14, "making": 4}
    assert [part["at"] for part in steps.drawn(20)] == ["past", "past", "here", "ahead"]


@given(st.lists(st.tuples(ANY_STATE, st.floats(0, 100)), min_size=1, max_size=12), st.floats(0, 50))
def test_the_seconds_add_up(told: list[tuple[State, float]], rest: float) -> None:
    """All steps together take as long as the job was in a step at all, in whatever order states come."""
    now, times = 0.0, []
    for state, delay in told:
        now += delay
        times.append((state, now))
    expected = 0.0
    for (state, at), (_, end) in zip(times, [*times[1:], (None, now + rest)], strict=True):
        expected += end - at if step_of(state) else 0
    steps = after(times)
    assert abs(sum(steps.spent(now + rest).values()) - expected) < 1e-6
    drawn = steps.drawn(now + rest)
    assert [part["label"] for part in drawn] == list(STEPS)
    assert sum(part["at"] == "here" for part in drawn) == (1 if step_of(times[-1][0]) else 0)


def test_a_queue_fills_its_part_as_it_goes_down() -> None:
    """The share of the queue is what has gone of the longest queue seen; nothing is guessed where none is told."""
    assert after([(Queued(3), 0)]).share == 0
    assert after([(Queued(3), 0), (Queued(1), 1)]).share == 0.5
    assert after([(Queued(3), 0), (Queued(0), 1)]).share == 0.75
    assert after([(Queued(), 0)]).share is None


def test_making_and_fetching_have_a_share_only_where_it_is_told() -> None:
    """Progress is the provider's, and the download's is measured; neither is estimated."""
    assert after([(Running(0.4), 0)]).share == 0.4
    assert after([(Running(), 0)]).share is None
    assert after([(Fetching(1, 4), 0)]).share == 0.25
    assert after([(Fetching(1), 0)]).share is None


def test_a_step_that_was_skipped_is_past_and_has_no_time() -> None:
    """A job that is found running was in the queue, but nobody knows for how long."""
    drawn = after([(Running(), 5)]).drawn(6)
    assert [part["at"] for part in drawn] == ["past", "past", "here", "ahead"]
    assert [part["seconds"] for part in drawn] == [None, None, 1, None]


def test_figures_are_said_as_people_read_them() -> None:
    """Times as a clock, sizes in decimal units, parts in the unit of the whole."""
    assert [clock_text(seconds) for seconds in (0, 14.9, 82.4, 3723, -1, float("nan"))] == [
        "0:00",
        "0:14",
        "1:22",
        "1:02:03",
        "0:00",
        "0:00",
    ]
    assert [size_text(size) for size in (0, 1, 90_000, 4_100_000, 1_500_000_000)] == [
        "0 kB",
        "1 kB",
        "90 kB",
        "4.1 MB",
        "1.50 GB",
    ]
    assert part_text(5_000_000, 4_100_000) == "4.1 of 4.1 MB"


def test_the_queue_on_this_machine_is_a_step_before_the_first() -> None:
    """It is drawn only for a job that was in it; while it lasts nothing counts as sent."""
    told: list[tuple[State, float]] = [(Preparing(), 0), (Preparing(ahead=1), 2), (Preparing(ahead=0), 5)]
    waiting = after(told).drawn(6)
    assert [(part["label"], part["at"]) for part in waiting][:2] == [("here", "here"), ("sent", "ahead")]
    assert [part["seconds"] for part in waiting] == [4, None, None, None, None]
    gone = after([*told, (Submitting(), 7), (Queued(), 8)])
    assert [part["at"] for part in gone.drawn(9)] == ["past", "past", "here", "ahead", "ahead"]
    assert gone.spent(9) == {"here": 5, "sent": 3, "queue": 1}
