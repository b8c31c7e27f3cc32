"""Seeds that the form draws, and those that count up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import vidwidgets as vw
from vidwidgets.panel.seeds import LARGEST, counted_up, drawn
from vidwidgets.spec.fields import Seed

BELOW_ONE = st.floats(0, 1, exclude_max=True)
bounds = st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1)).map(sorted)


@given(bounds, BELOW_ONE)
def test_a_drawn_seed_is_one_that_the_field_takes(bound: list[int], chance: float) -> None:
    """Whatever the bounds and the draw, the rule of the field holds."""
    model = next(f for f in vw.endpoint("pixverse/image-to-video").fields if isinstance(f, Seed))
    field = replace(model, minimum=bound[0], maximum=bound[1])
    (number,) = drawn([field], lambda: chance).values()
    assert field.check(number) is None
    assert number <= max(LARGEST, bound[0])


@given(st.integers(0, 2**31 - 1), st.integers(0, 15))
def test_a_fixed_seed_counts_up_and_stays_one(first: int, by: int) -> None:
    """The next ones are the next numbers; after the largest comes the smallest."""
    endpoint = vw.endpoint("pixverse/image-to-video")
    field = next(f for f in endpoint.fields if isinstance(f, Seed))
    (number,) = counted_up(endpoint, {"seed": first}, by).values()
    assert field.check(number) is None
    assert (number - first) % (field.maximum - field.minimum + 1) == by


def test_without_a_seed_nothing_is_counted() -> None:
    """A model that takes no seed, and a seed that was left out, give none."""
    kling = vw.endpoint("fal-ai/kling-video/v2.1/standard/image-to-video")
    assert counted_up(kling, {"prompt": "x"}, 1) == {}
    assert counted_up(vw.endpoint("pixverse/image-to-video"), {}, 1) == {}
