"""Stills of every kind become upright RGB."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sandbox_kit import draw_photo

from vidwidgets.sandbox.picture import UnreadablePictureError, invented_picture, read_picture


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_exif_rotation_is_applied() -> None:
    """A photo that says "turn me" comes out turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_picture(encode(draw_photo(400, 300), "JPEG", exif=exif)).size == (300, 400)


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "RGBA", "LA", "1", "I;16"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    """CMYK, palettes, grey and transparency are all shown."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    source = draw_photo(80, 60).convert("L").convert("I;16") if mode == "I;16" else draw_photo(80, 60).convert(mode)
    picture = read_picture(encode(source, kind))
    assert (picture.mode, picture.size) == ("RGB", (80, 60))


def test_transparency_is_laid_on_white() -> None:
    """What is clear is white, not black."""
    assert read_picture(encode(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")).getpixel((4, 4)) == (255, 255, 255)


def test_an_animation_gives_its_first_frame() -> None:
    """A GIF is read as a still."""
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read_picture(data).getpixel((5, 5)) == (255, 0, 0)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_image_are_refused(data: bytes) -> None:
    """Nothing but the one exception comes out of rubbish."""
    with pytest.raises(UnreadablePictureError):
        read_picture(data)


@given(st.integers(1, 1500))
def test_a_damaged_file_is_refused_or_shown(cut: int) -> None:
    """A JPEG that breaks off does not break the sandbox."""
    data = encode(draw_photo(64, 64), "JPEG")[:cut]
    with contextlib.suppress(UnreadablePictureError):
        assert read_picture(data).size == (64, 64)


def test_invented_pictures_depend_on_their_address_alone() -> None:
    """The same address gives the same picture, another one another."""
    assert invented_picture("a").tobytes() == invented_picture("a").tobytes()
    assert invented_picture("a").tobytes() != invented_picture("b").tobytes()
