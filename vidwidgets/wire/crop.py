"""A part of a picture, and a picture without transparent parts, because somebody asked for that. Pure."""

from __future__ import annotations

from dataclasses import replace

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.encode import KEPT, LOSSLESS, encoded, flat, opened_upright
from vidwidgets.wire.picture import Picture


def cropped(picture: Picture, left: int, top: int, width: int, height: int) -> Picture:
    """That part of it, in pixels of the upright picture; in its own format, or as a PNG where that is not written.

    Raises:
        InvalidRequest: It cannot be opened, or the part is not within it.
    """
    image = opened_upright(picture)
    right, bottom = left + width, top + height
    if not (0 <= left < right <= image.width and 0 <= top < bottom <= image.height):
        raise InvalidRequest(f"That part is not within {picture.name}, which has {image.width}×{image.height} pixels.")
    made = encoded(image.crop((left, top, right, bottom)), picture.name, _kind(picture))
    return replace(made, note=f"{picture.name} was cropped from {image.width}×{image.height} to {width}×{height}.")


def flattened(picture: Picture, colour: str) -> Picture:
    """The picture with its transparent parts on a colour ("#ffffff").

    Raises:
        InvalidRequest: It cannot be opened.
    """
    made = encoded(flat(opened_upright(picture), colour), picture.name, _kind(picture))
    return replace(made, note=f"The transparent parts of {picture.name} were put on {colour}.")


def _kind(picture: Picture) -> str:
    return picture.content_type if picture.content_type in KEPT else LOSSLESS
