"""The clip is real: probed and decoded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image, ImageChops, ImageStat
from sandbox_kit import draw_photo

from vidwidgets.sandbox.render import Recipe, RenderStopped, render

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("width", "height", "seconds", "audio"),
    [(1280, 720, 8, True), (720, 1280, 4, True), (854, 480, 5, False), (322, 182, 0.5, True)],
)
def test_a_clip_is_as_asked(tmp_path: Path, width: int, height: int, seconds: float, audio: bool) -> None:
    """H.264, yuv420p, the asked size, exactly the asked number of frames, sound only where asked, index in front."""
    target = tmp_path / "clip.mp4"
    render(draw_photo(), Recipe(width, height, seconds, audio, "SANDBOX"), target)
    with av.open(str(target)) as clip:
        video = clip.streams.video[0]
        assert (video.codec_context.name, video.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (video.width, video.height, video.average_rate) == (width, height, 24)
        assert float(video.duration * video.time_base) == pytest.approx(seconds)
        assert [s.codec_context.name for s in clip.streams.audio] == (["aac"] if audio else [])
        assert sum(1 for _ in clip.decode(video=0)) == round(24 * seconds)
        assert clip.duration / 1e6 == pytest.approx(seconds, abs=1 / 24)
    data = target.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat")


def test_the_sound_lasts_and_is_audible(tmp_path: Path) -> None:
    """The track is not silence."""
    target = tmp_path / "clip.mp4"
    render(draw_photo(), Recipe(320, 180, 2, audio=True, label="SANDBOX"), target)
    with av.open(str(target)) as clip:
        frames = list(clip.decode(audio=0))
    assert sum(frame.samples for frame in frames) / frames[0].sample_rate == pytest.approx(2, abs=0.06)
    assert any(any(bytes(frame.planes[0])) for frame in frames)


def test_the_picture_moves_and_every_frame_says_sandbox(tmp_path: Path) -> None:
    """Neighbouring frames differ in the picture, and none differs in the label."""
    target = tmp_path / "clip.mp4"
    recipe = Recipe(640, 360, 1, audio=False, label="SANDBOX some/model 640x360 1 s")
    render(draw_photo(), recipe, target)
    blank = tmp_path / "blank.mp4"
    render(draw_photo(), Recipe(640, 360, 1, audio=False, label=" "), blank)
    frames, unlabelled = _decode(target), _decode(blank)
    foot = (0, 336, 640, 360)
    for frame, other in zip(frames, unlabelled, strict=True):
        assert ImageStat.Stat(ImageChops.difference(frame.crop(foot), other.crop(foot))).extrema[0][1] > 100
    upper = (0, 0, 640, 320)
    moved = [ImageStat.Stat(ImageChops.difference(a.crop(upper), b.crop(upper))).mean[0] for a, b in _steps(frames)]
    assert sum(moved) > 5
    assert max(moved) < 12  # no jumps


def test_a_rendering_stops_when_told(tmp_path: Path) -> None:
    """The sandbox can go away in the middle of one."""
    asked = iter([False, False, True])
    with pytest.raises(RenderStopped):
        render(draw_photo(), Recipe(320, 180, 2, False, "SANDBOX"), tmp_path / "c.mp4", stopped=lambda: next(asked))


def _decode(path: Path) -> list[Image.Image]:
    with av.open(str(path)) as clip:
        return [frame.to_image().convert("L") for frame in clip.decode(video=0)]


def _steps(frames: list[Image.Image]) -> list[tuple[Image.Image, Image.Image]]:
    return list(pairwise(frames))
