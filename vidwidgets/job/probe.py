"""What a downloaded file really is: length, size, codecs and a first frame, read with PyAV."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.boxes import missing_bytes

POSTER_SIDE = 480
MAX_PIXELS = 100_000_000
"""Three times 8K; a frame of that size is 300 MB in memory."""
_OPENING = {
    # other kinds of file lead to further ones (playlists), or are single pictures
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm",
    "protocol_whitelist": "file",
}


class NotAVideo(VidwidgetsError):
    """The file holds no picture that can be decoded; what it is instead is in the message."""


@dataclass(frozen=True, slots=True)
class Probe:
    """The facts of a video file."""

    width: int
    height: int
    duration_seconds: float
    fps: float
    video_codec: str
    audio_codec: str
    """Empty where it has no sound."""
    poster_jpeg: bytes = field(repr=False)


def probe(path: Path) -> Probe:
    """Read a video file's facts and its first frame.

    Raises:
        NotAVideo: It is something else, or it is damaged.
    """
    import av

    try:
        # "file:" or FFmpeg would read a colon in a name as another protocol
        with av.open(f"file:{path}", options=_OPENING) as container:
            missing = missing_bytes(path)
            if missing:
                raise NotAVideo(f"The file that came is cut off: {missing:,} bytes are missing at its end.")
            if not container.streams.video:
                raise NotAVideo(f"The file that came has no picture in it: {_looks_like(path)}.")
            stream = container.streams.video[0]
            _check_size(stream.codec_context.width, stream.codec_context.height)
            stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}  # the frames may say otherwise
            sound = container.streams.audio
            frame = next(container.decode(stream))
            poster = io.BytesIO()
            image = frame.to_image()  # type: ignore[no-untyped-call]  # PyAV types only a part of itself
            image.thumbnail((POSTER_SIDE, POSTER_SIDE))
            image.save(poster, "JPEG", quality=80)
            seconds = container.duration / av.time_base if container.duration else 0.0
            if stream.duration and stream.time_base:
                seconds = float(stream.duration * stream.time_base)
            return Probe(
                width=stream.codec_context.width,
                height=stream.codec_context.height,
                duration_seconds=round(seconds, 3),
                fps=round(float(stream.average_rate or 0), 3),
                video_codec=stream.codec_context.name,
                audio_codec=sound[0].codec_context.name if sound else "",
                poster_jpeg=poster.getvalue(),
            )
    except (av.error.FFmpegError, StopIteration, OSError, ValueError) as error:
        raise NotAVideo(f"The file that came cannot be played: {_looks_like(path)}.") from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise NotAVideo(f"The file that came says that its picture has {width} × {height} pixels: it is not opened.")


def _looks_like(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(64).lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "it is a web page or an error message"
    if head.startswith((b"{", b"[")):
        return "it is JSON, mostly an error message"
    if head.startswith((b"\x89png", b"\xff\xd8\xff", b"gif8", b"riff")):
        return "it is a picture"
    if head.startswith((b"\x1f\x8b", b"pk\x03\x04", b"\x28\xb5\x2f\xfd")):
        return "it is packed, which was not asked for"
    if head.startswith((b"#ext", b"ffconcat")):
        return "it is a list of other files, which are not opened"
    if not head:
        return "it is empty, and so no video"
    return "it is no video, or a damaged one"
