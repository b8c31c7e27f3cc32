"""A clip, a finished job or a figure where a picture is asked for."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from graded import graded_clip
from PIL import Image

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.wire.media import read_picture
from vidwidgets.wire.states import Cancelled, Done, Failed, Queued


@pytest.mark.parametrize(("frames", "key_every"), [(40, 12), (40, 1), (1, 12), (25, 250), (37, 12)])
def test_the_last_frame_is_the_last(tmp_path: Path, frames: int, key_every: int) -> None:
    """Wherever the key frames are, and with frames that refer to later ones: the last one, which is white."""
    clip = graded_clip(tmp_path / "a: clip.mp4", frames if frames > 1 else 2, key_every)
    frame = clip.last_frame
    assert (frame.mode, frame.size) == ("RGB", (64, 48))
    assert min(frame.getpixel((30, 20))) >= 252  # type: ignore[type-var, arg-type]  # of three bands


def test_a_clip_continues_from_its_last_frame(tmp_path: Path) -> None:
    """`image=clip` and `image=job` are that frame, without loss, and its name says where it is from."""
    clip = graded_clip(tmp_path / "clip.mp4")
    given: Any
    for given in (clip, SimpleNamespace(id="a1", state=Done(clip))):
        picture = read_picture(given)
        assert (picture.content_type, picture.width, picture.height) == ("image/png", 64, 48)
        assert picture.name == "last frame of clip.mp4"
        assert Image.open(io.BytesIO(picture.content)).tobytes() == clip.last_frame.tobytes()


def test_a_frame_is_ones_own(tmp_path: Path) -> None:
    """What a person draws on it is not there the next time; another file under the name is another frame."""
    clip = graded_clip(tmp_path / "clip.mp4")
    clip.last_frame.paste((255, 0, 0), (0, 0, 64, 48))
    assert clip.last_frame.getpixel((5, 5)) != (255, 0, 0)
    graded_clip(clip.path, size=(96, 48))
    assert clip.last_frame.size == (96, 48)


def test_a_clip_whose_file_is_gone_or_broken_is_told(tmp_path: Path) -> None:
    """A sentence that says what to do, and that nothing was sent."""
    clip = graded_clip(tmp_path / "clip.mp4")
    clip.path.write_bytes(b"no video")
    for said in ("cannot be decoded", "is not there any more"):
        with pytest.raises(InvalidRequest, match=said) as caught:
            read_picture(clip)
        assert "Nothing was sent." in caught.value.message
        clip.path.unlink(missing_ok=True)


@pytest.mark.parametrize("state", [Queued(), Failed(VidwidgetsError("no")), Cancelled()])
def test_a_job_without_a_clip_is_told(state: Any) -> None:
    """One that runs is to be waited for; one that failed has none."""
    with pytest.raises(InvalidRequest, match=r"The job a1 has no clip .* \(it is \w+\): wait for it with job.wait"):
        read_picture(SimpleNamespace(id="a1", state=state))


FIGURE = """
import io, sys
from PIL import Image
from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.media import read_picture
read_picture(Image.new("RGB", (8, 8)))
assert "matplotlib" not in sys.modules
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
figure, axes = plt.subplots(figsize=(6.4, 4.8), dpi=100)
axes.plot([0, 1])
picture = read_picture(figure)
assert (picture.content_type, picture.width, picture.height) == ("image/png", 640, 480), picture
assert picture.name == "matplotlib figure"
axes.set_facecolor("red")
assert read_picture(figure).sha256 != picture.sha256
from matplotlib.figure import Figure
assert read_picture(Figure(figsize=(3, 3), dpi=100)).width == 300
for wrong in (axes, figure.subfigures()):
    try:
        read_picture(wrong)
    except InvalidRequest as error:
        assert "Give its figure" in error.message, error.message
    else:
        raise AssertionError(wrong)
class Broken:
    def __getattr__(self, name):
        raise ZeroDivisionError
axes.draw = lambda *_: 1 / 0
try:
    read_picture(figure)
except InvalidRequest as error:
    assert "cannot be drawn (ZeroDivisionError)" in error.message
else:
    raise AssertionError
print("all good")
"""


def test_a_figure_is_a_picture_and_matplotlib_is_not_imported_for_it(tmp_path: Path) -> None:
    """As `savefig` draws it, at the figure's own size; as it is at that moment. In a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", FIGURE],
        env={"MPLCONFIGDIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "all good\n", ended.stderr
