"""The form in a real kernel, worked by comm messages as a front end sends them."""

from __future__ import annotations

import pytest
from form_kernel import FormKernel

START = """
from form_fixtures import Facts, Later, make, ready
pressed, stored = [], []
def receive(name, data):
    stored.append((name, len(data)))
    return f"uploads/{name}"
form = make(%s, on_submit=lambda: pressed.append(form.values), inspect=lambda _: Facts(), receive=receive)
display(form.widget)
"""

MEBI = 1024 * 1024


@pytest.fixture
def shown(kernel: FormKernel) -> FormKernel:
    """A kernel that shows a form ready to be sent."""
    kernel.run(START % "ready()")
    return kernel


def test_every_control_can_be_set_by_a_message(shown: FormKernel) -> None:
    """Text, list, segments, slider, number, seed and picture: what a front end says is what the form says."""
    note = {"_view_module": "anywidget"}
    shown.set(shown.widget(description="Prompt"), value="Birds take off 🐈.")
    shown.set(shown.widget(label="Duration", **note), chosen=1)
    shown.set(shown.widget(label="Model", **note), chosen=1)
    shown.set(shown.widget(label="Camera movement", **note), chosen=1)
    shown.set(shown.widget(label="Sound", **note), chosen=1)
    shown.set(shown.widget(label="CFG scale", **note), text="0.3")
    shown.set(shown.widget(label="Steps", **note), text="7")
    shown.set(shown.widget(label="Seed", **note), chosen=1)
    shown.set(shown.widget(description="Seed, the number"), value="18446744073709551615")
    shown.set(shown.widget(label="Image", **note), text="dog.png")
    assert shown.value("form.values") == {
        "image_url": "dog.png",
        "prompt": "Birds take off 🐈.",
        "duration": 8,
        "quality": "720p",
        "model": "v4",
        "generate_audio": False,
        "camera": "zoom_in",
        "cfg_scale": 0.3,
        "negative_prompt": "blur, distort",
        "steps": 7,
        "seed": 18446744073709551615,
    }


def test_generate_is_pressed_by_a_message(shown: FormKernel) -> None:
    """A click hands on once; on a form with problems it hands on nothing, though a front end may still send it."""
    button = shown.widget(description="Generate")
    shown.custom(button, {"event": "click"})
    assert shown.value("len(pressed)") == 1
    shown.set(shown.widget(description="Prompt"), value="")
    assert shown.widgets[button]["disabled"]
    shown.custom(button, {"event": "click"})
    assert shown.value("len(pressed)") == 1


def test_a_press_brings_the_last_key_presses_with_it(shown: FormKernel) -> None:
    """A busy kernel hears a click before the text that was typed before it: what was shown is what is asked for."""
    head = next(key for key, state in shown.widgets.items() if "connection" in state)
    typed = [
        ["prompt", "value", "A boat drifts, birds take off."],
        ["duration", "chosen", 1],
        ["seed", "chosen", 1],
        ["seed", "value", "7"],
        ["cfg_scale", "text", "0.25"],
        ["gone", "value", "no such field"],
        ["quality", "chosen", "not a number"],
        ["quality", "options", []],
    ]
    shown.custom(head, {"kind": "press", "id": "p1", "shown": typed})
    assert shown.said[-1] == (head, {"kind": "pressed", "id": "p1"})
    wanted = {
        "prompt": "A boat drifts, birds take off.",
        "duration": 8,
        "seed": 7,
        "cfg_scale": 0.25,
        "quality": "720p",
    }
    assert shown.value("len(pressed)") == 1
    assert shown.value(f"{{name: pressed[0][name] for name in {list(wanted)!r}}}") == wanted


def test_a_press_with_a_problem_is_answered_and_hands_on_nothing(shown: FormKernel) -> None:
    """The front end may think that nothing is wrong; the kernel decides on what was shown."""
    head = next(key for key, state in shown.widgets.items() if "connection" in state)
    shown.custom(head, {"kind": "press", "id": "p2", "shown": [["prompt", "value", " "]]})
    assert shown.said[-1] == (head, {"kind": "pressed", "id": "p2"})
    assert shown.value("pressed") == []


def test_what_is_shown_follows_within_the_message(shown: FormKernel) -> None:
    """Problem, reason and price are on the way to the front end before the message is dealt with."""
    duration, quality = shown.widget(label="Duration"), shown.widget(label="Quality")
    foot = next(key for key, state in shown.widgets.items() if "amount" in state)
    shown.set(duration, chosen=2)
    shown.set(quality, chosen=3)
    assert shown.widgets[duration]["problem"] == "10 s is not made at 1080p. Choose 5 or 8 s, or 720p."
    assert shown.widgets[foot]["reason"] == "1 thing to settle: the duration"
    assert shown.widgets[foot]["amount"] == "$4.00"


def test_a_key_press_costs_few_messages(shown: FormKernel) -> None:
    """Only what changed is sent: the echo of the text, its counter, and the two states of the kernel."""
    before = shown.count
    shown.set(shown.widget(description="Prompt"), value="A boat drifts..")
    assert shown.count - before <= 2


def test_a_form_of_thirteen_fields_costs_few_messages(kernel: FormKernel) -> None:
    """Shared layouts and styles keep the first showing under the 62 messages of plain ipywidgets (facts/jupyter §5)."""
    kernel.run(START % "{}")
    assert kernel.count < 62


def test_twelve_megabytes_arrive_in_pieces(kernel: FormKernel) -> None:
    """More than one websocket message may carry; each piece is acknowledged, and the whole becomes the picture."""
    kernel.run(START % "{}")
    image = kernel.widget(label="Image")
    size = 12 * MEBI + 5
    kernel.custom(image, {"kind": "begin", "id": "u", "name": "cat.jpg", "size_bytes": size})
    sent = 0
    while sent < size:
        piece = bytes(min(2 * MEBI, size - sent))
        kernel.custom(image, {"kind": "piece", "id": "u", "offset": sent}, [piece])
        sent += len(piece)
        assert {"kind": "ack", "id": "u", "received_bytes": sent} in [said for _, said in kernel.said]
    assert kernel.said[-1] == (image, {"kind": "stored", "id": "u"})
    assert kernel.value("stored") == [("cat.jpg", size)]
    assert kernel.value("form.values['image_url']") == "uploads/cat.jpg"
    assert kernel.widgets[image]["about"] == "cat.jpg · 640×480 · 22 kB"
