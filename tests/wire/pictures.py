"""Pictures for tests, made when they are asked for."""

import base64
import io
import struct
import zlib
from typing import Any

from PIL import Image

ORIENTATION = 0x0112


def image(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """An image that is dark at its left edge and light at its right one."""
    grey = Image.linear_gradient("L").rotate(90).resize(size)
    return grey if mode == "L" else grey.convert(mode)


def saved(kind: str = "PNG", mode: str = "RGB", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """The bytes of a file of that kind."""
    out = io.BytesIO()
    image(mode, size).save(out, kind, **options)
    return out.getvalue()


def turned(kind: str, orientation: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """A file whose EXIF says that it is to be turned."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return saved(kind, size=size, exif=exif)


def data_uri(content: bytes, kind: str = "image/png") -> str:
    """Its data URI."""
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of any size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


def opened(content: bytes) -> Image.Image:
    """The image in some bytes, read."""
    found = Image.open(io.BytesIO(content))
    found.load()
    return found
