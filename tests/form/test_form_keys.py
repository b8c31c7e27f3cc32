"""The keys of a form as a whole, in a bare page: Ctrl+Enter presses, Escape goes one step out."""

from __future__ import annotations

import pytest
from form_fixtures import make, ready
from form_page import mount
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PRESSABLE = """() => {
  window.clicked = 0;
  const go = Object.assign(document.createElement("button"), { className: "vw-go", textContent: "Generate" });
  go.addEventListener("click", () => { clicked += 1; });
  const prompt = document.createElement("textarea");
  const field = Object.assign(document.createElement("div"), { className: "vw-field" });
  field.vwShown = () => ["prompt", "value", prompt.value];
  field.append(prompt);
  document.querySelector("#root").append(field, go);
}"""


@pytest.fixture
def pressable(page: Page) -> Page:
    """A header over a prompt and a button, as in a form."""
    mount(page, make(ready())._surface.head)  # noqa: SLF001  as above
    page.evaluate(PRESSABLE)
    page.wait_for_function("document.querySelector('#root').dataset.vwKeys")
    return page


def test_control_enter_presses_once_with_what_is_shown(pressable: Page) -> None:
    """The message carries the text as it stands; a held key presses nothing more, and no line is added."""
    pressable.locator("textarea").fill("A boat drifts.")
    for _ in range(2):
        pressable.keyboard.down("Control")
        pressable.keyboard.down("Enter")
    pressable.keyboard.up("Enter")
    sent = pressable.evaluate("model.sent")
    assert [message["content"]["shown"] for message in sent] == [[["prompt", "value", "A boat drifts."]]]
    assert pressable.locator("textarea").input_value() == "A boat drifts."


def test_there_is_no_second_press_before_the_first_was_answered(pressable: Page) -> None:
    """Impatient clicks while the kernel is busy make one job; after the answer the button presses again."""
    button = pressable.get_by_role("button", name="Generate")
    button.dblclick()
    button.click()
    button.press("Enter")
    assert pressable.evaluate("[model.sent.length, clicked]") == [1, 0]
    expect(button).to_have_attribute("aria-busy", "true")
    pressable.evaluate("model.tell('msg:custom', { kind: 'pressed', id: model.sent[0].content.id })")
    expect(button).to_have_attribute("aria-busy", "false")
    button.dblclick()
    assert pressable.evaluate("model.sent.length") == 2


def test_escape_leaves_the_form_with_its_text(pressable: Page) -> None:
    """To the notebook's cell, which takes the next key; the text stays, and nothing is sent."""
    pressable.evaluate(
        "() => { const root = document.querySelector('#root'); root.parentElement.classList.add('jp-Cell') }"
    )
    text = pressable.locator("textarea")
    text.fill("A boat drifts.")
    text.press("Escape")
    assert pressable.evaluate("document.activeElement.classList.contains('jp-Cell')")
    assert text.input_value() == "A boat drifts."
    assert pressable.evaluate("model.sent") == []


def test_escape_is_heard_where_the_text_lets_no_key_out(pressable: Page) -> None:
    """Texts of ipywidgets stop every key press; and Escape that ends an input method's word is not ours."""
    pressable.evaluate(
        """() => {
          const text = document.querySelector("textarea");
          text.parentElement.classList.add("widget-textarea");
          text.addEventListener("keydown", (event) => event.stopPropagation());
          text.focus();
        }"""
    )
    pressable.evaluate(
        """document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    expect(pressable.locator("textarea")).to_be_focused()
    pressable.keyboard.press("Escape")
    expect(pressable.locator("textarea")).not_to_be_focused()


def test_escape_closes_what_says_what_it_controls(pressable: Page) -> None:
    """Any panel whose button has `aria-controls` and is expanded: it closes, its button has the focus."""
    pressable.evaluate(
        """() => {
          const panel = Object.assign(document.createElement("div"), { id: "panel" });
          panel.append(document.createElement("input"));
          const button = Object.assign(document.createElement("button"), { textContent: "Panel" });
          button.setAttribute("aria-controls", "panel");
          button.setAttribute("aria-expanded", "true");
          button.addEventListener("click", () => button.setAttribute("aria-expanded", "false"));
          document.querySelector("#root").append(button, panel);
          panel.firstChild.focus();
        }"""
    )
    pressable.keyboard.press("Escape")
    button = pressable.get_by_role("button", name="Panel")
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(button).to_be_focused()
    pressable.keyboard.press("Escape")
    expect(button).not_to_be_focused()
