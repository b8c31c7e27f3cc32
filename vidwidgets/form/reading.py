"""What is known of one picture: read once per value, away from the typing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.picture_words import short_name
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

    def defer(self, seconds: float, act: Callable[[], None]) -> None:
        """Call `act` later, or now where nothing else was given."""
        if self.later is None:
            act()
        else:
            self.later(seconds, act)


@dataclass(frozen=True)
class Reading:
    """What came of reading one picture."""

    facts: MediaFacts | None = None
    """None when it could not be read, or nobody reads pictures here."""
    preview: bytes = b""
    """A small JPEG; empty where there is none."""
    wrong: str = ""
    """Why it cannot be used, as a sentence."""
    each: tuple[tuple[str, MediaFacts], ...] = ()
    """Name and facts of each picture of a list; empty for a picture alone."""


def read_picture(value: object, doors: MediaDoors) -> Reading:
    """Read a picture's facts and make its preview; of a list, each one's facts and the first one's preview."""
    if isinstance(value, list | tuple):
        return _read_list(value, doors)
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


def _read_list(values: Sequence[object], doors: MediaDoors) -> Reading:
    readings = [(short_name(value), read_picture(value, doors)) for value in values]
    return Reading(
        preview=next((reading.preview for _, reading in readings if reading.preview), b""),
        wrong=next((reading.wrong for _, reading in readings if reading.wrong), ""),
        each=tuple((name, reading.facts) for name, reading in readings if reading.facts is not None),
    )


def stamp_of(value: object) -> object:
    """What changes when the file behind a path does; the value itself stands for everything else."""
    if isinstance(value, list | tuple):
        return tuple(stamp_of(one) for one in value)
    if isinstance(value, str | PurePath) and is_local(str(value)):
        with contextlib.suppress(OSError, ValueError):
            seen = Path(value).expanduser().stat()
            return (str(value), seen.st_mtime_ns, seen.st_size)
    return value


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
