"""A picture made to keep a provider's limits, because somebody asked for that. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.encode import GOOD_QUALITY, KEPT, LOSSLESS, LOSSY, encoded, flat, has_clear_pixels, opened_upright
from vidwidgets.wire.fit import LEAST_SIDE, QUALITIES, SHRINK
from vidwidgets.wire.picture import Picture

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True)
class Bounds:
    """What is to be kept; None and an empty tuple bind nothing."""

    content_types: tuple[str, ...] = ()
    max_size_bytes: int | None = None
    max_side: int | None = None
    """The most pixels of the longer side."""
    min_side: int | None = None
    """The fewest pixels of the shorter side: it is not made smaller than that."""


def mended(picture: Picture, bounds: Bounds, colour: str = "white") -> Picture:
    """The picture with as little changed as keeps the bounds; `note` says what was done, empty where nothing was.

    First fewer pixels where it has too many, then another format where its own is not taken, then more loss, and
    fewer pixels at last.

    Args:
        picture: With its bytes.
        bounds: What it must keep.
        colour: Under transparent parts, where the format has none.

    Raises:
        InvalidRequest: It cannot be opened, or cannot be made to keep them.
    """
    if bounds.content_types and not set(KEPT) & set(bounds.content_types):
        raise InvalidRequest(f"{picture.name} cannot be made to fit: no format that is taken is written here.")
    image = opened_upright(picture)
    kept_kind = not bounds.content_types or picture.content_type in bounds.content_types
    small = _within(image, bounds.max_side)
    if small is image and kept_kind and _light(picture, bounds):
        return replace(picture, note="")
    for made in _tries(small, picture, bounds, colour):
        if _light(made, bounds):
            return replace(made, note=_said(picture, made, image, colour))
    raise InvalidRequest(f"{picture.name} cannot be made to fit: it would have to become too small. Give another.")


def _tries(image: Image.Image, picture: Picture, bounds: Bounds, colour: str) -> Iterator[Picture]:
    """What may do, best first."""
    taken = bounds.content_types or KEPT
    own = picture.content_type
    lossy = next((kind for kind in (own, *LOSSY) if kind in LOSSY and kind in taken), None)
    keeps_clear = picture.has_alpha and lossy == "image/jpeg"
    if LOSSLESS in taken and (own not in LOSSY or lossy is None or keeps_clear):
        yield encoded(image, picture.name, LOSSLESS)
    if lossy is None:
        return
    ready = flat(image, colour) if lossy == "image/jpeg" else image
    for quality in (GOOD_QUALITY, *QUALITIES[1:]):
        yield encoded(ready, picture.name, lossy, quality)
    least = max(LEAST_SIDE, bounds.min_side or 0)
    while min(ready.size) * SHRINK >= least:
        ready = _scaled(ready, SHRINK)
        yield encoded(ready, picture.name, lossy, QUALITIES[1])


def _light(picture: Picture, bounds: Bounds) -> bool:
    return bounds.max_size_bytes is None or len(picture.content) <= bounds.max_size_bytes


def _within(image: Image.Image, max_side: int | None) -> Image.Image:
    longest = max(image.size)
    return image if max_side is None or longest <= max_side else _scaled(image, max_side / longest)


def _scaled(image: Image.Image, share: float) -> Image.Image:
    from PIL import Image

    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    plain = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA")
    return plain.resize(size, Image.Resampling.LANCZOS)


def _said(given: Picture, made: Picture, image: Image.Image, colour: str) -> str:
    done = [] if made.content_type == given.content_type else [f"made a {_word(made.content_type)}"]
    if (made.width, made.height) != image.size:
        done.append(f"scaled from {image.width}×{image.height} to {made.width}×{made.height}")
    if made.content_type == "image/jpeg" and has_clear_pixels(image):
        done.append(f"its transparent parts put on {colour}")
    done.append(f"saved anew as {_size(made)}, before {_size(given)}")
    return f"{given.name} was {', '.join(done)}."


def _word(content_type: str) -> str:
    return {"image/jpeg": "JPEG", "image/webp": "WebP"}.get(content_type, "PNG")


def _size(picture: Picture) -> str:
    megabytes = len(picture.content) / 1e6
    return f"{megabytes:.1f} MB" if megabytes >= 1 else f"{max(1, round(megabytes * 1000))} kB"
