"""Waiting well, in a bare page: the usual time is said, and who asks for it is told when it is done."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from view_clock import Clock
from view_front_end import FrontEnd, NewCard
from view_samples import ABOUT, MODERATED, UNENDED, clip_of

from vidwidgets.view.card import Card
from vidwidgets.view.waiting import usual_text
from vidwidgets.wire.states import Done, Failed, Queued, Running, State

NOTIFICATIONS = """(permission) => {
    window.asked = 0;
    window.told = [];
    window.Notification = class {
        static permission = permission;
        static async requestPermission() {
            window.asked += 1;
            return (Notification.permission = window.answer ?? 'granted');
        }
        constructor(title, options) { told.push([title, options.body, options.tag]); }
    };
}"""
"""A page of this kind (about:blank) has no notifications at all, so these stand for the browser's."""
AWAY = "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})"
BACK = """() => {
    Object.defineProperty(document, 'visibilityState', {value: 'visible', configurable: true});
    document.hasFocus = () => true;
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.mark.parametrize(
    ("figures", "alike", "said"),
    [
        ((48.4, 75.2, 12), True, "usually 48 s (9 of 10 within 75 s), from your last 12"),
        ((4.27, 125, 5), False, "usually 4.2 s (9 of 10 within 2:05), from your last 5 of any length and size"),
    ],
)
def test_the_usual_time_in_words(figures: tuple[float, float, int], alike: bool, said: str) -> None:
    """Median, nine of ten, from how many; and that they were of any length where they were."""
    assert usual_text(*figures, alike=alike) == said


@pytest.mark.parametrize("width", [900, 320])
def test_the_usual_time_stands_on_the_card_and_nothing_moves(
    page: Page, new_card: NewCard, clock: Clock, width: int
) -> None:
    """It is there as long as the job goes on, at every width, and goes with its end."""
    page.set_viewport_size({"width": width, "height": 600})
    card = new_card(dataclasses.replace(ABOUT, usual=usual_text(48, 75, 12, alike=True)))
    front = FrontEnd(page, card)
    heights = set()
    for state in UNENDED:
        clock.move(3)
        card.tell(state)
        front.pump()
        expect(front.find("usual")).to_have_text("usually 48 s (9 of 10 within 75 s), from your last 12")
        box = page.locator(".vidwidgets-card").bounding_box()
        assert box is not None
        heights.add(round(box["height"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len(heights) == 1
    card.tell(Failed(MODERATED))
    front.pump()
    expect(front.find("waiting")).to_be_hidden()


def test_progress_is_never_made_up(front: FrontEnd, clock: Clock) -> None:
    """Where the provider says nothing there is no share and no per cent, however long it takes; its word is kept."""
    here = "document.querySelector('.vw-here i').style.getPropertyValue('--share')"
    for _ in range(5):
        clock.move(30)
        front.card.tell(Running(None))
        front.pump()
        assert "%" not in front.page.locator(".vidwidgets-card").inner_text()
        assert (front.page.evaluate(here), front.page.locator(".vw-unmeasured").count()) == ("0%", 1)
    clock.move(1)
    front.card.tell(Running(0.31))
    front.pump()
    assert (front.page.evaluate(here), front.page.locator(".vw-unmeasured").count()) == ("31%", 0)
    expect(front.find("state")).to_contain_text("31%")


def test_the_place_in_the_queue_moves(front: FrontEnd, clock: Clock) -> None:
    """Each new place is on the card."""
    for ahead in (4, 2, 1):
        clock.move(1)
        front.card.tell(Queued(ahead))
        front.pump()
        expect(front.find("state")).to_have_text(f"In fal’s queue, {ahead} ahead")


def ready(front: FrontEnd, permission: str = "default") -> None:
    """A page that could notify, named as a notebook is."""
    front.page.evaluate(NOTIFICATIONS, permission)
    front.page.evaluate("document.title = 'story.ipynb'")


def test_nobody_is_asked_or_told_unasked(front: FrontEnd, clip_file: Path) -> None:
    """Without a press there is no question for permission, no notification, and the title stays."""
    ready(front)
    front.page.evaluate(AWAY)
    for state in (Queued(1), Running(), Done(clip_of(clip_file))):
        front.card.tell(state)
        front.pump()
    assert front.page.evaluate("[asked, told.length, document.title]") == [0, 0, "story.ipynb"]


def test_who_asked_is_told_once(front: FrontEnd, clip_file: Path, clock: Clock) -> None:
    """The press asks for permission; the end notifies and marks the title until somebody looks at the page."""
    ready(front)
    tell = front.find("tell")
    expect(tell).to_have_text("Tell me when it is done")
    tell.click()
    expect(tell).to_have_text("You will be told")
    expect(tell).to_have_attribute("aria-pressed", "true")
    assert front.page.evaluate("asked") == 1
    front.page.evaluate(AWAY)
    for state in (Running(), Done(clip_of(clip_file)), Done(clip_of(clip_file))):
        clock.move(2)
        front.card.tell(state)
        front.pump()
    assert front.page.evaluate("told") == [["Veo 3: Done", ABOUT.prompt, f"vidwidgets-{ABOUT.job_id}"]]
    assert front.page.title() == "(1) ✓ story.ipynb"
    front.page.evaluate("document.title = 'story.ipynb (unsaved)'")
    front.page.wait_for_function("document.title === '(1) ✓ story.ipynb (unsaved)'")
    front.page.evaluate(BACK)
    assert front.page.title() == "story.ipynb (unsaved)"


@pytest.mark.parametrize("answer", ["denied", None])
def test_where_the_browser_may_not_the_title_says_it(front: FrontEnd, answer: str | None) -> None:
    """A refused permission, or a browser without notifications: said; the title is marked, "!" for a failure."""
    ready(front)
    front.page.evaluate("(answer) => { window.answer = answer; if (!answer) delete window.Notification; }", answer)
    front.find("tell").click()
    expect(front.find("tell")).to_have_text("The tab’s title will tell you")
    front.page.evaluate(AWAY)
    front.card.tell(Failed(MODERATED))
    front.pump()
    assert (front.page.title(), front.page.evaluate("told")) == ("(1) ! story.ipynb", [])


def test_a_second_press_takes_it_back(front: FrontEnd) -> None:
    """Who no longer wants to be told is not."""
    ready(front, "granted")
    for _ in range(2):
        front.find("tell").click()
    expect(front.find("tell")).to_have_text("Tell me when it is done")
    front.page.evaluate(AWAY)
    front.card.tell(Failed(MODERATED))
    front.pump()
    assert front.page.evaluate("[asked, told.length, document.title]") == [0, 0, "story.ipynb"]


def test_who_looks_needs_no_mark(front: FrontEnd) -> None:
    """On the page that is being looked at the title stays; the notification comes all the same, it was asked for."""
    ready(front, "granted")
    front.page.evaluate(BACK)
    front.find("tell").click()
    front.card.tell(Failed(MODERATED))
    front.pump()
    assert front.page.evaluate("[told.length, document.title]") == [1, "story.ipynb"]


def test_two_jobs_are_counted(page: Page, card: Card, new_card: NewCard) -> None:
    """Cards have this file in modules of their own and share the one title."""
    body = '<div id="root"></div><div id="other"></div>'
    front = FrontEnd(page, card, body=body)
    ready(front, "granted")
    other = new_card(dataclasses.replace(ABOUT, job_id="another"))
    state = {name: other.get_state()[name] for name in ("about", "status", "log_lines", "offered", "said")}
    page.evaluate(
        """async ([esm, state]) => {
            const url = URL.createObjectURL(new Blob([esm + '//2'], {type: 'text/javascript'}));
            const widget = await (await import(url)).default();
            window.second = new model.constructor({...state, picture: bytesOf(''), poster: bytesOf('')});
            await widget.initialize({model: second});
            await widget.render({model: second, el: document.getElementById('other')});
        }""",
        [str(other._esm), state],  # noqa: SLF001
    )
    for button in page.locator(".vw-tell").all():
        button.click()
    page.evaluate(AWAY)
    ended: State = Failed(MODERATED)
    card.tell(ended)
    front.pump()
    page.evaluate("second.update({status: {...second.get('status'), kind: 'failed', ended: true}})")
    assert page.title() == "(2) ! story.ipynb"
