"""What a picture is, read from its bytes and never from its name."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.encode import has_clear_pixels
from vidwidgets.wire.picture import Picture

if TYPE_CHECKING:
    from PIL import Image

_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_READ = ("JPEG", "MPO", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
"""What is opened at all: PIL's readers of rarer kinds fail in their own ways, and one of them runs a program."""
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    ArithmeticError,
    LookupError,
    EOFError,
    TypeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What PIL raises on bytes that are broken in one place or another."""
_KEPT_WHEN_TURNED = {"image/jpeg", "image/png", "image/webp"}
_EXIF_ORIENTATION = 0x0112
_TURNED = range(2, 9)


def inspected(content: bytes, name: str) -> Picture:
    """A picture of these bytes: its type, its size, turned upright where its EXIF says so.

    Raises:
        InvalidRequest: They are no picture that can be opened.
    """
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise InvalidRequest(f"{name} is empty: there is no picture in it. Nothing was sent.")
    try:
        with _opened(content) as image:
            return _described(image, content, name)
    except UnidentifiedImageError as error:
        raise InvalidRequest(f"{name} is not a picture: {_looks_like(content)}. Nothing was sent.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidRequest(f"{name} has too many pixels to be opened safely. Nothing was sent.") from error
    except _DAMAGE as error:
        raise InvalidRequest(f"{name} is a damaged picture: it cannot be opened. Nothing was sent.") from error


def preview_of(picture: Picture, longest_side: int = 480) -> bytes:
    """A small JPEG of it, or a WebP where parts are transparent; b"" where its bytes are not known or not drawable."""
    from PIL import Image, ImageOps

    if not picture.content:
        return b""
    out = io.BytesIO()
    try:
        with _opened(picture.content) as image:
            image.draft("RGB", (longest_side, longest_side))
            small = ImageOps.exif_transpose(image).convert("RGBA" if picture.has_alpha else "RGB")
        small.thumbnail((longest_side, longest_side), Image.Resampling.BICUBIC)
        small.save(out, "WEBP" if picture.has_alpha else "JPEG", quality=80)
    except _DAMAGE:
        return b""
    return out.getvalue()


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    from PIL import Image

    Image.init()
    readers = [kind for kind in _READ if kind in Image.OPEN]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PIL's remarks on a slightly odd file are for no one here
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content), formats=readers) as image:
            yield image


def _described(image: Image.Image, content: bytes, name: str) -> Picture:
    kind = _TYPES.get(image.format or "", f"image/{(image.format or 'unknown').lower()}")
    if image.mode == "CMYK":
        raise InvalidRequest(
            f"{name} is in CMYK, the colours of print, and would come out wrong. Convert it to RGB first: "
            "PIL.Image.open(…).convert('RGB'). Nothing was sent."
        )
    turned = image.getexif().get(_EXIF_ORIENTATION) in _TURNED
    image.load()  # a picture cut short opens, and fails only here
    if turned:
        return _upright(image, kind, name)
    width, height = image.size
    return Picture(
        name=name,
        content=content,
        content_type=kind,
        width=width,
        height=height,
        size_bytes=len(content),
        has_alpha=has_clear_pixels(image),
    )


def _upright(image: Image.Image, kind: str, name: str) -> Picture:
    from PIL import ImageOps

    straight = ImageOps.exif_transpose(image)
    kept_kind = kind if kind in _KEPT_WHEN_TURNED else "image/png"
    out = io.BytesIO()
    straight.save(out, kept_kind.removeprefix("image/").upper(), quality=95)
    width, height = straight.size
    return Picture(
        name=name,
        content=out.getvalue(),
        content_type=kept_kind,
        width=width,
        height=height,
        size_bytes=out.tell(),
        has_alpha=has_clear_pixels(straight),
        note=f"{name} is stored sideways with a turn in its EXIF; it is sent turned upright.",
    )


def _looks_like(content: bytes) -> str:
    head = content[:256].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "it is a web page"
    if head.startswith((b"<svg", b"<?xml")):
        return "it is an SVG or XML drawing; make a PNG of it"
    if b"ftyp" in content[:16]:
        return "it is a video or a photograph in a format that is not read here; make a JPEG of it"
    try:
        content[:256].decode("utf-8")
    except UnicodeDecodeError:
        return "its bytes are of no known kind"
    return "it is text"
