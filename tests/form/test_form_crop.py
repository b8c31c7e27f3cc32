"""Where a crop frame lies: within the picture, of its ratio, as large as can be, and movable to both ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.form.crop import box_of, frame_of, ratio_of

SIDES = st.integers(1, 20_000)
RATIOS = st.tuples(st.integers(1, 5_000), st.integers(1, 5_000))
PLACES = st.floats(0, 1)


@given(width=SIDES, height=SIDES, ratio=RATIOS, at=st.floats(allow_nan=False))
def test_a_box_is_within_the_picture_and_touches_two_edges(
    width: int, height: int, ratio: tuple[int, int], at: float
) -> None:
    """Also where the place is beyond an end; one of its sides is the picture's own, so nothing larger fits."""
    left, top, kept_width, kept_height = box_of(width, height, ratio, at)
    assert 0 <= left <= left + kept_width <= width
    assert 0 <= top <= top + kept_height <= height
    assert kept_width >= 1 <= kept_height
    assert kept_width == width or kept_height == height


@given(width=SIDES, height=SIDES, ratio=RATIOS, at=PLACES)
def test_a_box_has_its_ratio_to_the_pixel(width: int, height: int, ratio: tuple[int, int], at: float) -> None:
    """The shortened side is the one that the ratio asks for, rounded; never less than a pixel."""
    _, _, kept_width, kept_height = box_of(width, height, ratio, at)
    across, down = ratio
    if kept_height == height and kept_width < width:
        assert abs(kept_width - max(1, height * across / down)) <= 0.5
    elif kept_width == width and kept_height < height:
        assert abs(kept_height - max(1, width * down / across)) <= 0.5
    else:
        assert abs(width * down - height * across) <= max(across, down)


@given(width=SIDES, height=SIDES, ratio=RATIOS, places=st.tuples(PLACES, PLACES))
def test_a_box_moves_with_its_place(
    width: int, height: int, ratio: tuple[int, int], places: tuple[float, float]
) -> None:
    """Farther along is never nearer, the size stays, and both ends are reached."""
    near, far = (box_of(width, height, ratio, at) for at in sorted(places))
    assert near[0] <= far[0]
    assert near[1] <= far[1]
    assert near[2:] == far[2:]
    first, last = box_of(width, height, ratio, 0), box_of(width, height, ratio, 1)
    assert first[:2] == (0, 0)
    assert (last[0] + last[2], last[1] + last[3]) == (width, height)


@given(width=SIDES, height=SIDES, ratio=RATIOS)
def test_a_frame_is_the_box_as_a_share(width: int, height: int, ratio: tuple[int, int]) -> None:
    """What the page draws is what would be cut."""
    frame = frame_of(width, height, ratio)
    _, _, kept_width, kept_height = box_of(width, height, ratio, 0.3)
    whole, kept = (width, kept_width) if frame.axis == "x" else (height, kept_height)
    assert frame.share == pytest.approx(kept / whole)
    assert 0 < frame.share <= 1


@given(width=st.integers(100, 8000), height=st.integers(100, 8000), scale=st.integers(1, 5))
def test_a_pictures_own_ratio_cuts_nothing(width: int, height: int, scale: int) -> None:
    """Then there is nothing to crop, also where the ratio is written in other units."""
    assert frame_of(width, height, (width * scale, height * scale)).is_whole
    assert box_of(width, height, (width * scale, height * scale), 0.5) == (0, 0, width, height)


@pytest.mark.parametrize(
    ("value", "ratio"),
    [
        ("16:9", (16, 9)),
        ("1280:720", (1280, 720)),
        (" 4 : 3 ", (4, 3)),
        ("1920x1080", (1920, 1080)),
        ("auto", None),
        ("720p", None),
        ("0:9", None),
        ("1:2:3", None),
        (16, None),
        (None, None),
    ],
)
def test_a_ratio_is_read_from_a_fields_value(value: object, ratio: tuple[int, int] | None) -> None:
    """In units or in pixels; anything else is none."""
    assert ratio_of(value) == ratio


@given(text=st.text(max_size=20))
def test_any_text_gives_a_usable_ratio_or_none(text: str) -> None:
    """Whatever a field holds."""
    ratio = ratio_of(text)
    assert ratio is None or min(ratio) >= 1
