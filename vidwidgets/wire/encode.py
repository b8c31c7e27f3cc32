"""Images as files again: their transparent parts on a colour, one format or another."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.picture import Picture

if TYPE_CHECKING:
    from PIL import Image

LOSSLESS = "image/png"
LOSSY = ("image/jpeg", "image/webp")
"""What can be made smaller by quality; the first that is taken is used."""
KEPT = (LOSSLESS, *LOSSY)
"""Formats that are written again as they were; a picture in another becomes a PNG."""
GOOD_QUALITY = 95
_OPAQUE = 255


def opened_upright(picture: Picture) -> Image.Image:
    """Its image, read and upright.

    Raises:
        InvalidRequest: Its bytes are not here, or cannot be opened.
    """
    from PIL import Image, ImageOps

    if not picture.content:
        raise InvalidRequest(f"{picture.name} is known by its address alone: to change it, give the file itself.")
    try:
        with Image.open(io.BytesIO(picture.content)) as opened:
            return ImageOps.exif_transpose(opened)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InvalidRequest(f"{picture.name} cannot be opened to change it. Nothing was sent.") from error


def has_clear_pixels(image: Image.Image) -> bool:
    """Whether any pixel is transparent, even a little: an alpha channel alone says nothing."""
    if not image.has_transparency_data:
        return False
    clear = image if image.mode in {"RGBA", "LA"} else image.convert("RGBA")
    least, _ = clear.getchannel("A").getextrema()
    return isinstance(least, int | float) and least < _OPAQUE


def flat(image: Image.Image, colour: str = "white") -> Image.Image:
    """The image in RGB, its transparent parts on a colour ("white", "#20a0ff")."""
    from PIL import Image

    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, colour), clear).convert("RGB")


def encoded(image: Image.Image, name: str, content_type: str, quality: int = GOOD_QUALITY) -> Picture:
    """The image as a picture of that type, which must be one of `KEPT`; a JPEG must be flat before."""
    out = io.BytesIO()
    ready = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA" if has_clear_pixels(image) else "RGB")
    if content_type == LOSSLESS:
        ready.save(out, "PNG")
    elif content_type == "image/jpeg":
        ready.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
    else:
        ready.save(out, "WEBP", quality=quality)
    return Picture(
        name=name,
        content=out.getvalue(),
        content_type=content_type,
        width=image.width,
        height=image.height,
        size_bytes=out.tell(),
        has_alpha=content_type != "image/jpeg" and has_clear_pixels(ready),
    )
