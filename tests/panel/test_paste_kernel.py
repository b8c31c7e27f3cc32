"""The place for code in a real kernel, the browser's part played by hand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kernels import Kernel
from sandboxed import KLING

PLACE = "vidwidgets.form.code_widget.CodeWidget"
MAKE = f"import vidwidgets as vw\nform = vw.form({KLING!r}, prompt='The fog lifts.', image='cat.jpg')"
KEY = "secret-key-0123456789abcdef"


@pytest.fixture
def here(here: Kernel) -> Kernel:
    """A kernel that shows a form."""
    here.check(MAKE)
    return here


def ask(kernel: Kernel, **content: Any) -> dict[str, Any]:
    """Ask as the front end does; the answer."""
    place = kernel.comm(_anywidget_id=PLACE)
    kernel.custom(place, {"id": "q", **content})
    found: dict[str, Any] = kernel.widgets[place].messages[-1][0]
    assert found["id"] == "q"
    return found


def prompt(kernel: Kernel) -> str:
    """What the form asks for now."""
    return kernel.check("print(form.values['prompt'])").stdout.strip()


def test_a_pasted_text_fills_the_form_and_leaves_no_key(here: Kernel) -> None:
    """The control shows the prompt, undo brings the old one back, and no widget's state has ever held the text."""
    text = f"""curl https://queue.fal.run/{KLING} -H 'Authorization: Key {KEY}' -d '{{"prompt": "Birds."}}'"""
    answer = ask(here, kind="paste", text=text)
    assert answer["filled"] is True
    assert answer["said"] == ["Filled 1 field from a curl command.", "Still as it was: Image."]
    assert here.state(here.comm("TextareaModel", description="Prompt"))["value"] == "Birds."
    assert prompt(here) == "Birds."
    kept = json.dumps([[widget.state, widget.messages] for widget in here.widgets.values()], default=repr)
    assert KEY not in kept
    assert ask(here, kind="undo")["said"] == ["As it was before."]
    assert prompt(here) == "The fog lifts."


def test_what_is_not_understood_changes_nothing(here: Kernel) -> None:
    """A text with half a character, and none at all, are answered too; a message that is no question is not."""
    for text in ("nothing of use", "", '{"prompt": "\\ud83d"}'):
        answer = ask(here, kind="paste", text=text)
        assert (answer["filled"], len(answer["said"])) == (False, 2)
    place = here.comm(_anywidget_id=PLACE)
    count = len(here.widgets[place].messages)
    for content in ({"kind": "paste", "text": 5}, {"kind": "write", "what": "__class__"}, {"kind": "write"}, {}):
        here.custom(place, content)
    assert len(here.widgets[place].messages) == count
    assert prompt(here) == "The fog lifts."


def test_the_code_is_written_when_it_is_asked_for(here: Kernel) -> None:
    """Three texts, of what the controls say at that moment."""
    here.set(here.comm("TextareaModel", description="Prompt"), value="Birds take off.")
    for what, part in (
        ("python", "vw.submit("),
        ("provider", "fal_client.subscribe("),
        ("curl", "curl --request POST"),
    ):
        text = ask(here, kind="write", what=what)["text"]
        assert part in text
        assert "Birds take off." in text
