"""Any still image as an upright RGB picture, and a made-up one where none can be had."""

from __future__ import annotations

import hashlib
import io
from typing import Final

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

# What fal's own forms accept (facts/fal.md §3).
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")


class UnreadablePictureError(ValueError):
    """The bytes are no image that a provider would read."""


def read_picture(data: bytes) -> Image.Image:
    """Decode an image: EXIF rotation applied, first frame of an animation, transparency on white, always RGB.

    Raises:
        UnreadablePictureError: it is not an image, is damaged, or is absurdly large.
    """
    try:
        Image.init()
        known: list[str] = [kind for kind in FORMATS if kind in Image.OPEN]  # AVIF came with Pillow 11.3
        with Image.open(io.BytesIO(data), formats=known) as opened:
            opened.seek(0)
            upright = ImageOps.exif_transpose(opened)
            upright.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadablePictureError(str(error)) from error
    if "A" in upright.getbands() or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return upright.convert("RGB")


def invented_picture(seed: str) -> Image.Image:
    """A 1280x720 picture that depends on ``seed`` alone, for an address that the sandbox has no network to reach."""
    digest = hashlib.sha256(seed.encode()).digest()
    low, high = (tuple(digest[i : i + 3]) for i in (0, 3))
    picture = Image.composite(
        Image.new("RGB", (1280, 720), low),
        Image.new("RGB", (1280, 720), high),
        Image.linear_gradient("L").resize((1280, 720)),
    )
    draw = ImageDraw.Draw(picture)
    for i in range(6, 30, 3):
        x, y, radius = digest[i] * 5, digest[i + 1] * 3, 30 + digest[i + 2] // 2
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=tuple(digest[i : i + 3]))
    return picture
