"""A picture in any form that people have one, read and made ready for the wire.

A path, an http(s) URL, a data URI, bytes, a file object, a PIL image, an array, a matplotlib figure or a clip (its
last frame) becomes a `Picture`. What it is is read from its bytes, never from its name.
"""

from __future__ import annotations

import io
import re
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.array import image_of_array, is_array
from vidwidgets.wire.continued import clip_in
from vidwidgets.wire.data_uri import data_of
from vidwidgets.wire.encode import has_clear_pixels
from vidwidgets.wire.figure import is_axes, is_figure, png_of_figure
from vidwidgets.wire.inspection import inspected, preview_of
from vidwidgets.wire.origin import without_query
from vidwidgets.wire.picture import Picture
from vidwidgets.wire.pil_image import plain_image

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["Picture", "inspected", "preview_of", "read_picture"]

MAX_READ_BYTES = 512 * 1024 * 1024
"""No provider takes more; a larger file is not read into memory to find out."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]{100,}={0,2}")
_SHOWN_CHARACTERS = 200


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
        return _from_image(plain_image(value), "PIL image")
    if is_array(value):
        return _from_image(image_of_array(value), "array")
    if is_figure(value):
        return inspected(png_of_figure(value), "matplotlib figure")
    clip = clip_in(value)
    if clip is not None:
        return _from_image(clip.last_frame, f"last frame of {clip.path.name}")
    if hasattr(value, "read"):
        return _from_file(value)
    hint = " Give its figure: axes.figure." if is_axes(value) else ""
    raise InvalidRequest(
        "A picture is a path, a URL, a data URI, bytes, a PIL image, an array, a matplotlib figure or a clip, not "
        f"{type(value).__name__}.{hint} Nothing was sent."
    )


def _from_text(text: str) -> Picture:
    if text[:8].lower().startswith(("http://", "https://")):
        _check_address(text)
        name = PurePath(without_query(text)).name or "the picture"
        return Picture(name=name, url=text)
    if text[:5].lower() == "data:":
        return inspected(data_of(text), "the data URI")
    if "\n" in text or len(text) > 4096:  # noqa: PLR2004  longer than any path
        raise InvalidRequest("That is neither a path, nor a URL, nor a data URI. Nothing was sent.")
    try:
        return _from_path(Path(text).expanduser())
    except RuntimeError as error:  # of "~someone/…", where there is no such user
        raise InvalidRequest(
            f"{_cut(text)} does not exist: no such user's folder is known. Nothing was sent."
        ) from error


def _from_path(path: Path) -> Picture:
    try:
        if not path.is_file():
            if _BASE64.fullmatch(str(path)):
                raise InvalidRequest(
                    "That looks like a picture in base64: put data:image/png;base64, in front of it. Nothing was sent."
                )
            what = "is a folder" if path.is_dir() else "does not exist"
            raise InvalidRequest(
                f"{_cut(str(path))} {what}. Paths are looked up from {Path.cwd()}: give the whole path, or a URL. "
                "Nothing was sent."
            )
        if path.stat().st_size > MAX_READ_BYTES:
            raise InvalidRequest(f"{path.name} is larger than any provider takes. Nothing was sent.")
        return inspected(path.read_bytes(), _cut(path.name))
    except OSError as error:
        raise InvalidRequest(f"{_cut(str(path))} cannot be read: {error.strerror}. Nothing was sent.") from error


def _from_file(file: Any) -> Picture:  # noqa: ANN401  whatever has a read
    name = PurePath(str(getattr(file, "name", "the given file"))).name
    try:
        content = file.read()
    except (OSError, ValueError) as error:
        raise InvalidRequest(
            f"{name} cannot be read: it is closed, or not open for reading. Nothing was sent."
        ) from error
    if not isinstance(content, bytes):
        raise InvalidRequest(f"{name} is open as text: open it with mode 'rb'. Nothing was sent.")
    return inspected(content, name)


def _from_image(image: Image.Image, name: str) -> Picture:
    out = io.BytesIO()
    image.save(out, "PNG")
    width, height = image.size
    return Picture(
        name=name,
        content=out.getvalue(),
        content_type="image/png",
        width=width,
        height=height,
        size_bytes=out.tell(),
        has_alpha=has_clear_pixels(image),
    )


def _check_address(text: str) -> None:
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None  # asking for the port refuses one that no socket has
    except ValueError:
        host = None
    if not host or not text.isprintable():
        raise InvalidRequest("That URL names no host that could be asked for a picture. Nothing was sent.")


def _cut(text: str) -> str:
    text = text.encode(errors="replace").decode()  # a file's name may hold bytes that no text has
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
