"""A form with everything real that has to do with pictures: they are read, changed and stored in a folder."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from vidwidgets.form.form import EndpointForm
from vidwidgets.form.media_control import MediaControl
from vidwidgets.panel.edits import edited
from vidwidgets.providers.find import endpoint
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.inspection import preview_of
from vidwidgets.wire.media import read_picture

VEO = "fal-ai/veo3/image-to-video"
KLING = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
PIXVERSE = "pixverse/image-to-video"


def pictured(asked_of: str | Endpoint, folder: Path, values: Mapping[str, Any], **injected: Any) -> EndpointForm:
    """The form, which does at once what it would do later."""

    def receive(name: str, content: bytes) -> str:
        path = folder / f"stored-{len(list(folder.iterdir()))}-{name}"
        path.write_bytes(content)
        return str(path)

    given = {
        "inspect": read_picture,
        "picture_of": lambda value: preview_of(read_picture(value)),
        "receive": receive,
        "edit": lambda value, edit: edited(read_picture(value), edit),
        "on_submit": lambda: None,
        "connection_line": "sandbox",
        "sandbox": True,
        **injected,
    }
    return EndpointForm(endpoint(asked_of) if isinstance(asked_of, str) else asked_of, values, **given)


def photograph(size: tuple[int, int], hue: int = 0) -> Image.Image:
    """A picture on which one sees what was cut off: a scale along both edges, and a sun in the middle."""
    ground = Image.radial_gradient("L").resize(size)
    image = Image.merge("HSV", [Image.new("L", size, hue), Image.new("L", size, 140), ground.point(lambda v: 255 - v)])
    drawn = ImageDraw.Draw(whole := image.convert("RGB"))
    for share in range(1, 10):
        x, y = size[0] * share // 10, size[1] * share // 10
        drawn.line([(x, 0), (x, size[1] // 12)], "white", max(1, size[0] // 200))
        drawn.line([(0, y), (size[0] // 12, y)], "white", max(1, size[0] // 200))
    drawn.ellipse((size[0] // 2 - 60, size[1] // 2 - 60, size[0] // 2 + 60, size[1] // 2 + 60), (255, 220, 120))
    return whole


def file_of(folder: Path, name: str, size: tuple[int, int] = (1600, 1200), hue: int = 0, **options: Any) -> Path:
    """The photograph as a file; its name says the format."""
    path = folder / name
    photograph(size, hue).save(path, **options)
    return path


def clear_file(folder: Path, name: str = "logo.png", size: tuple[int, int] = (1280, 720)) -> Path:
    """A drawing on a transparent ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((size[0] // 4, 40, 3 * size[0] // 4, size[1] - 40), (40, 110, 220, 255))
    path = folder / name
    image.save(path)
    return path


def noise_png(size: tuple[int, int]) -> bytes:
    """A PNG that cannot be packed."""
    out = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise(size, 90)] * 3).save(out, "PNG")
    return out.getvalue()


def control(form: EndpointForm, name: str = "image_url") -> MediaControl:
    """The control of a picture."""
    found = form.controls[name]
    assert isinstance(found, MediaControl)
    return found


def press(form: EndpointForm, kind: str, name: str = "image_url", **more: Any) -> None:
    """What the front end sends when a person presses a button of the picture in sight."""
    widget = control(form, name).widget
    widget._handle_custom_msg({"kind": kind, "of": widget.about, **more}, [])  # noqa: SLF001  as ipywidgets does
