"""Pictures changed because somebody asked: made to fit, cropped, put on a colour. What was done is said."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import opened, saved, turned
from PIL import Image

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.crop import cropped, flattened
from vidwidgets.wire.media import Picture, inspected
from vidwidgets.wire.mend import Bounds, mended


def noise(kind: str = "PNG", size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Picture:
    """A picture that cannot be packed well."""
    out = io.BytesIO()
    Image.merge("RGBA", [Image.effect_noise(size, 90)] * 4).convert(mode).save(out, kind)
    return inspected(out.getvalue(), f"noise.{kind.lower()}")


def clear_corner(kind: str = "PNG", size: tuple[int, int] = (64, 48)) -> Picture:
    """A blue picture whose left upper quarter is transparent."""
    image = Image.new("RGBA", size, (0, 0, 255, 255))
    image.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return inspected(out.getvalue(), "corner")


def test_what_fits_is_left_as_it_is() -> None:
    """Not one byte changes, and nothing is said."""
    picture = noise()
    made = mended(picture, Bounds(content_types=("image/png",), max_size_bytes=len(picture.content), max_side=640))
    assert (made.content, made.note) == (picture.content, "")


def test_a_format_that_is_not_taken_becomes_one_that_is() -> None:
    """Without loss where PNG is taken, else as a JPEG; and it says so."""
    for kind in ("GIF", "BMP", "TIFF"):
        picture = noise(kind)
        png = mended(picture, Bounds(content_types=("image/jpeg", "image/png")))
        assert png.content_type == "image/png"
        assert opened(png.content).convert("RGB").tobytes() == opened(picture.content).convert("RGB").tobytes()
        jpeg = mended(picture, Bounds(content_types=("image/jpeg",)))
        assert (jpeg.content_type, opened(jpeg.content).format) == ("image/jpeg", "JPEG")
        assert jpeg.note.startswith(f"noise.{kind.lower()} was made a JPEG, saved anew as ")


def test_too_many_bytes_become_fewer() -> None:
    """First by loss alone, then by fewer pixels, never below the field's floor; the figures are in the sentence."""
    picture = noise()
    whole = mended(picture, Bounds(max_size_bytes=400_000))
    assert (whole.width, whole.height) == (640, 480)
    small = mended(picture, Bounds(max_size_bytes=40_000))
    assert small.size_bytes <= 40_000
    assert small.width < 640
    assert f"scaled from 640×480 to {small.width}×{small.height}" in small.note
    with pytest.raises(InvalidRequest, match="cannot be made to fit"):
        mended(picture, Bounds(max_size_bytes=40_000, min_side=480))


def test_too_long_a_side_is_scaled() -> None:
    """To the limit exactly, and the format stays."""
    made = mended(noise("JPEG"), Bounds(max_side=320))
    assert (made.width, made.height, made.content_type) == (320, 240, "image/jpeg")
    assert "scaled from 640×480 to 320×240" in made.note


def test_transparent_parts_are_put_on_the_chosen_colour_where_a_jpeg_has_none() -> None:
    """And that is said; where a PNG is taken they stay."""
    made = mended(clear_corner(), Bounds(content_types=("image/jpeg",)), "#ff0000")
    red, green, blue = opened(made.content).getpixel((5, 5))  # type: ignore[misc]  # of three bands
    assert (red > 240, green < 20, blue < 20) == (True, True, True)
    assert "its transparent parts put on #ff0000" in made.note
    assert not made.has_alpha
    assert mended(clear_corner("WEBP"), Bounds(content_types=("image/png",))).has_alpha


@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    mode=st.sampled_from(["RGB", "RGBA", "L", "P", "1", "LA"]),
    types=st.sets(st.sampled_from(["image/jpeg", "image/png", "image/webp"])),
    most=st.one_of(st.none(), st.integers(200, 60_000)),
    side=st.one_of(st.none(), st.integers(1, 400)),
)
def test_what_comes_keeps_every_bound_or_is_refused(
    size: tuple[int, int], mode: str, types: set[str], most: int | None, side: int | None
) -> None:
    """Whatever the picture and the bounds are; and it is the picture that it says it is."""
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, "PNG")
    bounds = Bounds(content_types=tuple(sorted(types)), max_size_bytes=most, max_side=side)
    try:
        made = mended(inspected(out.getvalue(), "x"), bounds)
    except InvalidRequest:
        return
    found = inspected(made.content, "x")
    assert (found.content_type, found.width, found.height) == (made.content_type, made.width, made.height)
    assert not types or made.content_type in types
    assert most is None or len(made.content) <= most
    assert side is None or max(made.width, made.height) <= side


def test_a_part_is_cut_out() -> None:
    """Exactly those pixels of the upright picture, in its own format, and the sentence says from what to what."""
    picture = inspected(saved("PNG"), "x.png")
    made = cropped(picture, 16, 0, 32, 48)
    assert opened(made.content).tobytes() == opened(picture.content).crop((16, 0, 48, 48)).tobytes()
    assert made.note == "x.png was cropped from 64×48 to 32×48."
    assert cropped(inspected(saved("JPEG"), "x"), 0, 0, 8, 8).content_type == "image/jpeg"
    assert cropped(inspected(saved("GIF"), "x"), 0, 0, 8, 8).content_type == "image/png"
    assert cropped(inspected(turned("JPEG", 6), "x"), 0, 32, 48, 32).height == 32
    for box in ((0, 0, 65, 48), (-1, 0, 8, 8), (0, 0, 0, 8), (60, 0, 8, 8)):
        with pytest.raises(InvalidRequest, match=r"not within x\.png"):
            cropped(picture, *box)


def test_transparent_parts_are_put_on_a_colour() -> None:
    """When asked; the rest stays as it was."""
    made = flattened(clear_corner(), "#00ff00")
    image = opened(made.content)
    assert (image.getpixel((5, 5)), image.getpixel((60, 40))) == ((0, 255, 0), (0, 0, 255))
    assert not made.has_alpha


def test_an_alpha_channel_that_hides_nothing_is_no_transparency() -> None:
    """Screenshots have one; only pixels that let something through count."""
    assert clear_corner().has_alpha
    assert not inspected(saved("PNG", "RGBA"), "x").has_alpha
    assert not inspected(saved("JPEG"), "x").has_alpha


def test_what_is_known_by_its_address_cannot_be_changed() -> None:
    """Its bytes are not here: the sentence asks for the file."""
    for change in (lambda p: cropped(p, 0, 0, 1, 1), lambda p: flattened(p, "white"), lambda p: mended(p, Bounds())):
        with pytest.raises(InvalidRequest, match="give the file itself"):
            change(Picture(name="x.png", url="https://example.invalid/x.png"))
