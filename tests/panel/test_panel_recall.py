"""A form's cell run again after a restart: it comes back as it was left, but for what the code says anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kernels import Kernel
from sandboxed import VEO, Sandboxed

FORM = f"import vidwidgets as vw\nform = vw.form({VEO!r}, prompt='The fog lifts.', duration='8s')"
SAID = "print(form.values.get('prompt'), form.values.get('duration'), form.values.get('image_url'))"
FOOT = "vidwidgets.form.surface.FootWidget"
PRESETS = "vidwidgets.form.presets.PresetsWidget"


def left_as(kernel: Kernel, workdir: Path, prompt: str) -> None:
    """Somebody types a prompt and leaves it; it is on disk."""
    kernel.set(kernel.comms("TextareaModel", description="Prompt")[-1], value=prompt)
    kernel.check(
        "import pathlib, threading\n"
        f"folder = pathlib.Path({str(workdir / 'home' / 'recall')!r})\n"
        f"kept = lambda: any({prompt!r} in path.read_text() for path in folder.glob('*.json'))\n"
        "while not kept(): threading.Event().wait(0.02)"
    )


@pytest.mark.parametrize("kernel_version", ["newest"], indirect=True, scope="session")
def test_it_comes_back_as_it_was_left(begun: Callable[[], Kernel], workdir: Path) -> None:
    """After a restart the controls say what was typed; "As the code says" starts over; recall=False does not look."""
    before = begun()
    before.check(FORM)
    before.check("form.load({'image': 'cat.jpg', 'duration': '4s'})")
    left_as(before, workdir, "Rain on tin.")
    before.close()
    after = begun()
    after.check(FORM)
    assert after.check(SAID).stdout.strip() == "Rain on tin. 4s cat.jpg"
    assert "as you left it" in after.state(after.comm(_anywidget_id=FOOT))["message"]
    presets = after.comm(_anywidget_id=PRESETS)
    assert after.state(presets)["recalled"]
    after.custom(presets, {"kind": "start", "name": ""})
    assert after.check(SAID).stdout.strip() == "The fog lifts. 8s None"
    left_as(after, workdir, "Snow.")
    after.check(FORM.replace("duration='8s'", "duration='8s', recall=False"))
    assert after.check(SAID).stdout.strip() == "The fog lifts. 8s None"


@pytest.mark.parametrize("kernel_version", ["newest"], indirect=True, scope="session")
def test_what_the_code_says_anew_counts(begun: Callable[[], Kernel], workdir: Path, sandbox: Sandboxed) -> None:
    """In a cell that is known by its own id a changed keyword is taken, and the rest stays as it was left."""
    kernel = begun()
    kernel.check("import vidwidgets.panel.cell as cell; cell._cell = lambda: 'the-cell'")
    kernel.check(FORM)
    kernel.check("form.load({'aspect_ratio': '9:16'})")
    left_as(kernel, workdir, "Rain on tin.")
    kernel.check(FORM.replace("duration='8s'", "duration='6s'"))
    said = kernel.check("print(form.values['prompt'], form.values['duration'], form.values['aspect_ratio'])").stdout
    assert said.strip() == "Rain on tin. 6s 9:16"
    assert sandbox.submits() == []


@pytest.mark.parametrize("kernel_version", ["newest"], indirect=True, scope="session")
def test_presets_from_the_page(begun: Callable[[], Kernel]) -> None:
    """Save, make it the default, begin with it, load it over others, delete it: each said in a sentence."""
    kernel = begun()
    kernel.check(FORM)
    presets = kernel.comm(_anywidget_id=PRESETS)

    def tell(kind: str, name: str) -> str:
        kernel.custom(presets, {"kind": kind, "name": name})
        return str(kernel.state(presets)["said"])

    assert tell("save", "") == "A preset's name has 1 to 60 characters. Nothing was saved."
    assert tell("save", "Fog") == "Saved as Fog."
    assert kernel.state(presets)["names"] == ["Fog"]
    assert tell("default", "Fog") == "New forms of Veo 3 begin with Fog."
    kernel.check("form.load({'prompt': 'Rain.'})")
    assert tell("load", "Fog") == "Fog is filled in."
    assert kernel.check("print(form.values['prompt'])").stdout.strip() == "The fog lifts."
    kernel.check(f"form = vw.form({VEO!r}, duration='4s')")
    assert kernel.check("print(form.values['prompt'], form.values['duration'])").stdout.strip() == "The fog lifts. 4s"
    assert tell("delete", "Fog") == "Fog is deleted."
    assert (kernel.state(presets)["names"], kernel.state(presets)["default"]) == ([], "")
    assert kernel.check("print(form.presets.names)").stdout.strip() == "[]"
