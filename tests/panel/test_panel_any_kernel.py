"""The form of a model that is known only by its document, in a real kernel, the browser's part played by hand."""

from __future__ import annotations

from typing import Any

import pytest
from kernels import Kernel
from sandboxed import Sandboxed

WAN = "fal-ai/wan-25-preview/image-to-video"
CHOICE = "vidwidgets.form.choice_control.ChoiceWidget"
CARD = "vidwidgets.view.card.Card"


@pytest.mark.parametrize("kernel_version", ["newest"], indirect=True)
def test_the_road_by_hand(here: Kernel, sandbox: Sandboxed) -> None:
    """Half-typed JSON stops the request and says where; whole, it is sent beside the document's own literals."""
    kernel = here
    cell = kernel.check(f"import vidwidgets as vw\nform = vw.form({WAN!r}, prompt='The fog lifts.', image='cat.jpg')")
    kernel.set(kernel.comm(_anywidget_id=CHOICE, name="resolution"), chosen=0)
    kernel.set(kernel.comm(_anywidget_id=CHOICE, name="enable_prompt_expansion"), chosen=1)
    json_box = kernel.comm("TextareaModel", description="Extra JSON")
    button = kernel.comm("ButtonModel", description="Generate")
    kernel.set(json_box, value='{"shot": ')
    kernel.wait_for(lambda: kernel.state(button)["disabled"])
    note = kernel.comm(_anywidget_id="vidwidgets.form.field_widget.NoteWidget", name="extra_json")
    assert "is not valid JSON at line 1" in kernel.state(note)["problem"]
    kernel.set(json_box, value='{"shot": {"lens": 35}}')
    kernel.wait_for(lambda: not kernel.state(button)["disabled"])
    kernel.click(button)
    (card,) = kernel.comms(_anywidget_id=CARD)
    kernel.wait_for(lambda: status(kernel, card)["kind"] == "done")
    kernel.wait_for(lambda: "<video" in cell.html())
    (post,) = sandbox.requests("POST", WAN)
    body = post["body"]
    assert (body["resolution"], body["duration"], body["enable_prompt_expansion"]) == ("480p", "5", False)
    assert (body["shot"], "extra_json" in body) == ({"lens": 35}, False)


def status(kernel: Kernel, card: str) -> dict[str, Any]:
    """What a card shows now."""
    found: dict[str, Any] = kernel.state(card)["status"]
    return found
