"""What is done to a picture in a form: only what was asked for, said in words, and undone when that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from form_fixtures import Later, foot, said
from form_pictures import KLING, VEO, clear_file, control, file_of, noise_png, photograph, pictured, press
from PIL import Image

from vidwidgets.form.edit import Crop, Fit, Flatten, asked_edit
from vidwidgets.form.form import EndpointForm
from vidwidgets.spec.media import MediaLimits


def opened(form: EndpointForm) -> Image.Image:
    """The picture that the form would send."""
    with Image.open(form.values["image_url"]) as image:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")


def test_a_crop_is_framed_and_made_only_when_asked_for(tmp_path: Path) -> None:
    """The form's ratio frames the picture and nothing is cut; when asked, exactly the frame is kept, and it says so."""
    given = file_of(tmp_path, "cat.png")
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(given), "aspect_ratio": "16:9"})
    widget = control(form).widget
    assert widget.frames == [{"ratio": "16:9", "axis": "y", "share": 0.75}]
    assert widget.framed
    assert widget.shape == "The clip is 16:9, this picture is not. Veo 3 crops a picture of another shape."
    assert form.values["image_url"] == str(given)
    press(form, "crop", ratio="16:9", at=0.25)
    kept = opened(form)
    with Image.open(given) as whole:
        assert kept.tobytes() == whole.crop((0, 75, 1600, 975)).tobytes()
    assert widget.done == "cat.png was cropped from 1600×1200 to 1600×900."
    assert widget.about.startswith("cat.png · 1600×900 · ")
    assert (widget.frames, widget.shape) == ([], "")
    assert given.is_file()


def test_what_was_done_is_undone(tmp_path: Path) -> None:
    """Back to the picture as it was given, over several changes; then nothing is said any more."""
    given = str(clear_file(tmp_path))
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": given, "aspect_ratio": "9:16"})
    press(form, "crop", ratio="9:16", at=0.5)
    press(form, "flatten", colour="#ff0000")
    widget = control(form).widget
    assert "was cropped" in widget.done
    assert "were put on #ff0000" in widget.done
    assert opened(form).getpixel((0, 0)) == (255, 0, 0)
    assert widget.undoes
    press(form, "undo")
    assert form.values["image_url"] == given
    assert (widget.done, widget.undoes) == ("", False)


@pytest.mark.parametrize(
    ("ratio", "frames", "shape"),
    [
        ("16:9", ["16:9"], "The clip is 16:9, this picture is not."),
        ("9:16", ["9:16"], "The clip is 9:16, this picture is not."),
        ("auto", ["16:9", "9:16"], "Veo 3 crops a picture of another shape."),
    ],
)
def test_the_frame_follows_the_form(tmp_path: Path, ratio: str, frames: list[str], shape: str) -> None:
    """As the ratio is chosen; where none is, what can be chosen is offered."""
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(file_of(tmp_path, "cat.jpg"))})
    form.load({"aspect_ratio": ratio})
    widget = control(form).widget
    assert [frame["ratio"] for frame in widget.frames] == frames
    assert widget.framed == (ratio != "auto")
    assert widget.shape.startswith(shape)


def test_a_picture_of_the_clips_shape_has_no_frame(tmp_path: Path) -> None:
    """Within a hundredth; and an endpoint that states no shape offers the common ones."""
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(file_of(tmp_path, "a.jpg", (1366, 768)))})
    form.load({"aspect_ratio": "16:9"})
    assert (control(form).widget.frames, control(form).widget.shape) == ([], "")
    kling = pictured(KLING, tmp_path, {"prompt": "x", "image": str(file_of(tmp_path, "b.jpg"))})
    assert [frame["ratio"] for frame in control(kling).widget.frames] == ["16:9", "9:16", "1:1", "3:4"]


def test_what_does_not_fit_is_made_to_when_asked(tmp_path: Path) -> None:
    """A format that is not taken and too many bytes stop the form; the button mends both and says how."""
    (tmp_path / "scan.bmp").write_bytes(b"")
    photograph((2400, 1500)).save(tmp_path / "scan.bmp")
    form = pictured(KLING, tmp_path, {"prompt": "x", "image": str(tmp_path / "scan.bmp")})
    widget = control(form).widget
    assert widget.mends
    assert "it takes jpeg, png" in said(form, "image_url")
    press(form, "fit", colour="#ffffff")
    assert form.problems == []
    assert not widget.mends
    assert widget.done.startswith("scan.bmp was made a PNG, saved anew as ")
    assert widget.about.startswith("scan.png · 2400×1500 · ")


def test_what_cannot_be_mended_is_not_offered(tmp_path: Path) -> None:
    """Too small stays too small: no pixels are made up. And nothing is offered where nothing is wrong."""
    form = pictured(KLING, tmp_path, {"prompt": "x", "image": str(file_of(tmp_path, "a.png", (200, 150)))})
    assert "at least 300×300" in said(form, "image_url")
    assert not control(form).widget.mends
    form.load({"image": str(file_of(tmp_path, "b.png"))})
    assert not control(form).widget.mends


def test_a_file_over_the_providers_limit_can_be_uploaded_and_made_to_fit(tmp_path: Path) -> None:
    """It is taken, the field says that it is too large, and the form does not send it so."""
    content = noise_png((2600, 2000))
    assert len(content) > 10_485_760
    form = pictured(KLING, tmp_path, {"prompt": "x"})
    hear = control(form).widget._handle_custom_msg  # noqa: SLF001  as ipywidgets hands a message on
    hear({"kind": "begin", "id": "a", "name": "noise.png", "size_bytes": len(content)}, [])
    for offset in range(0, len(content), 2**21):
        hear({"kind": "piece", "id": "a", "offset": offset}, [memoryview(content[offset : offset + 2**21])])
    assert "noise.png is" in said(form, "image_url")
    assert "at most 10.5 MB" in said(form, "image_url")
    press(form, "fit")
    assert form.problems == []
    assert Path(form.values["image_url"]).stat().st_size <= 10_485_760


def test_a_turned_photograph_is_shown_upright_and_said(tmp_path: Path) -> None:
    """The size is that of the upright picture, and the crop is of it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    given = file_of(tmp_path, "phone.jpg", (1600, 1200), exif=exif)
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(given), "aspect_ratio": "9:16"})
    widget = control(form).widget
    assert widget.pixels == [1200, 1600]
    assert "turn in its EXIF; it is sent turned upright" in widget.done
    press(form, "crop", ratio="9:16", at=0)
    assert opened(form).size == (900, 1600)


def test_a_message_about_another_picture_changes_nothing(tmp_path: Path) -> None:
    """Late out of a busy kernel, or made up: nothing is cut, nothing raises."""
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(file_of(tmp_path, "a.jpg")), "aspect_ratio": "16:9"})
    before = form.values
    press(form, "crop", ratio="16:9", at=0.5, of="b.jpg · 1×1 · 1 kB")
    for nonsense in ({}, {"ratio": "wide", "at": 0.5}, {"ratio": "16:9", "at": "left"}, {"ratio": 5, "at": None}):
        press(form, "crop", **nonsense)
    press(form, "undo")
    press(form, "continue", clip="no such clip")
    assert form.values == before


def test_a_change_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """The picture stays, the sentence stands beside it, and the form does not wait for ever."""
    given = file_of(tmp_path, "a.jpg")
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": str(given), "aspect_ratio": "16:9"})
    given.unlink()
    press(form, "crop", ratio="16:9", at=0.5)
    assert "a.jpg does not exist" in control(form).widget.done
    assert form.values["image_url"] == str(given)
    assert control(form).widget.busy == ""


def test_nothing_is_sent_while_a_picture_is_changed(tmp_path: Path) -> None:
    """Generate waits, and says for what; another picture chosen meanwhile stands."""
    later = Later()
    given = str(file_of(tmp_path, "a.jpg"))
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": given, "aspect_ratio": "16:9"}, later=later)
    later.run()
    press(form, "crop", ratio="16:9", at=0.5)
    assert foot(form).reason == "cropping the picture…"
    control(form).widget.text = other = str(file_of(tmp_path, "b.jpg"))
    later.run()
    assert form.values["image_url"] == other


def test_an_address_is_measured_by_the_browser_and_left_as_it_is(tmp_path: Path) -> None:
    """Its size is judged; nothing that would need its bytes is offered."""
    where = "https://example.invalid/cat.png"
    form = pictured(VEO, tmp_path, {"prompt": "x", "image": where, "aspect_ratio": "16:9"})
    press(form, "seen", address="https://example.invalid/other.png", width=100, height=100)
    widget = control(form).widget
    assert widget.about == "cat.png"
    press(form, "seen", address=where, width=400, height=300)
    assert widget.about == "cat.png · 400×300"
    assert widget.shape.startswith("The clip is 16:9, this picture is not.")
    assert (widget.frames, widget.clear, widget.mends) == ([], False, False)
    assert "Veo 3 wants 720" in widget.hint


def test_a_clip_is_taken_as_the_picture_to_go_on_from(tmp_path: Path) -> None:
    """By its words; the value is what was offered, and it is read like any other."""
    form = pictured(VEO, tmp_path, {"prompt": "x"})
    frame = photograph((1280, 720))
    control(form).offer_clips({"clip 2: fog": frame, "clip 1: rain": photograph((640, 360))})
    assert control(form).widget.clips == ["clip 2: fog", "clip 1: rain"]
    press(form, "continue", clip="clip 2: fog")
    assert form.values["image_url"] is frame
    assert control(form).widget.about.startswith("PIL image 1280×720 · ")


class Facts:
    """A picture of 800×600."""

    content_type, width, height, size_bytes, has_alpha = "image/png", 800, 600, 9, False


@pytest.mark.parametrize(
    ("content", "edit"),
    [
        ({"kind": "crop", "ratio": "1:1", "at": 1}, Crop(200, 0, 600, 600)),
        ({"kind": "crop", "ratio": "1:1", "at": 99}, Crop(200, 0, 600, 600)),
        ({"kind": "flatten", "colour": "#20A0ff"}, Flatten("#20A0ff")),
        ({"kind": "flatten", "colour": "url(x)"}, Flatten("#ffffff")),
        ({"kind": "fit"}, Fit(MediaLimits(max_side=5), "#ffffff")),
        ({"kind": "crop", "ratio": "0:1", "at": 1}, None),
        ({"kind": "else"}, None),
    ],
)
def test_a_message_is_read_strictly(content: dict[str, Any], edit: object) -> None:
    """Colours are colours, ratios are ratios, and a place is within the picture."""
    assert asked_edit(content, Facts(), MediaLimits(max_side=5)) == edit
