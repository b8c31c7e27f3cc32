"""The card as a person meets it: the real front end in a bare page in Chromium, told by a real Card."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from view_clock import Clock
from view_front_end import FrontEnd, NewCard
from view_samples import (
    ABOUT,
    ENDED_WITHOUT_CLIP,
    HOSTILE,
    HOSTILE_ABOUT,
    MODERATED,
    PROMPT,
    UNENDED,
    clip_of,
)

from vidwidgets.errors import JobFailed
from vidwidgets.view.card import Card
from vidwidgets.view.words import words
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.states import Cancelled, Done, Failed, Fetching, LogLine, Queued, Running, State, Submitting


@pytest.mark.parametrize("state", [*UNENDED, *ENDED_WITHOUT_CLIP])
def test_each_state_is_drawn(front: FrontEnd, clock: Clock, state: State) -> None:
    """Headline, message, money and advice are on the card, and the steps only while they go on."""
    said = words(state, "fal")
    clock.move(1)
    front.card.tell(state)
    front.pump()
    expect(front.find("state")).to_have_text(said.headline)
    expect(front.find("prompt")).to_have_text(PROMPT)
    expect(front.page.locator(".vw-dead")).to_have_count(0)
    for text in (said.note, said.message, said.code, said.money, said.advice):
        expect(front.page.locator(".vidwidgets-card")).to_contain_text(text)
    if state in UNENDED:
        expect(front.find("steps")).to_be_visible()
    else:
        expect(front.find("steps")).to_be_hidden()
        expect(front.find("cancel")).to_be_hidden()


def test_the_steps_have_words_and_times(front: FrontEnd, clock: Clock) -> None:
    """Each step is named, with the time it took; the present one is marked for a screen reader."""
    for state in (Submitting(), Queued(3), Queued(1)):
        clock.move(7)
        front.card.tell(state)
    front.pump()
    steps = front.page.locator(".vw-steps li")
    assert [text.strip() for text in steps.all_inner_texts()] == ["sent 0:14", "queue 0:07", "making", "fetching"]
    expect(front.page.locator("[aria-current=step]")).to_contain_text("queue")
    assert front.page.evaluate("document.querySelector('.vw-here i').style.getPropertyValue('--share')") == "50%"


def test_the_seconds_go_on_between_two_updates(page: Page, card: Card) -> None:
    """The page counts by itself from the last status, and does not drift from it."""
    page.clock.install(time=0)
    front = FrontEnd(page, card)
    card.tell(Queued(1), elapsed_seconds=61)
    front.pump()
    expect(front.find("elapsed")).to_have_text("1:01")
    page.clock.run_for(3_000)
    expect(front.find("elapsed")).to_have_text("1:04")
    card.tell(Failed(MODERATED), elapsed_seconds=65)
    front.pump()
    page.clock.run_for(5_000)
    expect(front.find("elapsed")).to_have_text("1:05")


def test_a_page_that_nobody_answers_does_not_count(page: Page, card: Card) -> None:
    """A card without a kernel behind it shows the last known time, and does not pretend that time goes on."""
    page.clock.install(time=0)
    front = FrontEnd(page, card)
    front.page.evaluate("close_view(); void widget.render({model, el: document.getElementById('root')})")
    before = front.find("elapsed").inner_text()
    page.clock.run_for(5_000)
    expect(front.find("elapsed")).to_have_text(before)


def test_only_a_change_of_state_is_announced(front: FrontEnd, clock: Clock) -> None:
    """The live region changes with the kind of state, not with positions, per cent, bytes or seconds."""
    front.page.evaluate(
        """() => {
            window.said = [];
            const live = document.querySelector('[role=status]');
            new MutationObserver(() => said.push(live.textContent)).observe(live, {childList: true, subtree: true});
        }"""
    )
    told: list[State] = [Queued(3), Queued(2), Queued(1), Running(), Running(0.1), Running(0.2)]
    for state in [*told, Fetching(1, 9), Fetching(5, 9), Failed(MODERATED)]:
        clock.move(2)
        front.card.tell(state)
        front.pump()
    assert front.page.evaluate("said") == [
        "Veo 3: In fal’s queue, 3 ahead",
        "Veo 3: fal is making it",
        "Veo 3: Fetching the clip, 0 of 1 kB",
        "Veo 3: Refused by fal’s content check",
    ]
    live = front.page.locator("[role=status]")
    assert live.get_attribute("aria-live") == "polite"


def test_cancel_by_keyboard(front: FrontEnd) -> None:
    """Tab reaches Cancel, Enter presses it, the bill's sentence appears, and focus stays at the card."""
    pressed: list[str] = []
    front.card.on_cancel(lambda: pressed.append("cancel"))
    front.card.tell(Queued(2))
    front.pump()
    assert front.find("cancel").get_attribute("title") == ABOUT.cancel_means
    reached = []
    for _ in range(5):
        front.page.keyboard.press("Tab")
        reached.append(front.page.evaluate("document.activeElement.textContent"))
        if reached[-1] == "Cancel":
            break
    assert reached[-4:] == ["Tell me when it is done", "What happened", "Details", "Cancel"]
    outline = front.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    front.page.keyboard.press("Enter")
    front.pump()
    assert pressed == ["cancel"]
    expect(front.find("cancel")).to_have_text("Cancelling…")
    expect(front.find("cancel")).to_be_disabled()
    expect(front.find("beside")).to_have_text(ABOUT.cancel_means)
    assert front.page.evaluate("document.activeElement.classList.contains('vidwidgets-card')")


def test_a_confirmed_cancel_says_what_it_means(front: FrontEnd, clock: Clock) -> None:
    """After the provider's word the card says so, with the note about the bill, and no button."""
    front.card.tell(Queued(2))
    front.find("cancel").click()
    front.pump()
    clock.move(1)
    front.card.tell(Cancelled("Cancelled in fal’s queue: nothing was charged."))
    front.pump()
    expect(front.find("state")).to_have_text("Cancelled")
    expect(front.find("problem")).to_have_text("Cancelled in fal’s queue: nothing was charged.")
    expect(front.find("cancel")).to_be_hidden()


def test_a_finished_card_says_what_came_beside_what_was_asked(front: FrontEnd, clip_file: Path) -> None:
    """Facts, what was asked, a remark where they differ, and the sandbox's mark."""
    clip = clip_of(clip_file, remarks=("8 s were asked for, 5.04 s came.",), cost=Cost(3.2, "USD", "8 billed units"))
    front.card.tell(Done(clip))
    front.pump()
    result = front.find("result")
    for text in ("8.0 s 1280×720", "24 fps, H.264 + AAC", "4.1 MB", "made in 1:22", "$3.20, 8 billed units", "sandbox"):
        expect(result).to_contain_text(text)
    expect(front.find("asked")).to_contain_text("Asked of Veo 3:")
    expect(front.find("asked")).to_contain_text("Resolution 720p")
    expect(front.find("remark")).to_have_text("8 s were asked for, 5.04 s came.")


@pytest.mark.parametrize("ending", ["failed", "done"])
def test_markup_in_any_text_stays_text(
    page: Page, new_card: NewCard, clip_file: Path, clock: Clock, ending: str
) -> None:
    """Hostile titles, prompts, notes, logs, messages, codes, remarks and file names are shown as they are written."""
    card = new_card(HOSTILE_ABOUT)
    front = FrontEnd(page, card)
    names = "[...document.querySelectorAll('.vidwidgets-card *')].map((e) => e.localName)"
    known = {"p", "div", "section", "span", "ol", "li", "i", "small", "button", "a", "dl", "dt", "dd", "style", "img"}
    hostile = clip_file.rename(clip_file.with_name(HOSTILE.replace("/", "_")))
    end: State = Failed(JobFailed(HOSTILE, code=HOSTILE))
    if ending == "done":
        end = Done(clip_of(hostile, remarks=(HOSTILE,), cost=Cost(1, HOSTILE, HOSTILE), video_codec=HOSTILE))
    for state in (Queued(1, HOSTILE), Running(0.5, (LogLine(HOSTILE),)), end):
        clock.move(1)
        card.tell(state)
        front.pump()
        front.find("more").click()
        assert set(page.evaluate(names)) <= known | {"code", "b", "video"}
        assert HOSTILE in page.locator(".vidwidgets-card").inner_text()
        front.find("more").click()
    page.wait_for_timeout(100)
    assert page.evaluate("window.owned") is None
    assert page.locator(".vidwidgets-card img[src^='x'], .vidwidgets-card script").count() == 0


def test_a_stopped_kernel_is_said(front: FrontEnd, clock: Clock) -> None:
    """The last known state, what to do, and no button that would do nothing."""
    front.card.tell(Queued(2))
    front.pump()
    front.kernel_stops()
    expect(front.find("state")).to_have_text("Kernel stopped")
    expect(front.find("message").first).to_have_text(
        "Last known state: In fal’s queue, 2 ahead. It goes on without the kernel: "
        f'vw.job("{ABOUT.job_id}") takes it up again.'
    )
    expect(front.page.locator("[role=status]")).to_contain_text("kernel stopped")
    expect(front.find("cancel")).to_be_disabled()
    front.page.evaluate("model.live = true")
    clock.move(5)
    front.card.tell(Queued(1))
    front.pump()
    expect(front.find("state")).to_have_text("In fal’s queue, 1 ahead")
    expect(front.find("cancel")).to_be_enabled()


def test_a_press_after_the_kernel_went_unnoticed_says_so(front: FrontEnd) -> None:
    """Where sending fails, the card says that the kernel stopped instead of promising a cancellation."""
    front.card.tell(Queued(2))
    front.pump()
    front.page.evaluate("model.live = false")
    front.find("cancel").click()
    expect(front.find("state")).to_have_text("Kernel stopped")
    expect(front.find("cancel")).to_have_text("Cancel")


def test_an_ended_job_does_not_mind_a_stopped_kernel(front: FrontEnd) -> None:
    """What is over stays as it is."""
    front.card.tell(Failed(MODERATED))
    front.pump()
    front.kernel_stops()
    expect(front.find("state")).to_have_text("Refused by fal’s content check")


def test_a_kernel_that_stops_during_the_fetch_is_said(front: FrontEnd, clip_file: Path) -> None:
    """No endless wait for a piece that will not come."""
    front.card.tell(Done(clip_of(clip_file)))
    for data, buffers in front.comm.published[front.taken :]:
        front._deliver(data, buffers)  # noqa: SLF001  # the end without the bytes that follow it
    front.page.wait_for_function("model.sent.some((message) => message.kind === 'bytes')")
    front.kernel_stops()
    expect(front.find("trouble")).to_contain_text("The kernel has stopped")


def test_details_open_and_close_by_keyboard(front: FrontEnd) -> None:
    """Endpoint, connection and log are behind a real button that says whether it is open."""
    front.card.tell(Running(None, (LogLine("loading weights"), LogLine("step 12 of 30"))))
    front.pump()
    more = front.find("more")
    expect(front.find("details")).to_be_hidden()
    more.focus()
    front.page.keyboard.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(front.find("details")).to_contain_text("fal-ai/veo3/image-to-video")
    expect(front.find("details")).to_contain_text("loading weights\nstep 12 of 30", use_inner_text=True)
    front.page.keyboard.press("Enter")
    expect(front.find("details")).to_be_hidden()
