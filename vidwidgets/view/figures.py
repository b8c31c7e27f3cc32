"""Figures as a person reads them: times, sizes, rates, codecs."""

from __future__ import annotations

import math

_CODECS = {
    "h264": "H.264",
    "hevc": "HEVC",
    "av1": "AV1",
    "libdav1d": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mpeg4": "MPEG-4",
    "prores": "ProRes",
    "aac": "AAC",
    "mp3": "MP3",
    "opus": "Opus",
    "flac": "FLAC",
}

_KILO = 1_000
_MEGA = 1_000_000
_GIGA = 1_000_000_000


def clock_text(seconds: float) -> str:
    """A span of time as a clock shows it: `0:14`, `1:22`, `1:02:03`. Whole seconds, rounded down."""
    whole = max(0, int(seconds)) if math.isfinite(seconds) else 0
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration_text(seconds: float) -> str:
    """How long something took: `31 ms`, `7.2 s`, `48 s`, `2:05`."""
    if not math.isfinite(seconds) or seconds < 0:
        return "0 ms"
    if seconds < 1:
        return f"{int(seconds * 1000)} ms"
    if seconds < 10:  # noqa: PLR2004  a tenth matters
        return f"{math.floor(seconds * 10) / 10:g} s"
    return f"{int(seconds)} s" if seconds < 100 else clock_text(seconds)  # noqa: PLR2004  two digits are read at once


def size_text(size_bytes: int) -> str:
    """A size in decimal units, as file managers and browsers give it: `4.1 MB`."""
    size = max(0, size_bytes)
    if size >= _GIGA:
        return f"{size / _GIGA:.2f} GB"
    if size >= _MEGA / 10:
        return f"{size / _MEGA:.1f} MB"
    return f"{math.ceil(size / _KILO)} kB"


def part_text(received_bytes: int, total_bytes: int | None) -> str:
    """How much of a file has come: `3.1 of 4.1 MB`, `3.1 MB so far`, or "" before the first byte."""
    if total_bytes:
        whole = size_text(total_bytes)
        number, unit = whole.split(" ")
        scale = {"kB": _KILO, "MB": _MEGA, "GB": _GIGA}[unit]
        digits = len(number.partition(".")[2])
        return f"{min(received_bytes, total_bytes) / scale:.{digits}f} of {whole}"
    return f"{size_text(received_bytes)} so far" if received_bytes > 0 else ""


def rate_text(fps: float) -> str:
    """A frame rate: `24 fps`, `23.98 fps`."""
    return f"{round(fps, 2):g} fps"


def codec_text(codec: str) -> str:
    """A codec under the name that people know it by; unknown ones as they are."""
    return _CODECS.get(codec.lower(), codec)
