"""The form's place for code in a bare page: keyboard, clipboard, what is said, what is sent."""

from __future__ import annotations

from typing import Any

import pytest
from form_fixtures import make, ready
from form_page import mount
from playwright.sync_api import Page, expect

from vidwidgets.form.code_widget import CodeWidget

pytestmark = pytest.mark.browser
COPIES = (("python", "Copy Python"), ("provider", "Copy fal_client"), ("curl", "Copy curl"))
ANSWER = "(more) => model.tell('msg:custom', { id: model.sent.at(-1).content.id, ...more })"


@pytest.fixture
def place(page: Page) -> Page:
    """The place, opened."""
    mount(page, CodeWidget(COPIES, lambda what: what, lambda _: ("", [], False), lambda: None))
    page.get_by_role("button", name="Code").click()
    return page


def sent(page: Page) -> list[dict[str, Any]]:
    """What was sent to the kernel, without the ids of the questions."""
    found: list[dict[str, Any]] = page.evaluate("model.sent.map(({ content: { id, ...rest } }) => rest)")
    return found


def test_it_opens_and_closes_by_keyboard(page: Page) -> None:
    """A disclosure: Enter opens, Tab goes through it, Enter closes; nothing is sent for it."""
    mount(page, CodeWidget(COPIES, lambda what: what, lambda _: ("", [], False), lambda: None))
    toggle = page.get_by_role("button", name="Code")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_label("Paste a curl command")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    for name in ("Copy Python", "Copy fal_client", "Copy curl"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Paste a curl command, JSON, a request id or code")).to_be_focused()
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    assert sent(page) == []


def test_a_copy_is_asked_for_and_kept_nowhere(place: Page) -> None:
    """The kernel writes it, the clipboard has it, it is said, and it is shown to be read; no trait holds it."""
    button = place.get_by_role("button", name="Copy fal_client")
    button.click()
    assert sent(place) == [{"kind": "write", "what": "provider"}]
    place.evaluate(ANSWER, {"kind": "written", "text": "<b>code</b>\n"})
    expect(place.get_by_text("Copied.")).to_be_visible()
    expect(place.get_by_label("The code")).to_have_value("<b>code</b>\n")
    expect(button).to_be_focused()
    place.get_by_label("Paste a curl command").focus()
    place.keyboard.press("ControlOrMeta+v")
    expect(place.get_by_label("Paste a curl command")).to_have_value("<b>code</b>\n")
    assert "code" not in place.evaluate("JSON.stringify(model.state.copies) + model.saved")


def test_without_a_clipboard_the_text_is_selected(place: Page) -> None:
    """Where the browser gives no clipboard (plain http, no permission) the text is selected and the keys are named."""
    place.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    place.evaluate("document.execCommand = () => false")
    place.get_by_role("button", name="Copy curl").click()
    place.evaluate(ANSWER, {"kind": "written", "text": "curl x"})
    expect(place.get_by_text("Not copied by itself: it is selected, press Ctrl+C (⌘C).")).to_be_visible()
    box = place.get_by_label("The code")
    expect(box).to_be_focused()
    assert box.evaluate("(e) => [e.selectionStart, e.selectionEnd]") == [0, 6]


def test_a_paste_is_read_at_once(place: Page) -> None:
    """Ctrl+V into the empty box is enough; the sentences are a live region, and the text goes when it was taken."""
    box = place.get_by_label("Paste a curl command")
    box.fill('curl x -H "Authorization: Key k"')
    for keys in ("a", "x", "v"):
        box.press(f"ControlOrMeta+{keys}")
    place.wait_for_function("model.sent.length")
    assert sent(place) == [{"kind": "paste", "text": 'curl x -H "Authorization: Key k"'}]
    place.evaluate(ANSWER, {"kind": "pasted", "said": ["Filled 2 fields.", "<i>Not known.</i>"], "filled": True})
    said = place.get_by_role("status").filter(has_text="Filled")
    expect(said).to_have_attribute("aria-live", "polite")
    expect(said.locator("p")).to_have_text(["Filled 2 fields.", "<i>Not known.</i>"])
    expect(box).to_have_value("")
    place.get_by_role("button", name="Undo").click()
    assert sent(place)[-1] == {"kind": "undo"}
    place.evaluate(ANSWER, {"kind": "pasted", "said": ["As it was before."], "filled": False})
    expect(place.get_by_role("button", name="Undo")).to_be_hidden()
    expect(box).to_be_focused()


def test_what_was_not_understood_stays_to_be_mended(place: Page) -> None:
    """Ctrl+Enter sends the text as typed; refused, it stays; a late answer to an earlier question says nothing."""
    box = place.get_by_label("Paste a curl command")
    box.fill("{")
    box.press("ControlOrMeta+Enter")
    place.evaluate(ANSWER, {"kind": "pasted", "said": ["It breaks off."], "filled": False})
    expect(box).to_have_value("{")
    expect(place.get_by_role("button", name="Undo")).to_be_hidden()
    place.evaluate(ANSWER, {"kind": "pasted", "said": ["Late."], "filled": True})
    expect(place.get_by_text("It breaks off.")).to_be_visible()
    expect(box).to_have_value("{")


def test_a_text_beyond_all_measure_is_not_sent(place: Page) -> None:
    """It would cut the connection to the kernel."""
    place.evaluate("model.state.most = 10")
    place.get_by_label("Paste a curl command").fill("12345678901")
    place.get_by_role("button", name="Fill the form").click()
    expect(place.get_by_text("longer than 10 characters")).to_be_visible()
    assert sent(place) == []


def test_a_kernel_that_is_busy_or_gone_is_said(place: Page) -> None:
    """Nothing hangs in silence."""
    place.get_by_label("Paste a curl command").fill("{}")
    place.get_by_role("button", name="Fill the form").click()
    expect(place.get_by_text("The kernel is busy")).to_be_visible()
    place.evaluate("() => { model.send = () => { throw new Error('Cannot send') } }")
    place.get_by_role("button", name="Copy curl").click()
    expect(place.get_by_text("The kernel does not answer")).to_be_visible()


def test_control_enter_in_the_box_never_generates(page: Page) -> None:
    """The keys of the form leave those of the box alone: filling a form must not spend money."""
    mount(page, make(ready())._surface.head)  # noqa: SLF001  what a person sees has no public name
    page.wait_for_function("document.querySelector('#root').dataset.vwKeys")
    page.evaluate(
        """() => {
          const box = document.createElement("textarea");
          const place = Object.assign(document.createElement("div"), { className: "place" });
          place.dataset.vwOwnKeys = "true";
          place.append(box);
          document.querySelector("#root").append(place);
        }"""
    )
    page.locator(".place textarea").press("ControlOrMeta+Enter")
    assert page.evaluate("model.sent.length") == 0
