"""What is known of one picture: read once per value, away from the typing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.edit import Edit, Edited
from vidwidgets.spec.media import MediaFacts


@dataclass(frozen=True)
class MediaDoors:
    """What a form needs from elsewhere for pictures; any of them may be slow."""

    inspect: Callable[[Any], MediaFacts] | None = None
    """Reads a picture's facts, or raises `InvalidRequest` with a sentence; None: pictures are not judged."""
    picture_of: Callable[[Any], bytes] | None = None
    """A small JPEG of it; None or an error: no preview."""
    receive: Callable[[str, bytes], Any] | None = None
    """Stores an uploaded file under (about) this name and gives the value to use; None: no upload."""
    later: Callable[[float, Callable[[], None]], None] | None = None
    """Calls a function after so many seconds, off the calling thread; None: at once, on it."""
    edit: Callable[[Any, Edit], Edited] | None = None
    """Changes a picture as asked, or raises `InvalidRequest` with a sentence; None: pictures are taken as they are."""

    def defer(self, seconds: float, act: Callable[[], None]) -> None:
        """Call `act` later, or now where nothing else was given."""
        if self.later is None:
            act()
        else:
            self.later(seconds, act)


@dataclass(frozen=True)
class SeenByBrowser:
    """What the browser says of an address that it shows."""

    width: int
    height: int
    size_bytes: int = 0
    content_type: str = ""


@dataclass(frozen=True)
class Reading:
    """What came of reading one picture."""

    facts: MediaFacts | None = None
    """None when it could not be read, or nobody reads pictures here."""
    preview: bytes = b""
    """A small JPEG; empty where there is none."""
    wrong: str = ""
    """Why it cannot be used, as a sentence."""
    each: tuple[Reading, ...] = ()
    """What came of each picture of a list; empty for a picture alone."""
    stamp: object = None
    """What it was read from, as `stamp_of` gives it."""


def read_picture(value: object, doors: MediaDoors, before: Reading | None = None) -> Reading:
    """Read a picture's facts and make its preview; of a list, those of each one.

    Args:
        value: The picture, or a list.
        doors: How it is read.
        before: An earlier reading: what has not changed since is taken from it.
    """
    stamp = stamp_of(value)
    known = next((one for one in (before, *before.each) if is_same(one.stamp, stamp)), None) if before else None
    if known is not None:
        return known
    if isinstance(value, list | tuple):
        return Reading(stamp=stamp, each=tuple(read_picture(one, doors, before) for one in value))
    return replace(_read_one(value, doors), stamp=stamp)


def is_same(one: object, other: object) -> bool:
    """Equality that an array cannot turn into an array."""
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(is_same(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and isinstance(one, str | bytes | int | float | PurePath) and one == other


def _read_one(value: object, doors: MediaDoors) -> Reading:
    if isinstance(value, int):  # the id of one that was uploaded before: the provider has it
        return Reading()
    if doors.inspect is None:
        return Reading(preview=_preview(value, doors))
    try:
        facts = doors.inspect(value)
    except (VidwidgetsError, OSError, ValueError) as error:
        return Reading(wrong=str(error) or f"The picture cannot be read ({type(error).__name__}).")
    except Exception as error:  # noqa: BLE001  an image library may raise anything; a form must not stay "reading…"
        return Reading(wrong=f"The picture cannot be read ({type(error).__name__}): give another.")
    return Reading(facts, _preview(value, doors))


def stamp_of(value: object) -> object:
    """What changes when the file behind a path does; the value itself stands for everything else."""
    if isinstance(value, list | tuple):
        return tuple(stamp_of(one) for one in value)
    if isinstance(value, str | PurePath) and is_local(str(value)):
        with contextlib.suppress(OSError, ValueError):
            seen = Path(value).expanduser().stat()
            return (str(value), seen.st_mtime_ns, seen.st_size)
    return value


def is_web_address(value: object) -> bool:
    """Whether it is an http(s) address, whose bytes are not here."""
    return isinstance(value, str) and value[:8].lower().startswith(("http://", "https://"))


def is_local(text: str, longest: int = 4000) -> bool:
    """Whether a text may be a path: neither an address, nor a data URI, nor too long."""
    return len(text) <= longest and "://" not in text and not text.startswith("data:")


def _preview(value: object, doors: MediaDoors) -> bytes:
    if doors.picture_of is None:
        return b""
    try:
        return doors.picture_of(value)
    except Exception:  # noqa: BLE001  a preview is a courtesy: without one the name and the facts stand alone
        return b""
