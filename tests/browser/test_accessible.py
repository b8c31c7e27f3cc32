"""Form and cards for those who do not use a mouse or do not see: in a real JupyterLab, by keyboard and by axe-core."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab import Lab
from needing import npm_package
from playwright.sync_api import expect
from road import cards, form_cell, photograph

from vidwidgets.sandbox.server import Sandbox

KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
SENT_MS = 20_000
AXE_VERSION = "4.14.1"
CARDS = """
import sys
sys.path.append({tests!r})
from view_samples import *
from vidwidgets.view.action import Action
from vidwidgets.view.card import Card
for state in (*UNENDED, *ENDED_WITHOUT_CLIP):
    card = Card(ABOUT)
    card.tell(state)
    card.on_glass(lambda _change: HAPPENED)
    card.offer([Action('adopt', 'Adopt', ask='Its id in the console', placeholder='an id')])
    display(card)
"""
ASKED = """
import vidwidgets as vw
form = vw.form("pixverse/image-to-video", model="v5", quality="1080p", duration=8, prompt="", image="nowhere.jpg")
form._form._surface.fold.unfolded = True
form._form._pressed()
""" + (ASK := 'form._form.ask("You sent exactly this 1 second ago. Send it again?", "Send it again", lambda: None)')
FOUND = """async () => {
  const found = await axe.run({ include: [[".vw-form"], [".vidwidgets-card"]] }, { resultTypes: ["violations"] });
  return found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)]);
}"""

STICKS_OUT = """() => {
  const parts = [".vw-form", ".vidwidgets-card", ".vw-seg", ".vw-form .vw-label", ".vw-steps"];
  return [...document.querySelectorAll(parts.join())]
    .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
    .map((e) => `${e.className} ${e.textContent.slice(0, 60)}: ${e.scrollWidth} in ${e.clientWidth}`);
}"""
"""What has more in it than is shown."""


@pytest.fixture
def opened(lab: Lab, quick_sandbox: Sandbox) -> Callable[..., None]:
    """Open a notebook with these cells, a photograph beside it, and run them."""
    photograph(lab.folder)

    def open_cells(*cells: str, run: int | None = None) -> None:
        environ = {"VIDWIDGETS_SANDBOX_URL": quick_sandbox.url, "VIDWIDGETS_HOME": str(lab.folder / "home")}
        lab.open(cells, environ=environ)
        for index in range(len(cells) if run is None else run):
            lab.run(index)

    return open_cells


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest, node: str) -> str:
    """The checker's source."""
    assert node
    return npm_package(request, "axe-core", AXE_VERSION, "axe.min.js").read_text(encoding="utf-8")


def open_glass_boxes(lab: Lab) -> None:
    """What happened, on every card, with its request unfolded."""
    for see in lab.page.locator(".vw-see").all():
        see.click()
    expect(lab.page.locator(".vw-exchange")).to_have_count(10)
    for line in lab.page.locator(".vw-exchange > details > summary").all():
        line.click()


def frames_until(lab: Lab, settled: Callable[[], bool]) -> None:
    """Let JupyterLab lay itself out anew: at most so many frames."""
    for _ in range(60):
        if settled():
            return
        lab.page.evaluate("() => new Promise((drawn) => { requestAnimationFrame(drawn); })")


def test_axe_finds_nothing_serious(lab: Lab, opened: Callable[..., None], axe: str) -> None:
    """A ready form, its code shown, one with problems, its fold open and a question asked, all cards; in each theme."""
    lab.page.set_viewport_size({"width": 1200, "height": 5000})  # what is out of sight is not drawn
    opened(form_cell(KLING), ASKED, CARDS.format(tests=str(Path(__file__).parents[1] / "view")))
    expect(cards(lab, 2)).to_have_count(10)
    form = lab.output(0)
    form.get_by_role("button", name="Code").click()
    form.get_by_label("Paste a curl command").fill("what a nice day")
    form.get_by_role("button", name="Fill the form").click()
    expect(form.get_by_text("Nothing was filled in.")).to_be_visible()
    form.get_by_role("button", name="Copy Python").click()
    expect(form.get_by_text("Copied.")).to_be_visible()
    open_glass_boxes(lab)
    lab.page.evaluate(axe)
    seen: dict[str, Any] = {}
    for theme in ("light", "dark", "contrast"):
        lab.theme(theme)  # type: ignore[arg-type]  # these three are
        seen[theme] = lab.page.evaluate(FOUND)
    assert seen == {"light": [], "dark": [], "contrast": []}
    lab.page.set_viewport_size({"width": 400, "height": 5000})  # JupyterLab keeps some 120 of them for itself
    frames_until(lab, lambda: lab.page.evaluate(STICKS_OUT) == [])
    assert lab.page.evaluate(STICKS_OUT) == []


def test_all_by_keyboard(lab: Lab, opened: Callable[..., None]) -> None:
    """Tab in, type, Escape back to the notebook's own keys and in again, Ctrl+Enter: one job, nothing lost."""
    opened(form_cell(KLING, prompt=""), ASK, run=1)
    page, form = lab.page, lab.output(0).locator(".vw-form")
    prompt = form.get_by_role("textbox", name="Prompt", exact=True)
    cells = lab.panel().locator(".jp-Cell")
    before = cells.count()
    form.locator(".vw-drop").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if prompt.evaluate("e => e === document.activeElement"):
            break
    expect(prompt).to_be_focused()
    assert prompt.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.type("The fog lifts.")
    page.keyboard.press("Escape")
    page.keyboard.press("b")  # command mode: a cell below
    expect(cells).to_have_count(before + 1)
    expect(prompt).to_have_value("The fog lifts.")

    fold = form.locator(".vw-fold button")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(fold).to_be_focused()

    expect(form.get_by_role("button", name="Generate")).to_be_enabled()  # the picture has been read
    prompt.press("Control+Enter")
    expect(cards(lab, 0)).to_have_count(1, timeout=SENT_MS)
    lab.run(2)
    expect(form.get_by_role("button", name="No")).to_be_focused()
    prompt.focus()
    page.keyboard.press("Escape")
    expect(form.get_by_role("alertdialog")).to_be_hidden()
    expect(cards(lab, 0)).to_have_count(1)
    expect(prompt).to_have_value("The fog lifts.")

    details = cards(lab, 0).get_by_role("button", name="Details")
    details.press("Enter")
    expect(details).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(details).to_have_attribute("aria-expanded", "false")
    expect(details).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(cells).to_have_count(before + 2)
