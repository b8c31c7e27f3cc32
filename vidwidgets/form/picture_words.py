"""A picture in a few words, whatever it was given as."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from vidwidgets.spec.media import MediaFacts, megabytes

LONGEST_LINE = 4000
"""A text longer than this is not a path or an address that a person wants to see on one line."""


def fits_a_line(value: object) -> bool:
    """Whether a text control can show it as it is: a path or an address, not a data URI or an object."""
    if isinstance(value, PurePath):
        return True
    return isinstance(value, str) and len(value) <= LONGEST_LINE and not value.startswith("data:")


def short_name(value: object) -> str:
    """What a picture is called: its file name, or what kind of object it is (`PIL image 640×480`)."""
    if isinstance(value, PurePath):
        return value.name
    if isinstance(value, str):
        if value.startswith("data:"):
            return "data URI"
        if "://" in value:
            parts = urlsplit(value)
            return unquote(PurePosixPath(parts.path).name) or parts.netloc
        return PurePath(value).name or value
    if isinstance(value, bytes | bytearray):
        return "bytes"
    size = getattr(value, "size", None)
    if type(value).__module__.startswith("PIL.") and isinstance(size, tuple):
        return f"PIL image {size[0]}×{size[1]}"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and len(shape) > 1:
        return f"array {shape[1]}×{shape[0]}"
    return type(value).__name__


def facts_line(name: str, facts: MediaFacts | None) -> str:
    """Name, size in pixels, size in bytes, as far as they are known: `cat.jpg · 451×300 · 22 kB`."""
    words = [name]
    if facts is not None and facts.width and facts.height:
        pixels = f"{facts.width}×{facts.height}"
        words += [] if pixels in name else [pixels]
    if facts is not None and facts.size_bytes:
        words.append(megabytes(facts.size_bytes))
    return " · ".join(words)
