"""PIL images of every mode and arrays of every shape as pictures."""

import io
from typing import Any

import numpy as np
import pytest
from pictures import image, opened, saved, turned
from PIL import Image

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.media import Picture, read_picture

MODES = ["1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "RGBX", "LA", "PA", "RGBa", "La"]


def refused(value: object) -> str:
    """The sentence with which something is refused as a picture."""
    with pytest.raises(InvalidRequest) as caught:
        read_picture(value)
    assert caught.value.message.endswith("Nothing was sent.")
    return caught.value.message


def png(value: object) -> Image.Image:
    """What is sent of it, which is a PNG of the right size."""
    found = read_picture(value)
    sent = opened(found.content)
    assert (found.content_type, sent.format) == ("image/png", "PNG")
    assert (found.width, found.height, found.size_bytes) == (*sent.size, len(found.content))
    return sent


@pytest.mark.parametrize("mode", MODES)
def test_an_image_of_any_mode_looks_the_same(mode: str) -> None:
    """Dark on its left and light on its right, with an alpha channel where it has one."""
    found = png(_in(mode, image("L")))
    assert found.mode == {"L": "L"}.get(mode, "RGBA" if "a" in mode.lower()[-1:] else "RGB")
    shades = found.convert("L")
    assert shades.getpixel((2, 24)) < 60  # type: ignore[operator]  # of one band
    assert shades.getpixel((61, 24)) > 195  # type: ignore[operator]  # of one band


def _in(mode: str, grey: Image.Image) -> Image.Image:
    """The grey image in that mode, by a way that PIL has."""
    first = {"RGBa": "RGBA", "PA": "LA", "HSV": "RGB", "YCbCr": "RGB", "CMYK": "RGB", "RGBX": "RGB", "La": "LA"}
    return grey.convert(first.get(mode, "L")).convert(mode)


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I;16L"])
def test_sixteen_bits_are_scaled_and_not_cut(mode: str) -> None:
    """Half of 65535 is half of 255: a PIL conversion would make it white."""
    assert png(Image.new(mode, (8, 8), 32896)).getpixel((4, 4)) == 128
    assert png(Image.new(mode, (8, 8), 0)).getpixel((4, 4)) == 0


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_without_a_range_are_refused(mode: str) -> None:
    """Nothing says what is white: the sentence asks for 0 to 255."""
    assert f"mode {mode}" in refused(Image.new(mode, (8, 8), 1000))


def test_a_palettes_clear_colour_stays_clear() -> None:
    """Transparency of a palette, by index or by table, and of a colour, becomes an alpha channel."""
    for clear in (0, bytes([0, *[255] * 255])):
        paletted = Image.new("P", (8, 8), 0)
        paletted.info["transparency"] = clear
        assert png(paletted).getpixel((4, 4))[3] == 0  # type: ignore[index]  # of four bands
    keyed = Image.new("RGB", (8, 8), (1, 2, 3))
    keyed.info["transparency"] = (1, 2, 3)
    assert png(keyed).getpixel((4, 4))[3] == 0  # type: ignore[index]  # of four bands


def test_an_image_from_a_turned_file_is_upright() -> None:
    """A photograph opened with PIL is sent as a person sees it, as the file itself would be."""
    assert png(Image.open(io.BytesIO(turned("JPEG", 6)))).size == (48, 64)


def test_an_image_that_cannot_be_read_is_told() -> None:
    """Cut short, closed, or without a pixel."""
    cut = Image.open(io.BytesIO(saved("JPEG", size=(640, 480))[:2000]))
    assert "damaged or closed" in refused(cut)
    closed = Image.open(io.BytesIO(saved()))
    closed.close()
    assert "damaged or closed" in refused(closed)
    assert "no pixels" in refused(Image.new("RGB", (0, 5)))


@pytest.mark.parametrize(
    ("array", "mode", "middle"),
    [
        (np.full((6, 8), 128, "uint8"), "L", 128),
        (np.full((6, 8, 1), 128, "uint8"), "L", 128),
        (np.full((6, 8, 3), 128, "uint8"), "RGB", (128, 128, 128)),
        (np.full((6, 8, 4), 128, "uint8"), "RGBA", (128, 128, 128, 128)),
        (np.full((6, 8), 1.0), "L", 255),
        (np.full((6, 8, 3), 0.5, "float32"), "RGB", (128, 128, 128)),
        (np.full((6, 8, 3), 0, "float16"), "RGB", (0, 0, 0)),
        (np.full((6, 8), 1, ">f8"), "L", 255),
        (np.full((12, 16, 4), 128, "uint8")[::2, ::2, :3], "RGB", (128, 128, 128)),
        (np.asfortranarray(np.full((6, 8, 3), 7, "uint8")), "RGB", (7, 7, 7)),
        (np.ma.masked_array(np.full((6, 8), 9, "uint8")), "L", 9),
    ],
    ids=lambda value: f"{value.dtype}{value.shape}" if isinstance(value, np.ndarray) else "",
)
def test_an_array_is_a_picture(array: Any, mode: str, middle: object) -> None:
    """Height × width, with one, three or four layers, as bytes or as floats from 0 to 1, however it lies in memory."""
    found = png(array)
    assert (found.mode, found.size, found.getpixel((4, 3))) == (mode, (8, 6), middle)


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.zeros((3, 480, 640), "uint8"), "shape (3, 480, 640) is no picture"),
        (np.zeros((6, 8, 2), "uint8"), "shape (6, 8, 2) is no picture"),
        (np.zeros((2, 6, 8, 3), "uint8"), "shape (2, 6, 8, 3) is no picture"),
        (np.zeros((0, 8, 3), "uint8"), "shape (0, 8, 3) is no picture"),
        (np.zeros(8, "uint8"), "shape (8,) is no picture"),
        (np.uint8(3), "shape () is no picture"),
        (np.zeros((6, 8), "uint16"), "An array of uint16 is no picture"),
        (np.zeros((6, 8), "int64"), "An array of int64 is no picture"),
        (np.zeros((6, 8), bool), "An array of bool is no picture"),
        (np.zeros((6, 8), complex), "An array of complex128 is no picture"),
        (np.array([[object()]]), "An array of object is no picture"),
        (np.full((6, 8), 255.0), "lies from 255 to 255"),
        (np.full((6, 8), -0.1), "lies from -0.1 to -0.1"),
        (np.full((6, 8), np.nan), "lies from nan to nan"),
    ],
)
def test_another_array_is_told_what_is_wrong(array: Any, said: str) -> None:
    """Shape, type or range, and what to give instead."""
    assert said in refused(array)


def test_what_turns_into_an_array_is_one() -> None:
    """A tensor of another library is asked for its array; one that cannot give it is told so."""

    class Tensor:
        def __init__(self, given: Any) -> None:
            self.given = given

        def __array__(self) -> Any:
            if isinstance(self.given, Exception):
                raise self.given
            return self.given

    assert read_picture(Tensor(np.zeros((6, 8, 3), "uint8"))) == Picture(
        **{name: getattr(read_picture(np.zeros((6, 8, 3), "uint8")), name) for name in Picture.__slots__}
    )
    for error in (TypeError("on a GPU"), RuntimeError("needs grad")):
        assert "The Tensor gives no array of itself" in refused(Tensor(error))
