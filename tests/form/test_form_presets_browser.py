"""The front ends of presets and of the number of clips, in a bare page: mouse, keyboard, screen reader's view."""

from __future__ import annotations

from typing import Any

import pytest
from form_page import mount, state_of
from playwright.sync_api import Page, expect

from vidwidgets.form.count import CountWidget
from vidwidgets.form.presets import PresetsWidget

pytestmark = pytest.mark.browser


def sent(page: Page) -> list[Any]:
    """The custom messages that the front end sent."""
    found: list[Any] = page.evaluate("model.sent.map((one) => one.content)")
    return found


def test_presets_unfold_and_say_what_they_do(page: Page) -> None:
    """A click on a name loads it, Enter saves, the star and the cross are named; html in a name stays text."""
    mount(
        page, PresetsWidget(names=["<b>Fog</b>", "Rain"], default="Rain", recalled=True, _dom_classes=("vw-presets",))
    )
    opener = page.get_by_role("button", name="Presets")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("textbox")).to_be_hidden()
    opener.click()
    expect(page.get_by_role("button", name="As the code says")).to_be_focused()
    page.get_by_role("button", name="<b>Fog</b>", exact=True).click()
    page.get_by_role("button", name="Begin new forms with Rain", pressed=True).click()
    page.get_by_role("button", name="Delete Rain").click()
    page.get_by_role("textbox", name="Name these values").fill("Snow")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="As the code says").click()
    assert sent(page) == [
        {"kind": "load", "name": "<b>Fog</b>"},
        {"kind": "default", "name": ""},
        {"kind": "delete", "name": "Rain"},
        {"kind": "save", "name": "Snow"},
        {"kind": "start", "name": ""},
    ]
    assert page.locator("b").count() == 0
    page.evaluate("model.set('said', 'Saved as Snow.')")
    expect(page.get_by_role("status")).to_have_text("Saved as Snow.")


def test_a_deleted_preset_leaves_the_focus_in_the_strip(page: Page) -> None:
    """The keyboard is not thrown out when the list is drawn anew."""
    mount(page, PresetsWidget(names=["Fog", "Rain"], _dom_classes=("vw-presets",)))
    page.get_by_role("button", name="Presets").press("Enter")
    page.get_by_role("button", name="Delete Fog").focus()
    page.evaluate("model.set('names', ['Rain'])")
    expect(page.get_by_role("button", name="Rain", exact=True)).to_be_focused()


def test_the_number_of_clips_stays_within_bounds(page: Page) -> None:
    """Typed, stepped, by arrow keys: always a whole number from 1 to 16; an emptied entry goes back to 1."""
    mount(page, CountWidget(help="How many.", _dom_classes=("vw-count",)))
    entry = page.get_by_role("spinbutton", name="Clips")
    expect(entry).to_have_accessible_description("How many.")
    expect(page.get_by_role("button", name="Fewer clips")).to_be_disabled()
    page.get_by_role("button", name="More clips").click()
    assert state_of(page, "count") == 2
    entry.press("ArrowUp")
    assert state_of(page, "count") == 3
    for typed, count in (("99", 16), ("-4", 1), ("2.7", 2), ("", 1)):
        entry.fill(typed)
        entry.blur()
        assert state_of(page, "count") == count
        expect(entry).to_have_value(str(count))
    page.evaluate("model.set('count', 5)")
    expect(entry).to_have_value("5")
    assert page.evaluate("el.vwShown()") == ["", "count", 5]
