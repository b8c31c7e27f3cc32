"""Clips for tests: each frame is of its own brightness."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from vidwidgets.wire.clip import Clip


def graded_clip(path: Path, frames: int = 40, key_every: int = 12, size: tuple[int, int] = (64, 48)) -> Clip:
    """An MP4 whose frames grow from black to white, on disk; frame n is `grade(n, frames)` bright."""
    with av.open(path, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=24, options={"g": str(key_every), "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for count in range(frames):
            picture = Image.new("RGB", size, (grade(count, frames),) * 3)
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode(None))
    return Clip(path=path, url="", width=size[0], height=size[1], duration_seconds=frames / 24, cost=None)


def grade(count: int, frames: int) -> int:
    """How bright a frame is, from 0 to 255."""
    return round(255 * count / (frames - 1))
