"""A real H.264 clip from a still: camera move, label in every frame, sound where asked. PyAV and Pillow, no numpy."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import av
from av.filter import Graph
from PIL import Image, ImageDraw, ImageFont

from vidwidgets.sandbox.camera import Camera

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from av.video.plane import VideoPlane

    from vidwidgets.sandbox.camera import Box

_SAMPLES_PER_SECOND: Final = 48_000
# Full-range planes from Pillow become the 16..235 and 16..240 of broadcast video.
_LUMA: Final = [16 + round(value * 219 / 255) for value in range(256)]
_CHROMA: Final = [128 + round((value - 128) * 224 / 255) for value in range(256)]
_LIMITED_RANGE: Final = 1  # AVCOL_RANGE_MPEG
_BT601: Final = 6  # AVCOL_SPC_SMPTE170M, the matrix of Pillow's YCbCr


class RenderStopped(Exception):
    """The rendering was asked to stop before it was done."""


@dataclass(frozen=True)
class Recipe:
    """What a clip shall be.

    Attributes:
        width: pixels, even.
        height: pixels, even.
        seconds: length; the clip has exactly ``round(seconds * frames_per_second)`` frames.
        audio: whether there is an AAC track.
        label: ASCII text burned into every frame.
        seed: chooses the camera's way and the tune.
        frames_per_second: frame rate.
    """

    width: int
    height: int
    seconds: float
    audio: bool
    label: str
    seed: int = 0
    frames_per_second: int = 24


def render(picture: Image.Image, recipe: Recipe, target: Path, *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write the MP4 to ``target`` (faststart: it plays while it loads). CPU-bound; run it on a worker thread.

    Raises:
        RenderStopped: ``stopped()`` said so between two frames.
    """
    # The muxer reopens the file by name to move the index to its front, so this cannot go to memory.
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=recipe.frames_per_second)
        video.width, video.height, video.pix_fmt = recipe.width, recipe.height, "yuv420p"
        video.options = {"preset": "superfast", "crf": "27"}
        context = video.codec_context
        context.time_base = Fraction(1, recipe.frames_per_second)
        context.color_range, context.colorspace = _LIMITED_RANGE, _BT601
        sound = container.add_stream("aac", rate=_SAMPLES_PER_SECOND, layout="mono") if recipe.audio else None
        for frame in _frames(picture, recipe):
            if stopped():
                raise RenderStopped
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if sound is not None:
            for samples in _tune(recipe):
                container.mux(sound.encode(samples))
            container.mux(sound.encode(None))


def _frames(picture: Image.Image, recipe: Recipe) -> Iterator[av.VideoFrame]:
    size, half = (recipe.width, recipe.height), (recipe.width // 2, recipe.height // 2)
    camera = Camera(picture.size, size, recipe.seed)
    # Nothing is gained from a picture that is much finer than the frame; a smaller one is much cheaper to resize.
    shrink = min(1.0, 1.25 * max(size[0] / picture.width, size[1] / picture.height))
    plate = (
        picture
        if shrink == 1.0
        else picture.resize(
            (round(picture.width * shrink), round(picture.height * shrink)), Image.Resampling.BILINEAR, reducing_gap=2.0
        )
    )
    scale = (plate.width / picture.width, plate.height / picture.height)
    luma, blue, red = plate.convert("YCbCr").split()
    chroma_size = (max(1, plate.width // 2), max(1, plate.height // 2))
    planes = [luma.point(_LUMA)]
    planes += [band.resize(chroma_size, Image.Resampling.BILINEAR).point(_CHROMA) for band in (blue, red)]
    strip = _Strip(recipe)
    count = round(recipe.seconds * recipe.frames_per_second)
    for index in range(count):
        left, top, right, bottom = camera.box(index / max(1, count - 1))
        box = (left * scale[0], top * scale[1], right * scale[0], bottom * scale[1])
        frame = av.VideoFrame(*size, "yuv420p")
        for number, (plane, source) in enumerate(zip(frame.planes, planes, strict=True)):
            shown = source.resize(size if number == 0 else half, Image.Resampling.BILINEAR, _inside(box, plate, source))
            strip.paste_on(shown, number)
            _fill(plane, shown)
        frame.pts, frame.time_base = index, Fraction(1, recipe.frames_per_second)
        frame.color_range, frame.colorspace = _LIMITED_RANGE, _BT601
        yield frame


def _inside(box: Box, plate: Image.Image, plane: Image.Image) -> Box:
    """The box of the whole picture in the coordinates of one of its planes."""
    across, down = plane.width / plate.width, plane.height / plate.height
    left, top, right, bottom = box
    return (left * across, top * down, min(plane.width, right * across), min(plane.height, bottom * down))


def _fill(plane: VideoPlane, image: Image.Image) -> None:
    """Copy an image into a frame's plane, whose rows may be longer than the picture."""
    data, width = image.tobytes(), image.width
    if plane.line_size != width:
        pad = bytes(plane.line_size - width)
        data = b"".join(data[row * width : (row + 1) * width] + pad for row in range(image.height))
    plane.update(data)


class _Strip:
    """The label at the foot of the frame: drawn once, pasted on each frame's planes."""

    def __init__(self, recipe: Recipe) -> None:
        width = recipe.width
        height = max(20, recipe.height // 14) // 2 * 2
        font_size = min(height * 0.6, 1.8 * width / max(1, len(recipe.label)))
        drawn = Image.new("L", (width, height), 0)
        ImageDraw.Draw(drawn).text(
            (width // 2, height // 2), recipe.label, fill=255, font=ImageFont.load_default(size=font_size), anchor="mm"
        )
        veil = drawn.point([150 + value * 105 // 255 for value in range(256)])
        self._tops = (recipe.height - height, (recipe.height - height) // 2)
        self._luma, self._luma_veil = drawn.point(_LUMA), veil
        self._chroma = Image.new("L", (width // 2, height // 2), 128)
        self._chroma_veil = veil.resize((width // 2, height // 2))

    def paste_on(self, plane: Image.Image, number: int) -> None:
        """Draw it on plane 0 (luma) or 1, 2 (chroma)."""
        if number == 0:
            plane.paste(self._luma, (0, self._tops[0]), self._luma_veil)
        else:
            plane.paste(self._chroma, (0, self._tops[1]), self._chroma_veil)


def _tune(recipe: Recipe) -> Iterator[av.AudioFrame]:
    """A soft tone once a second, at a pitch that depends on the seed."""
    pitch = 220 * 2 ** ((recipe.seed % 12) / 12)
    graph = Graph()
    expression = f"0.12*sin(2*PI*{pitch:.2f}*t)*exp(-2*mod(t\\,1))+0.08*sin(3*PI*{pitch:.2f}*t)*exp(-3*mod(t+0.5\\,1))"
    steps = (
        graph.add("aevalsrc", f"{expression}:s={_SAMPLES_PER_SECOND}:d={recipe.seconds}:c=mono"),
        graph.add("aformat", f"sample_fmts=fltp:sample_rates={_SAMPLES_PER_SECOND}:channel_layouts=mono"),
        graph.add("asetnsamples", "n=1024:p=0"),
        graph.add("abuffersink"),
    )
    for before, after in pairwise(steps):
        before.link_to(after)
    graph.configure()
    while True:
        try:
            frame = steps[-1].pull()
        except (av.EOFError, av.BlockingIOError):
            return
        if isinstance(frame, av.AudioFrame):
            yield frame
