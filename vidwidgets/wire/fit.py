"""A picture encoded again, so that it fits into a request where it cannot be uploaded. Pure."""

from __future__ import annotations

from dataclasses import replace

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.encode import encoded, flat, opened_upright
from vidwidgets.wire.picture import Picture

QUALITIES = (95, 90, 85, 78)
"""Tried in turn at full size; below the last, fewer pixels look better than more loss."""
SHRINK = 0.8
LEAST_SIDE = 64
_BASE64_BYTES, _BASE64_CHARACTERS = 3, 4


def data_uri_length(picture: Picture) -> int:
    """How many characters its data URI has, without making it."""
    head = len(f"data:{picture.content_type};base64,")
    return head + _BASE64_CHARACTERS * -(-len(picture.content) // _BASE64_BYTES)


def fitted_jpeg(picture: Picture, most_characters: int, *, why: str) -> Picture:
    """The picture as a JPEG whose data URI has at most so many characters; `note` says what was done and why.

    Args:
        picture: With its bytes.
        most_characters: The limit of the whole data URI.
        why: The reason, as the end of a sentence ("my-gateway takes no uploads").

    Raises:
        InvalidRequest: It cannot be opened, or would have to become too small.
    """
    from PIL import Image

    image = flat(opened_upright(picture))
    width, height = image.size
    for quality in QUALITIES:
        made = encoded(image, picture.name, "image/jpeg", quality)
        if data_uri_length(made) <= most_characters:
            return _noted(made, picture, f"at quality {quality}", why)
    while min(image.size) * SHRINK >= LEAST_SIDE:
        image = image.resize((round(image.width * SHRINK), round(image.height * SHRINK)), Image.Resampling.LANCZOS)
        made = encoded(image, picture.name, "image/jpeg", QUALITIES[1])
        if data_uri_length(made) <= most_characters:
            return _noted(made, picture, f"scaled from {width}×{height} to {image.width}×{image.height}", why)
    raise InvalidRequest(f"{picture.name} cannot be made to fit ({why}): give a smaller picture. Nothing was sent.")


def _noted(made: Picture, given: Picture, how: str, why: str) -> Picture:
    megabytes = f"{given.size_bytes / 1e6:.1f} MB"
    note = f"{given.name} ({megabytes}) is sent as a JPEG of {made.size_bytes / 1e6:.1f} MB, {how}: {why}."
    return replace(made, note=f"{given.note} {note}".strip())
