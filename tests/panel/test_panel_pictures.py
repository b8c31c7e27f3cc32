"""Pictures from Python in a real kernel, and going on from a clip's last frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kernels import Kernel
from sandboxed import KLING, Sandboxed

MEDIA = "vidwidgets.form.media_widget.MediaWidget"
SETUP = """
import pathlib
from PIL import Image
import vidwidgets as vw
photo = Image.open("cat.jpg")
"""
ARRAY = """
import numpy as np
ramp = np.linspace(0, 1, 640)[None, :].repeat(480, 0)
"""
FIGURE = """
import matplotlib
matplotlib.use("Agg")
from matplotlib.figure import Figure
figure = Figure(figsize=(6.4, 4.8), dpi=100)
figure.add_subplot().plot([0, 1])
"""
PLAIN = {
    "PIL": ("photo", "PIL image 640×360 · "),
    "bytes": ("pathlib.Path('cat.jpg').read_bytes()", "bytes · 640×360 · "),
    "path": ("pathlib.Path('cat.jpg')", "cat.jpg · 640×360 · "),
}
COMPUTED = {
    "uint8": ("np.asarray(photo)", "array 640×360 · "),
    "floats": ("np.dstack([ramp] * 3)", "array 640×480 · "),
    "grey": ("ramp", "array 640×480 · "),
    "alpha": ("np.dstack([ramp] * 4).astype('float32')", "array 640×480 · "),
    "figure": ("figure", "Figure · 640×480 · "),
}

ON = f"vw.submit({KLING!r}, prompt='On.', image=first)"
SAME = "from vidwidgets.wire.media import read_picture as r\nassert r(clip).sha256 == r(first).sha256"


@pytest.fixture
def here(here: Kernel) -> Kernel:
    """A kernel beside a photograph, whose sandbox is the shared one."""
    here.check(SETUP)
    return here


def picture(kernel: Kernel) -> dict[str, Any]:
    """What the picture of the one form shows now."""
    found: dict[str, Any] = kernel.state(kernel.comm(_anywidget_id=MEDIA, name="image_url"))
    return found


def check_shown(kernel: Kernel, given: str, about: str) -> None:
    """What it is called, how large it is, a preview; and nothing stops the form, which holds the very object."""
    kernel.check(f"given = {given}\nform = vw.form({KLING!r}, prompt='The fog lifts.', image=given)")
    kernel.wait_for(lambda: not picture(kernel)["busy"])
    assert picture(kernel)["about"].startswith(about)
    assert picture(kernel)["preview"]
    kernel.check("assert form.problems == [], form.problems\nassert form.values['image_url'] is given")


@pytest.mark.parametrize("source", PLAIN)
def test_a_picture_from_python_is_shown_and_may_be_sent(here: Kernel, source: str) -> None:
    """A PIL image, bytes and a path, also where there is no numpy."""
    check_shown(here, *PLAIN[source])
    assert not picture(here)["clear"]


@pytest.mark.parametrize("kernel_version", ["newest"], indirect=True)
@pytest.mark.parametrize("source", COMPUTED)
def test_a_computed_picture_is_shown_and_may_be_sent(here: Kernel, source: str) -> None:
    """Arrays of bytes and of floats, grey and with alpha, and a matplotlib figure."""
    here.check(FIGURE if source == "figure" else ARRAY)
    check_shown(here, *COMPUTED[source])
    assert picture(here)["clear"] == (source == "alpha")


def test_a_clip_goes_on_from_the_last_frame_of_another(here: Kernel, sandbox: Sandboxed, workdir: Path) -> None:
    """A running job is refused in words; finished, it and its clip are that frame, and exactly that is uploaded."""
    sandbox.clock.hold()
    here.check(f"first = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')")
    here.check("try:\n    " + ON + "\nexcept vw.InvalidRequest as error:\n    said = str(error)")
    here.check("assert 'wait for it with job.wait()' in said, said")
    sandbox.clock.run()
    here.check("clip = first.wait()\nframe = clip.last_frame\nassert frame.size == (clip.width, clip.height)")
    here.check(f"second = {ON}\nmade = second.wait()")
    here.check("assert 'last frame of' in second.values['image_url'], second.values")
    here.check(
        "from vidwidgets.wire.media import read_picture\nassert read_picture(clip).sha256 == read_picture(first).sha256"
    )
    assert len(sandbox.submits()) == 2
    assert len(list((workdir / "renders").glob("*.mp4"))) == 2


def test_a_form_offers_the_last_frames_of_its_clips(here: Kernel) -> None:
    """Once a clip is done it is offered, by its prompt; taken, it is shown and would be sent."""
    here.check(f"form = vw.form({KLING!r}, prompt='The fog lifts.', image='cat.jpg')")
    assert picture(here)["clips"] == []
    here.check("clip = form.submit().wait()")
    here.wait_for(lambda: picture(here)["clips"] == ["clip 1: The fog lifts."])
    shown = here.comm(_anywidget_id=MEDIA, name="image_url")
    here.custom(shown, {"kind": "continue", "clip": "clip 1: The fog lifts.", "of": ""})
    here.wait_for(lambda: picture(here)["about"].startswith("last frame of ") and not picture(here)["busy"])
    here.check("assert form.values['image_url'].path == clip.path\nassert form.problems == []")
