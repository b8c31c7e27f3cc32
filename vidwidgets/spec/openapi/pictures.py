"""Which properties take a picture, a clip or a sound, what a picture is for, and its limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from vidwidgets.spec.media import MediaLimits
from vidwidgets.spec.openapi.bounds import LARGEST_NUMBER
from vidwidgets.spec.openapi.numbers import finite
from vidwidgets.spec.openapi.shape import Shape

What = Literal["picture", "clip", "sound", "file", ""]

TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif")
"""What fal's own upload fields take (facts/fal.md §3, read 2026-11-21); the documents do not say."""
_HINTS: Mapping[str, What] = {"image": "picture", "image_mask": "picture", "video": "clip", "audio": "sound"}
_PICTURE = {"image", "images", "frame", "frames", "picture", "photo", "mask", "keyframe", "face", "portrait", "img"}
_CLIP = {"video", "videos", "clip"}
_SOUND = {"audio", "audios", "sound", "music", "voice", "speech"}
_ENDS_AS_ADDRESS = re.compile(r"(?:^|_)urls?$")
_FIRST = (
    "image_url",
    "start_image_url",
    "first_frame_url",
    "first_image_url",
    "start_frame_url",
    "first_frame_image_url",
    "first_frame_image",
    "input_image_url",
    "source_image_url",
    "image",
)
"""What the first picture is called, the usual name first (facts/fal.md §4)."""
_SHORTEST_ADDRESS, _LONGEST_ADDRESS = 10, 500
_LAST_WORDS = {"last", "end", "tail", "final"}
_REFERENCE_WORDS = {"reference", "ref", "subject", "style", "element", "elements", "face", "character", "ip"}


def what_it_takes(name: str, shape: Shape) -> What:
    """What kind of file a property names by its address; empty where it names none."""
    for hint in (*shape.hints("ui", "field"), *shape.hints("_fal_ui_field")):
        if isinstance(hint, str) and hint in _HINTS:
            return _HINTS[hint]
    lowered = name.lower()
    if not _ENDS_AS_ADDRESS.search(lowered):
        return ""
    words = set(lowered.split("_"))
    if words & _CLIP:
        return "clip"
    if words & _SOUND:
        return "sound"
    return "picture" if words & _PICTURE else "file"


def fits_an_address(kind: Mapping[str, Any]) -> bool:
    """Whether the lengths of a text leave room for any usual address."""
    least, most = finite(kind.get("minLength")), finite(kind.get("maxLength"))
    return (least is None or least <= _SHORTEST_ADDRESS) and (most is None or most >= _LONGEST_ADDRESS)


def roles_of(pictures: Iterable[str]) -> dict[str, str]:
    """What each picture is for: "first", "last", "reference", "mask", or nothing.

    Exactly one of those that start a clip is "first", since `image=` means that one.
    """
    names = list(pictures)
    found = {name: _role_by_words(name) for name in names}
    rest = [name for name in names if not found[name]]
    first = next((name for name in _FIRST if name in rest), None)
    if first is None:
        leading = [name for name in rest if {"first", "start"} & set(name.lower().split("_"))]
        first = next(iter(leading or (rest if len(rest) == 1 else [])), None)
    if first is not None:
        found[first] = "first"
    return found


def limits_of(shape: Shape) -> MediaLimits:
    """The `x-fal` limits of a picture; what a document states wrongly limits nothing."""
    stated: dict[str, Any] = {}
    for part in (*reversed([*shape.hints("x-fal")]), *shape.hints("x-fal")):
        if isinstance(part, Mapping):
            stated |= part
    for key in ("max_file_size", "min_width", "min_height"):  # now and then they stand in the property itself
        stated.setdefault(key, next(shape.hints(key), None))
    low, high = _ratio(stated.get("min_aspect_ratio")), _ratio(stated.get("max_aspect_ratio"))
    if low is not None and high is not None and low > high:
        low = high = None
    widest, highest = _pixels(stated.get("max_width")), _pixels(stated.get("max_height"))
    return MediaLimits(
        content_types=TYPES,
        max_size_bytes=_pixels(stated.get("max_file_size")),
        min_width=_pixels(stated.get("min_width")),
        min_height=_pixels(stated.get("min_height")),
        # beyond the larger of the two it is too large whichever way it lies
        max_side=max(widest, highest) if widest and highest else None,
        min_aspect_ratio=low,
        max_aspect_ratio=high,
    )


def _role_by_words(name: str) -> str:
    words = set(name.lower().split("_"))
    if "mask" in words:
        return "mask"
    if words & _REFERENCE_WORDS:
        return "reference"
    return "last" if words & _LAST_WORDS else ""


def _pixels(value: object) -> int | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < LARGEST_NUMBER
    return int(value) if usable and isinstance(value, int | float) else None


def _ratio(value: object) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < LARGEST_NUMBER
    return float(value) if usable and isinstance(value, int | float) else None
