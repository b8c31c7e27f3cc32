"""Pictures changed as a form asks for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from vidwidgets.form.edit import Crop, Edit, Edited, Fit, Flatten
from vidwidgets.wire.crop import cropped, flattened
from vidwidgets.wire.mend import Bounds, mended
from vidwidgets.wire.picture import Picture

ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".bmp", ".tif", ".tiff"}


def edited(picture: Picture, edit: Edit) -> Edited:
    """The changed picture, with what was done in its sentence.

    Raises:
        InvalidRequest: It cannot be opened, or cannot be made to fit.
    """
    match edit:
        case Crop(left, top, width, height):
            made = cropped(picture, left, top, width, height)
        case Flatten(colour):
            made = flattened(picture, colour)
        case Fit(limits, colour):
            bounds = Bounds(
                content_types=limits.content_types,
                max_size_bytes=limits.max_size_bytes,
                max_side=limits.max_side,
                min_side=limits.min_side or max(limits.min_width or 0, limits.min_height or 0) or None,
            )
            made = mended(picture, bounds, colour)
    return Edited(_file_name(made), made.content, made.note)


def _file_name(made: Picture) -> str:
    """Its name with the ending of what it is now: of `scan.bmp` that became a PNG, `scan.png`."""
    path = PurePath(made.name)
    plain = path.stem if path.suffix.lower() in ENDINGS else made.name
    return replace(made, name=plain).file_name
