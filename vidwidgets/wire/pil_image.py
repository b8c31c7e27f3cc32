"""A PIL image, whatever its mode, as one that a PNG can hold and a person would recognise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vidwidgets.errors import InvalidRequest

if TYPE_CHECKING:
    from PIL import Image

_AS_IT_IS = {"RGB", "RGBA", "L"}
_NO_RANGE = {"I", "F"}
"""Modes whose darkest and brightest value nothing says."""


def plain_image(image: Image.Image) -> Image.Image:
    """The image upright, in RGB, RGBA or L.

    Raises:
        InvalidRequest: Its file is cut short, it has no pixels, or nothing says what its numbers mean.
    """
    from PIL import ImageOps

    if 0 in image.size:
        raise InvalidRequest("The PIL image has no pixels. Nothing was sent.")
    if image.mode in _NO_RANGE:
        raise InvalidRequest(
            f"The PIL image is in mode {image.mode}, of which nothing says what is black and what is white. "
            "Scale it to 0 to 255 and convert it to L or RGB. Nothing was sent."
        )
    try:
        upright = ImageOps.exif_transpose(image)  # reads the file, where that was put off until now
        if upright.mode in _AS_IT_IS and "transparency" not in upright.info:
            return upright
        if upright.mode.startswith("I;16"):
            # through 32 bits, since PIL scales no other byte order of these
            return upright.convert("I").point(lambda value: value * (1 / 257)).convert("L")
        if upright.mode == "La":
            return upright.convert("LA").convert("RGBA")
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidRequest(
            "The PIL image cannot be read: its file is damaged or closed. Nothing was sent."
        ) from error
