"""How the card looks: nothing moves, every text can be read, in each theme and width."""

import pytest
from playwright.sync_api import Page
from view_clock import Clock
from view_front_end import FrontEnd
from view_samples import (
    ENDED_WITHOUT_CLIP,
    UNENDED,
)

from vidwidgets.view.card import Card
from vidwidgets.wire.states import Fetching, Queued, Running


@pytest.mark.parametrize("width", [900, 780, 690, 620, 400, 320])
def test_nothing_moves_while_a_job_runs(page: Page, card: Card, clock: Clock, width: int) -> None:
    """From Preparing to Fetching the card keeps its height, wide and narrow, and nothing sticks out of it."""
    page.set_viewport_size({"width": width, "height": 600})
    front = FrontEnd(page, card)
    heights = set()
    for state in [*UNENDED, Queued(None), Queued(12), Running(None), Fetching(0, None)]:
        clock.move(65)
        card.tell(state)
        front.pump()
        box = page.locator(".vidwidgets-card").bounding_box()
        assert box is not None
        heights.add(round(box["height"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(heights) == 1


def test_motion_stops_where_it_is_not_wanted(page: Page, card: Card) -> None:
    """With reduced motion nothing goes to and fro."""
    page.emulate_media(reduced_motion="reduce")
    front = FrontEnd(page, card)
    card.tell(Running())
    front.pump()
    assert page.evaluate("getComputedStyle(document.querySelector('.vw-here i'), '::before').animationName") == "none"


CONTRAST = """() => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
    const context = canvas.getContext('2d', {willReadFrequently: true});
    const rgb = (colour, under) => {
        if (under) { context.fillStyle = under; context.fillRect(0, 0, 1, 1); }
        context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const back = getComputedStyle(document.querySelector('.vidwidgets-card')).backgroundColor;
    const texts = [...document.querySelectorAll('.vidwidgets-card *')].filter((e) => e.checkVisibility()
        && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
    return texts.map((e) => {
        const [a, b] = [light(rgb(getComputedStyle(e).color, back)), light(rgb(back))];
        return [e.className || e.localName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
}"""


@pytest.mark.parametrize("theme", ["light", "dark", "system", "system-dark"])
def test_every_text_has_contrast(page: Page, card: Card, clock: Clock, theme: str) -> None:
    """At least 4.5 to 1 (WCAG AA) for each text in each theme, with JupyterLab's variables and without any."""
    if theme.startswith("system"):
        page.emulate_media(color_scheme="dark" if theme == "system-dark" else "light")
    front = FrontEnd(page, card, dark=theme == "dark")
    if theme.startswith("system"):
        page.evaluate("document.querySelector('style').textContent = ':root{color-scheme:light dark}'")
    for state in (Queued(2), Running(0.5), *ENDED_WITHOUT_CLIP):
        clock.move(2)
        card.tell(state)
        front.pump()
        measured = page.evaluate(CONTRAST)
        assert len(measured) >= 5
        assert [(name, round(ratio, 2)) for name, ratio in measured if ratio < 4.5] == []
