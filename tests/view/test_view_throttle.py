"""Not too many updates, none that matters lost."""

import itertools
import threading

from hypothesis import given, settings
from hypothesis import strategies as st
from view_clock import Clock

from vidwidgets.view.throttle import Throttle

Seen = list[tuple[float, str, int]]

OFFERS = st.lists(st.tuples(st.floats(0, 2), st.sampled_from("abc")), max_size=40)
"""What is told: seconds since the one before, and its kind."""


def told(offers: list[tuple[float, str]]) -> tuple[Seen, Seen]:
    """What was offered and what was published, each as (time, kind, number)."""
    clock, offered, published = Clock(), [], []  # type: ignore[var-annotated]
    throttle: Throttle[tuple[str, int]] = Throttle(
        lambda value: published.append((clock.now, *value)), clock=clock, later=clock.later
    )
    for number, (delay, kind) in enumerate(offers):
        clock.move(delay)
        offered.append((clock.now, kind, number))
        throttle.offer((kind, number), kind)
    clock.move(60)
    return offered, published


@given(OFFERS)
def test_no_second_has_more_than_four(offers: list[tuple[float, str]]) -> None:
    """However fast it is told, the fifth update is at least a second after the first."""
    _, published = told(offers)
    times = [at for at, _, _ in published]
    assert all(fifth - first >= 1 - 1e-5 for first, fifth in zip(times, times[4:], strict=False))


@given(OFFERS)
def test_the_last_one_always_comes(offers: list[tuple[float, str]]) -> None:
    """What was told last is what is seen in the end, and nothing is seen twice or out of order."""
    offered, published = told(offers)
    numbers = [number for _, _, number in published]
    assert numbers == sorted(set(numbers))
    assert numbers[-1:] == [number for _, _, number in offered][-1:]


@given(OFFERS)
def test_no_change_of_kind_is_lost(offers: list[tuple[float, str]]) -> None:
    """The kinds that are seen, repeats aside, are the kinds that were told, in that order."""
    offered, published = told(offers)

    def kinds(seen: Seen) -> list[str]:
        return [kind for kind, _ in itertools.groupby(kind for _, kind, _ in seen)]

    assert kinds(published) == kinds(offered)


@given(st.lists(st.floats(0.26, 5), max_size=20))
def test_slow_telling_is_not_held_back(delays: list[float]) -> None:
    """Updates of one kind that come slower than the limit are all seen, at once."""
    offered, published = told([(delay, "a") for delay in delays])
    assert published == offered


def test_a_new_kind_does_not_wait_for_the_spacing_of_the_old() -> None:
    """A change of kind goes at once while there is room in the second."""
    offered, published = told([(0, "a"), (0.05, "a"), (0.05, "b")])
    assert [(kind, number) for _, kind, number in published] == [("a", 0), ("b", 2)]
    assert published[-1][0] == offered[-1][0]


@settings(max_examples=20)
@given(st.integers(2, 6))
def test_many_threads_may_tell(threads: int) -> None:
    """With several threads telling at once, each value is published at most once, and a last one is."""
    clock, published = Clock(), []  # type: ignore[var-annotated]
    throttle: Throttle[int] = Throttle(published.append, clock=clock, later=clock.later)
    start = threading.Barrier(threads)

    def tell(first: int) -> None:
        start.wait()
        for number in range(first, first + 50):
            throttle.offer(number, "a")

    workers = [threading.Thread(target=tell, args=(1000 * number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    clock.move(10)
    assert len(published) == len(set(published)) == 2
    assert published[-1] % 1000 == 49
