"""A picture in a few words, whatever it was given as."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath
from urllib.parse import unquote, urlsplit

from vidwidgets.spec.media import Media, MediaFacts, MediaLimits, megabytes
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.source import Source

LONGEST_LINE = 4000
"""A text longer than this is not a path or an address that a person wants to see on one line."""


_ONE = Media(name="one", label="One", help="", source=Source("", ""))


def fits_a_line(value: object) -> bool:
    """Whether a text control can show it as it is: a path or an address, not a data URI or an object."""
    if isinstance(value, PurePath):
        return True
    return isinstance(value, str) and len(value) <= LONGEST_LINE and not value.startswith("data:")


def typed(text: str, field: Media) -> object:
    """What a typed line means to a field: a path or an address, an id, or several of them between commas."""
    if not isinstance(field, MediaList):
        return _typed_one(text, field)
    return [_typed_one(part.strip(), field) for part in text.split(",") if part.strip()]


def as_line(value: object, field: Media) -> str | None:
    """A value as a person would type it; None where no line can say it."""
    if isinstance(field, MediaList) and isinstance(value, list | tuple):
        parts = [as_line(one, _ONE) for one in value]
        return None if None in parts else ", ".join(part for part in parts if part)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return str(value) if fits_a_line(value) else None


def _typed_one(text: str, field: Media) -> object:
    return int(text) if field.takes_ids and text.isascii() and text.isdigit() else text


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
    if isinstance(value, int):
        return f"id {value}"
    if isinstance(value, list | tuple):
        return f"{len(value)} pictures"
    return _object_name(value)


def _object_name(value: object) -> str:
    path = getattr(value, "path", None) or getattr(getattr(getattr(value, "state", None), "clip", None), "path", None)
    if isinstance(path, PurePath):
        return f"last frame of {path.name}"
    size = getattr(value, "size", None)
    if type(value).__module__.startswith("PIL.") and isinstance(size, tuple):
        return f"PIL image {size[0]}×{size[1]}"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and len(shape) > 1:
        return f"array {shape[1]}×{shape[0]}"
    return type(value).__name__


def limits_line(limits: MediaLimits) -> str:
    """What a provider takes: `JPEG, PNG, WebP · up to 20 MB · 300 px or more · ratio 0.4 to 2.5`; empty: no limits."""
    words = [", ".join(_kind_word(kind) for kind in limits.content_types)]
    if limits.max_size_bytes:
        words.append(f"up to {megabytes(limits.max_size_bytes)}".replace(".0 MB", " MB"))
    least = limits.min_side or min(limits.min_width or 0, limits.min_height or 0)
    if least and limits.max_side:
        words.append(f"sides {least} to {limits.max_side:,} px")
    elif least:
        words.append(f"{least} px or more")
    elif limits.max_side:
        words.append(f"{limits.max_side:,} px or less")
    low, high = limits.min_aspect_ratio, limits.max_aspect_ratio
    if low or high:
        words.append(f"width ÷ height {f'{low:g} to {high:g}' if low and high else f'{low or high:g}'}")
    return " · ".join(word for word in words if word)


def _kind_word(content_type: str) -> str:
    word = content_type.removeprefix("image/")
    return {"webp": "WebP"}.get(word, word.upper())


def facts_line(name: str, facts: MediaFacts | None) -> str:
    """Name, size in pixels, size in bytes, as far as they are known: `cat.jpg · 451×300 · 22 kB`."""
    words = [name]
    if facts is not None and facts.width and facts.height:
        pixels = f"{facts.width}×{facts.height}"
        words += [] if pixels in name else [pixels]
    if facts is not None and facts.size_bytes:
        words.append(megabytes(facts.size_bytes))
    return " · ".join(words)
