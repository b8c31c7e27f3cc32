"""The front ends of the controls in a bare page: mouse, keyboard, screen reader's view, upload."""

from __future__ import annotations

from typing import Any

import pytest
from form_fixtures import make, ready
from form_page import mount, state_of
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def shown(page: Page, name: str, **values: Any) -> None:
    """Mount the control of a field of a form that is ready but for these values."""
    mount(page, make(ready(**values), receive=lambda *_: "x").controls[name].widget)


def test_segments_are_radio_buttons_for_a_keyboard(page: Page) -> None:
    """One tab stop, arrows choose and wrap, the group and each option have names."""
    shown(page, "duration")
    group = page.get_by_role("radiogroup", name="Duration")
    expect(group.get_by_role("radio")).to_have_count(3)
    page.keyboard.press("Tab")
    expect(group.get_by_role("radio", name="5 s")).to_be_focused()
    page.keyboard.press("ArrowRight")
    assert state_of(page, "chosen") == 1
    expect(group.get_by_role("radio", name="8 s")).to_be_focused()
    expect(group.get_by_role("radio", name="8 s")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert state_of(page, "chosen") == 2
    assert page.evaluate("model.saved") == 3


def test_a_struck_option_says_why_and_can_be_chosen(page: Page) -> None:
    """The reason is its tooltip and its description; choosing it is allowed, since two rules may lock each other."""
    shown(page, "duration", quality="1080p")
    struck = page.get_by_role("radio", name="10 s")
    expect(struck).to_have_accessible_description("10 s is not made at 1080p. Choose 5 or 8 s, or 720p.")
    assert "line-through" in struck.evaluate("e => getComputedStyle(e).textDecoration")
    struck.click()
    assert state_of(page, "chosen") == 2
    assert "line-through" not in struck.evaluate("e => getComputedStyle(e).textDecoration")


def test_a_value_that_is_no_option_is_shown_beside_them(page: Page) -> None:
    """Nothing is chosen for the person; the foreign value stands there in words."""
    shown(page, "duration", duration="8s")
    expect(page.locator(".vw-foreign")).to_have_text("8s")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.locator(".vw-bad")).to_contain_text("Did you mean 8?")
    page.evaluate("model.set('foreign', '')")
    expect(page.locator(".vw-foreign")).to_have_count(0)


def test_a_long_list_is_a_native_list(page: Page) -> None:
    """Labelled, settable, following the kernel, with struck options in words."""
    shown(page, "model", camera="zoom_in", model="v4")
    chooser = page.get_by_label("Model")
    expect(chooser).to_have_value("1")
    chooser.select_option("v6 (not with the rest)")
    assert state_of(page, "chosen") == 5
    page.evaluate("model.set('chosen', 2)")
    expect(chooser).to_have_value("2")


def test_a_field_goes_out_of_sight_and_comes_back(page: Page) -> None:
    """It is hidden in place: nothing is made anew."""
    shown(page, "camera")
    expect(page.get_by_label("Camera movement")).to_be_hidden()
    page.evaluate("model.set('tucked', false)")
    expect(page.get_by_label("Camera movement")).to_be_visible()


def test_a_problem_is_tied_to_its_control(page: Page) -> None:
    """A screen reader hears help and problem with the control, and that it is invalid."""
    shown(page, "cfg_scale", cfg_scale=2)
    entry = page.get_by_role("textbox", name="CFG scale")
    expect(entry).to_have_accessible_description(
        "How closely the prompt is followed. CFG scale must be from 0 to 1; 2 is outside."
    )
    expect(entry).to_have_attribute("aria-invalid", "true")
    page.evaluate("model.set('problem', '')")
    expect(entry).to_have_attribute("aria-invalid", "false")
    expect(page.locator(".vw-bad")).to_be_hidden()


def test_slider_and_entry_are_one_number(page: Page) -> None:
    """Moving the slider writes the entry; an emptied entry greys the slider and says `not set`."""
    shown(page, "cfg_scale")
    slider, entry = page.get_by_role("slider", name="CFG scale"), page.get_by_role("textbox", name="CFG scale")
    expect(slider).to_have_value("0.5")
    slider.press("ArrowRight")
    assert state_of(page, "text") == "0.55"
    expect(entry).to_have_value("0.55")
    entry.fill("")
    assert state_of(page, "text") == ""
    expect(slider).to_have_class("vw-unset")
    expect(slider).to_have_attribute("aria-valuetext", "not set")


@pytest.mark.parametrize("name", ["prompt", "duration", "model", "cfg_scale", "image_url"])
def test_text_is_never_read_as_html(page: Page, name: str) -> None:
    """Words of a person or a provider in any trait are shown as they are."""
    control = make(ready(duration="<img src=x onerror=window.hit=1>")).controls[name]
    widget = getattr(control, "note", control.widget)
    mount(page, widget)
    evil = "<img src=x onerror=window.hit=1>"
    page.evaluate(
        """evil => {
          for (const name of ["label", "help", "problem", "hint", "about", "takes", "busy", "counter", "unit"])
            if (name in model.state) model.set(name, evil);
        }""",
        evil,
    )
    expect(page.locator(".vw-bad").first).to_have_text(evil)
    assert page.evaluate("window.hit") is None
    assert page.locator("#root img[src=x]").count() == 0


ANSWER = """
window.got = [];
model.answer = (content, buffers) => {
  if (content.kind === "piece") got.push(buffers[0].byteLength);
  const sum = got.reduce((a, b) => a + b, 0);
  if (content.kind === "begin" || content.kind === "piece")
    setTimeout(() => model.tell("msg:custom", { kind: "ack", id: content.id, received_bytes: sum }));
  if (sum === 5_000_000) setTimeout(() => model.tell("msg:custom", { kind: "stored", id: content.id }), 5);
};
"""


def test_a_file_is_sent_in_acknowledged_pieces(page: Page) -> None:
    """Two mebibytes at most at once, the next only after the answer; then the words are gone."""
    shown(page, "image_url")
    page.evaluate(f"() => {{ {ANSWER} }}")
    page.locator("input[type=file]").set_input_files(
        {"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": bytes(5_000_000)}
    )
    page.wait_for_function("got.length === 3")
    assert page.evaluate("got") == [2097152, 2097152, 805696]
    expect(page.locator("progress")).to_be_hidden()
    first = page.evaluate("model.sent[0].content")
    assert (first["kind"], first["name"], first["size_bytes"]) == ("begin", "cat.jpg", 5_000_000)


def test_a_refused_file_is_said(page: Page) -> None:
    """The kernel's sentence stands under the picture; nothing more is sent."""
    shown(page, "image_url")
    page.evaluate(
        """() => { model.answer = (content) =>
          model.tell("msg:custom", { kind: "refused", id: content.id, why: "cat.jpg is too large." }) }"""
    )
    page.locator("input[type=file]").set_input_files({"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"12"})
    expect(page.get_by_text("cat.jpg is too large.")).to_be_visible()
    assert page.evaluate("model.sent.length") == 1


def test_an_upload_can_be_stopped(page: Page) -> None:
    """The button that removes a picture stops an upload while there is one; late answers change nothing."""
    shown(page, "image_url")
    page.locator("input[type=file]").set_input_files({"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"12"})
    expect(page.locator("progress")).to_be_visible()
    page.get_by_role("button", name="Stop the upload").click()
    assert page.evaluate("model.sent.map((m) => m.content.kind)") == ["begin", "abort"]
    page.evaluate("model.tell('msg:custom', { kind: 'ack', id: model.sent[0].content.id, received_bytes: 0 })")
    expect(page.locator("progress")).to_be_hidden()
    assert page.evaluate("model.sent.length") == 2
    page.get_by_role("button", name="Remove: Image").click()
    assert page.evaluate("model.sent.at(-1).content") == {"kind": "remove"}


def test_a_dead_kernel_is_said(page: Page) -> None:
    """When a message cannot be sent, the person is told what to do."""
    shown(page, "image_url")
    page.evaluate("() => { model.send = () => { throw new Error('Cannot send') } }")
    page.locator("input[type=file]").set_input_files({"name": "cat.jpg", "mimeType": "image/jpeg", "buffer": b"12"})
    expect(page.get_by_text("The kernel does not answer")).to_be_visible()


def test_a_dropped_file_is_uploaded(page: Page) -> None:
    """Dropping is the same as choosing."""
    shown(page, "image_url")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["1234"], "dropped.png", { type: "image/png" }));
          const drop = document.querySelector(".vw-drop");
          drop.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    sent = page.evaluate("model.sent[0].content")
    assert (sent["name"], sent["size_bytes"]) == ("dropped.png", 4)


def test_each_control_says_what_it_shows(page: Page) -> None:
    """A press of Generate asks every control; the words are those of the front end, not of the kernel."""
    for name, shown_now in (
        ("duration", ["duration", "chosen", 0]),
        ("cfg_scale", ["cfg_scale", "text", "0.5"]),
        ("image_url", ["image_url", "text", "cat.jpg"]),
    ):
        shown(page, name)
        assert page.evaluate("el.vwShown()") == shown_now


def test_the_path_is_typed_and_labelled(page: Page) -> None:
    """The line has the field's label; what is typed is the picture."""
    shown(page, "image_url", image_url="")
    page.get_by_label("Image", exact=True).fill("dog.png")
    assert state_of(page, "text") == "dog.png"


def test_the_fold_opens_without_a_kernel(page: Page) -> None:
    """It unfolds in the page itself, and says so."""
    mount(page, make(ready())._surface.fold)  # noqa: SLF001  what a person sees has no public name
    fold = page.get_by_role("button", name="More: CFG scale")
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    assert state_of(page, "unfolded") is True
