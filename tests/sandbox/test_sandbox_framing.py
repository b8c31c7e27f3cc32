"""Size, length and camera of a clip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.sandbox.camera import Camera
from vidwidgets.sandbox.framing import frame_size, nearest_ratio, parse_ratio, parse_seconds, plan_clip

SIDES = st.integers(1, 6000)
VEO_RATIOS = ["auto", "16:9", "9:16"]


@pytest.mark.parametrize(
    ("values", "picture", "size", "seconds"),
    [
        ({"aspect_ratio": "16:9", "resolution": "720p", "duration": "8s"}, (100, 100), (1280, 720), 8),
        ({"aspect_ratio": "9:16", "resolution": "720p", "duration": "4s"}, (900, 100), (720, 1280), 4),
        ({"aspect_ratio": "16:9", "resolution": "1080p", "duration": "6s"}, (100, 100), (1920, 1080), 6),
        ({"aspect_ratio": "auto", "resolution": "720p", "duration": "6s"}, (600, 400), (1280, 720), 6),
        ({"aspect_ratio": "auto", "resolution": "1080p", "duration": "6s"}, (400, 600), (1080, 1920), 6),
    ],
)
def test_veo_clips_are_as_asked(values: dict, picture: tuple[int, int], size: tuple[int, int], seconds: int) -> None:
    """Ratio and resolution are those asked for; auto takes the ratio nearest to the image's."""
    recipe = plan_clip("fal-ai/veo3/image-to-video", {"prompt": "p", **values}, VEO_RATIOS, picture)
    assert ((recipe.width, recipe.height), recipe.seconds) == (size, seconds)


@pytest.mark.parametrize(
    ("endpoint", "picture", "size"),
    [
        ("fal-ai/kling-video/v2.1/standard/image-to-video", (640, 360), (1280, 720)),
        ("fal-ai/kling-video/v2.1/standard/image-to-video", (500, 500), (960, 960)),
        ("fal-ai/kling-video/v2.5-turbo/pro/image-to-video", (640, 360), (1920, 1080)),
        ("fal-ai/kling-video/v2.5-turbo/pro/image-to-video", (360, 640), (1080, 1920)),
    ],
)
def test_kling_clips_follow_their_image(endpoint: str, picture: tuple[int, int], size: tuple[int, int]) -> None:
    """There is no aspect_ratio on Kling's image-to-video; one that is sent is ignored. Pro makes 1080p."""
    recipe = plan_clip(endpoint, {"prompt": "p", "duration": "10", "aspect_ratio": "9:16"}, [], picture)
    assert ((recipe.width, recipe.height), recipe.seconds, recipe.audio) == (size, 10, False)


@given(st.floats(0.4, 2.5), st.sampled_from([360, 480, 540, 720, 1080]))
def test_frames_are_even_and_as_large_as_16_to_9_would_be(ratio: float, lines: int) -> None:
    """H.264 in yuv420p wants even sides."""
    width, height = frame_size(ratio, lines)
    assert width % 2 == height % 2 == 0
    assert width / height == pytest.approx(ratio, rel=0.02)
    assert width * height == pytest.approx(lines * lines * 16 / 9, rel=0.02)


@given(w=SIDES, h=SIDES, fw=SIDES, fh=SIDES, seed=st.integers(0, 2**32), part=st.floats(0, 1))
def test_the_camera_never_looks_beyond_the_picture(*, w: int, h: int, fw: int, fh: int, seed: int, part: float) -> None:
    """Every frame's box is inside the picture and has the frame's ratio."""
    left, top, right, bottom = Camera((w, h), (fw, fh), seed).box(part)
    assert 0 <= left < right <= w
    assert 0 <= top < bottom <= h
    assert (right - left) / (bottom - top) == pytest.approx(fw / fh, rel=1e-6)


@given(st.integers(0, 7))
def test_the_camera_moves(seed: int) -> None:
    """First and last frame differ for every seed, also where the picture has the frame's own ratio."""
    camera = Camera((1280, 720), (1280, 720), seed)
    assert camera.box(0) != camera.box(1)


@given(st.text(max_size=12) | st.integers() | st.none() | st.floats())
def test_odd_wishes_are_read_as_none(wish: object) -> None:
    """Whatever is no ratio and no length gives None or a sound number, never an exception."""
    seconds, ratio = parse_seconds(wish), parse_ratio(wish)
    assert seconds is None or 0 < seconds <= 60
    assert ratio is None or ratio > 0


def test_nearest_ratio_is_by_factor() -> None:
    """A square is as near to 16:9 as to 9:16, and takes the first; no choices leave the ratio as it is."""
    assert nearest_ratio(1.0, VEO_RATIOS) == 16 / 9
    assert nearest_ratio(0.9, VEO_RATIOS) == 9 / 16
    assert nearest_ratio(1.23, []) == 1.23
