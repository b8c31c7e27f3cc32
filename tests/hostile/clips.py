"""Files that come where a clip belongs."""

from __future__ import annotations

import io
import struct
import tempfile
import zlib
from pathlib import Path

import av
from PIL import Image


def small_clip(frames: int = 6) -> bytes:
    """A whole MP4 of a quarter of a second, its index in front, so that cut off it still begins well."""
    with tempfile.TemporaryDirectory() as folder:  # the index is put in front by reading the file again
        path = Path(folder) / "clip.mp4"
        _write_clip(path, frames)
        return path.read_bytes()


def _write_clip(path: Path, frames: int) -> None:
    with av.open(path, "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for count in range(frames):
            picture = Image.effect_noise((320, 180), 30 + count).convert("RGB")
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode(None))


def png() -> bytes:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, "PNG")
    return out.getvalue()


def vast_clip(film: bytes) -> bytes:
    """The same MP4, which says that its picture is 32,000 pixels on each side."""
    at = film.index(b"avc1") + 4 + 24
    return film[:at] + struct.pack(">HH", 32_000, 32_000) + film[at + 4 :]


def bomb(megabytes: int = 512, times: int = 1) -> bytes:
    """Zeros, packed with gzip as often as told."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()
    for _ in range(times - 1):
        again = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = again.compress(packed) + again.flush()
    return packed
