"""What a card offers besides Cancel, as a person meets it: the real front end in a bare page, and a real Card."""

import pytest
from playwright.sync_api import expect
from view_clock import Clock
from view_front_end import FrontEnd
from view_samples import UNKNOWN

from vidwidgets.view.action import Action
from vidwidgets.wire.states import Preparing, Queued, Running, Submitting, Unknown

LOOK_UP = Action("look-up", "Look it up at fal")
ADOPT = Action("adopt", "Use this id", ask="Request id, as fal shows it")
AGAIN = Action("again", "Send again", ask="It may be paid twice: type “pay again”", typed="pay again")
ALL = (LOOK_UP, ADOPT, AGAIN)


@pytest.fixture
def heard(front: FrontEnd, clock: Clock) -> list[tuple[str, str]]:
    """What the card of a job in doubt hears of its three actions."""
    acts: list[tuple[str, str]] = []
    front.card.on_act(lambda name, text: acts.append((name, text)))
    clock.move(1)
    front.card.tell(Unknown(UNKNOWN))
    front.card.offer(ALL)
    front.pump()
    return acts


def test_enter_in_a_field_presses_its_button(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """The field has a label; Enter hands on what was typed without blanks, and focus stays at the card."""
    field = front.page.get_by_label("Request id, as fal shows it")
    expect(front.page.get_by_role("button", name="Use this id")).to_be_disabled()
    field.fill("  abc-1 ")
    field.press("Enter")
    front.pump()
    assert heard == [("adopt", "abc-1")]
    assert front.page.evaluate("document.activeElement.classList.contains('vidwidgets-card')")


def test_only_the_very_words_pay_again(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """The button is disabled until the words stand there, and the card refuses a message that has others."""
    button = front.page.get_by_role("button", name="Send again")
    field = front.page.get_by_label(AGAIN.ask)
    for typed in ("", "yes", "Pay again", "pay again!"):
        field.fill(typed)
        field.press("Enter")
        expect(button).to_be_disabled()
    front.comm.receive({"kind": "act", "name": "again", "text": "yes"})
    front.pump()
    assert heard == []
    field.fill("pay again")
    button.click()
    front.pump()
    assert heard == [("again", "pay again")]


def test_a_double_click_acts_once(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """The button is disabled from the first press on, also in a page that is opened anew before the next offer."""
    button = front.page.get_by_role("button", name="Look it up at fal")
    button.dblclick()
    front.pump()
    front.comm.receive({"kind": "act", "name": "look-up", "text": ""})
    assert heard == [("look-up", "")]
    expect(button).to_be_disabled()
    assert [known["pressed"] for known in front.card.offered] == [True, False, False]


def test_what_was_refused_can_be_tried_again(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """The same offer made again enables the button again; an id that was typed is still there to be mended."""
    field = front.page.get_by_label(ADOPT.ask)
    field.fill("abc-1")
    field.press("Enter")
    front.pump()
    expect(front.page.get_by_role("button", name="Use this id")).to_be_disabled()
    front.card.say("fal knows no request abc-1.")
    front.card.offer(ALL)
    front.pump()
    expect(field).to_have_value("abc-1")
    field.fill("abc-2")
    field.press("Enter")
    front.pump()
    assert heard == [("adopt", "abc-1"), ("adopt", "abc-2")]


def test_another_offer_leaves_what_is_being_typed(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """While an id is typed the look-up may end: text and focus stay."""
    field = front.page.get_by_label(ADOPT.ask)
    field.fill("abc")
    front.card.offer(ALL[1:])
    front.pump()
    field.page.keyboard.type("-2")
    expect(field).to_have_value("abc-2")
    assert heard == []


def test_what_is_said_stays_and_is_announced(front: FrontEnd, clock: Clock) -> None:
    """A sentence of ours is in the live region and on the card through changes of state, until it is taken away."""
    front.card.say("This cell made this clip; nothing was sent now.")
    front.pump()
    expect(front.page.get_by_role("status")).to_have_text("This cell made this clip; nothing was sent now.")
    clock.move(1)
    front.card.tell(Running())
    front.pump()
    expect(front.find("said")).to_have_text("This cell made this clip; nothing was sent now.")
    front.card.say("")
    front.pump()
    expect(front.find("said")).to_be_hidden()


def test_a_job_in_doubt_goes_on_when_it_is_found(front: FrontEnd, clock: Clock, heard: list[tuple[str, str]]) -> None:
    """After an id was adopted the card is a running one again: steps, clock and a Cancel that can be pressed."""
    front.card.tell(Queued(1), elapsed_seconds=90)
    front.card.offer(())
    front.pump()
    expect(front.find("state")).to_have_text("In fal’s queue, 1 ahead")
    expect(front.find("steps")).to_be_visible()
    expect(front.find("problem")).to_be_hidden()
    expect(front.find("actions")).to_be_hidden()
    expect(front.find("cancel")).to_be_enabled()
    clock.move(5)
    front.card.tell(Running())
    front.pump()
    expect(front.find("elapsed")).to_have_text("1:35")
    assert heard == []


def test_a_cancellation_that_failed_can_be_tried_again(front: FrontEnd, clock: Clock) -> None:
    """Cancel stays pressed whatever is told meanwhile, and comes back with a sentence when it did not get through."""
    asked: list[int] = []
    front.card.on_cancel(lambda: asked.append(1))
    front.card.tell(Queued(2))
    front.pump()
    front.find("cancel").click()
    clock.move(1)
    front.card.tell(Queued(1))  # sent before the busy kernel has heard the press
    messages = front.page.evaluate("model.sent.splice(0)")
    front.pump()
    expect(front.find("cancel")).to_have_text("Cancelling…")
    for message in messages:
        front.comm.receive(message)
    clock.move(1)
    front.card.cancel_failed("fal could not be reached: it is not cancelled.")
    front.pump()
    expect(front.find("said")).to_have_text("fal could not be reached: it is not cancelled.")
    expect(front.find("cancel")).to_have_text("Cancel")
    front.find("cancel").click()
    front.pump()
    assert len(asked) == 2


def test_a_press_without_a_kernel_is_said(front: FrontEnd, heard: list[tuple[str, str]]) -> None:
    """Where no kernel is left the button says so in place of doing nothing."""
    front.kernel_stops()
    front.page.get_by_role("button", name="Look it up at fal").click()
    expect(front.find("said")).to_have_text("Kernel stopped. Run this cell again to go on from here.")
    assert heard == []


def test_waiting_here_is_a_step_of_its_own(front: FrontEnd, clock: Clock) -> None:
    """The queue on this machine is told apart from the provider's, and shown only for a job that was in it."""
    for state in (Preparing(), Preparing("2 ahead of you here; then fal’s queue.", ahead=2)):
        front.card.tell(state)
        clock.move(4)
    front.pump()
    steps = front.page.locator(".vw-steps li")
    expect(front.find("state")).to_have_text("Waiting here, 2 ahead")
    texts = [text.strip() for text in steps.all_inner_texts()]
    assert texts[0].startswith("here 0:0")
    assert texts[1:] == ["sent", "queue", "making", "fetching"]
    for state in (Submitting(), Queued(1)):
        front.card.tell(state)
        clock.move(1)
    front.pump()
    expect(front.page.locator("[aria-current=step]")).to_contain_text("queue")
    assert steps.first.is_visible()
