"""A picture in any form that people have one, read and made ready for the wire.

A path, an http(s) URL, a data URI, bytes, a file object, a PIL image or an array becomes a `Picture`. What it is is
read from its bytes, never from its name.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.array import image_of_array, is_array
from vidwidgets.wire.origin import without_query

if TYPE_CHECKING:
    from PIL import Image

MAX_READ_BYTES = 512 * 1024 * 1024
"""No provider takes more; a larger file is not read into memory to find out."""

_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,", re.ASCII)
_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
_EXIF_ORIENTATION = 0x0112
_TURNED = range(2, 9)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, read once."""

    name: str
    """A file name, or a short word for what had none; never a whole path."""
    content: bytes = field(default=b"", repr=False)
    """What would be sent; empty where only a URL is known."""
    url: str = ""
    """The public URL it was given as; empty where it was given as bytes."""
    content_type: str = ""
    width: int = 0
    """Pixels, upright; 0 when not known."""
    height: int = 0
    size_bytes: int = 0
    note: str = ""
    """What was done to it before sending, as a sentence; empty when nothing was."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes, or of its URL where only that is known."""
        return hashlib.sha256(self.content or self.url.encode()).hexdigest()

    @property
    def words(self) -> str:
        """In a few words: `cat.jpg, 451×300, 22 kB`."""
        parts = [self.name]
        if self.width:
            parts.append(f"{self.width}×{self.height}")
        if self.size_bytes:
            megabytes = self.size_bytes / 1e6
            parts.append(f"{megabytes:.1f} MB" if megabytes >= 1 else f"{max(1, round(megabytes * 1000))} kB")
        return ", ".join(parts)

    def data_uri(self) -> str:
        """Its bytes as a data URI."""
        return f"data:{self.content_type};base64,{base64.b64encode(self.content).decode()}"


def read_picture(value: Any) -> Picture:  # noqa: ANN401  anything may have been given; one return a form
    """Read a picture in any of the forms above.

    Raises:
        InvalidRequest: There is no such file, or it is no picture; the sentence says which and what to do.
    """
    if isinstance(value, Picture):
        return value
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, PurePath):
        return _from_path(Path(value))
    if isinstance(value, bytes | bytearray | memoryview):
        return inspected(bytes(value), "the given bytes")
    if hasattr(value, "save") and hasattr(value, "mode") and hasattr(value, "size"):
        return _from_image(value, "PIL image")
    if is_array(value):
        return _from_image(image_of_array(value), "array")
    if hasattr(value, "read"):
        content = value.read()
        if isinstance(content, bytes):
            return inspected(content, PurePath(str(getattr(value, "name", "the given file"))).name)
    raise InvalidRequest(
        f"A picture is a path, a URL, a data URI, bytes, a PIL image or an array, not {type(value).__name__}. "
        "Nothing was sent."
    )


def inspected(content: bytes, name: str) -> Picture:
    """A picture of these bytes: its type, its size, turned upright where its EXIF says so.

    Raises:
        InvalidRequest: They are no picture that can be opened.
    """
    from PIL import Image, UnidentifiedImageError

    if not content:
        raise InvalidRequest(f"{name} is empty: there is no picture in it. Nothing was sent.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                return _described(image, content, name)
    except UnidentifiedImageError as error:
        raise InvalidRequest(f"{name} is not a picture: {_looks_like(content)}. Nothing was sent.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise InvalidRequest(f"{name} has too many pixels to be opened safely. Nothing was sent.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise InvalidRequest(f"{name} is a damaged picture: it cannot be opened. Nothing was sent.") from error


def preview_jpeg(picture: Picture, longest_side: int = 480) -> bytes:
    """A small JPEG of it; b"" where its bytes are not known or cannot be drawn."""
    from PIL import Image, ImageOps

    if not picture.content:
        return b""
    try:
        with Image.open(io.BytesIO(picture.content)) as image:
            image.draft("RGB", (longest_side, longest_side))
            small = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, ValueError):
        return b""
    small.thumbnail((longest_side, longest_side))
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()


def _from_text(text: str) -> Picture:
    if text.startswith(("http://", "https://")):
        name = PurePath(without_query(text)).name or "the picture"
        return Picture(name=name, url=text)
    if text.startswith("data:"):
        return inspected(_data_of(text), "the data URI")
    if "\n" in text or len(text) > 4096:  # noqa: PLR2004  longer than any path
        raise InvalidRequest("That is neither a path, nor a URL, nor a data URI. Nothing was sent.")
    return _from_path(Path(text).expanduser())


def _data_of(text: str) -> bytes:
    found = _DATA_URI.match(text[:300])
    if not found:
        raise InvalidRequest("The data URI is malformed: it must begin data:image/png;base64,… Nothing was sent.")
    rest = text[found.end() :]
    try:
        return base64.b64decode(rest, validate=True) if found.group(3) else unquote_to_bytes(rest)
    except (binascii.Error, ValueError) as error:
        raise InvalidRequest("The data URI is damaged: its base64 cannot be read. Nothing was sent.") from error


def _from_path(path: Path) -> Picture:
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "does not exist"
            raise InvalidRequest(
                f"{path} {what}. Paths are looked up from {Path.cwd()}: give the whole path, or a URL. "
                "Nothing was sent."
            )
        if path.stat().st_size > MAX_READ_BYTES:
            raise InvalidRequest(f"{path.name} is larger than any provider takes. Nothing was sent.")
        return inspected(path.read_bytes(), path.name)
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}. Nothing was sent.") from error


def _from_image(image: Image.Image, name: str) -> Picture:
    kept = image if image.mode in {"RGB", "RGBA", "L"} else image.convert("RGBA" if "A" in image.mode else "RGB")
    out = io.BytesIO()
    kept.save(out, "PNG")
    width, height = kept.size
    return Picture(
        name=name, content=out.getvalue(), content_type="image/png", width=width, height=height, size_bytes=out.tell()
    )


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
    return Picture(name=name, content=content, content_type=kind, width=width, height=height, size_bytes=len(content))


def _upright(image: Image.Image, kind: str, name: str) -> Picture:
    from PIL import ImageOps

    straight = ImageOps.exif_transpose(image)
    kept_kind = kind if kind in _EXTENSIONS and kind != "image/gif" else "image/png"
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
        note=f"{name} is stored sideways with a turn in its EXIF; it is sent turned upright.",
    )


def _looks_like(content: bytes) -> str:
    head = content[:256].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "it is a web page"
    if head.startswith((b"<svg", b"<?xml")):
        return "it is an SVG or XML drawing; make a PNG of it"
    if b"ftyp" in content[:16]:
        return "it is a video or a HEIC photograph; make a JPEG of it"
    try:
        content[:256].decode("utf-8")
    except UnicodeDecodeError:
        return "its bytes are of no known kind"
    return "it is text"
