"""The question that a form asks before something is sent: in a real kernel, and its front end in a bare page."""

from __future__ import annotations

import pytest
from form_fixtures import make, ready
from form_kernel import FormKernel
from form_page import mount
from playwright.sync_api import Page, expect

START = """
from form_fixtures import make, ready
from vidwidgets.errors import InvalidRequest
done = []
def refuse():
    done.append("refused")
    raise InvalidRequest("The sandbox is gone. Nothing was sent.")
form = make(ready(), on_submit=lambda: done.append("submit"))
display(form.widget)
"""

QUESTION = "You sent exactly this 1 second ago. Send it again?"


@pytest.fixture
def asked(kernel: FormKernel) -> FormKernel:
    """A kernel that shows a form which has asked."""
    kernel.run(START)
    kernel.value(f"form.ask({QUESTION!r}, 'Send it again', lambda: done.append('again'))")
    return kernel


def foot(kernel: FormKernel) -> str:
    """The comm id of the footer."""
    return next(key for key, state in kernel.widgets.items() if "question" in state)


def answer(kernel: FormKernel, *, yes: bool) -> None:
    """What the front end sends for a press on one of the two buttons."""
    kernel.custom(foot(kernel), {"kind": "answer", "yes": yes, "question": QUESTION})


def disabled(kernel: FormKernel) -> bool:
    """Whether Generate is."""
    return bool(kernel.widgets[kernel.widget(description="Generate")]["disabled"])


def test_nothing_is_sent_while_it_is_asked(asked: FormKernel) -> None:
    """Generate is disabled, and a press that was queued in a busy kernel hands on nothing."""
    assert asked.widgets[foot(asked)]["question"] == QUESTION
    assert disabled(asked)
    head = next(key for key, state in asked.widgets.items() if "connection" in state)
    asked.custom(head, {"kind": "press", "id": "p", "shown": []})
    asked.custom(asked.widget(description="Generate"), {"event": "click"})
    assert asked.value("done") == []


def test_a_yes_goes_on_once(asked: FormKernel) -> None:
    """However often it comes; Generate can be pressed again after it."""
    answer(asked, yes=True)
    answer(asked, yes=True)
    assert asked.value("done") == ["again"]
    assert asked.widgets[foot(asked)]["question"] == ""
    assert not disabled(asked)


def test_a_no_sends_nothing(asked: FormKernel) -> None:
    """Nor does a yes that comes after it."""
    answer(asked, yes=False)
    answer(asked, yes=True)
    assert asked.value("done") == []
    assert not disabled(asked)


def test_a_change_of_a_control_is_a_no(asked: FormKernel) -> None:
    """The question was about what the form said before: a late yes to it sends nothing."""
    asked.set(asked.widget(description="Prompt"), value="Another one.")
    assert asked.widgets[foot(asked)]["question"] == ""
    answer(asked, yes=True)
    assert asked.value("done") == []
    assert not disabled(asked)


def test_an_answer_to_another_question_is_none(asked: FormKernel) -> None:
    """A yes that a busy kernel hears late answers only what it was given to."""
    asked.custom(foot(asked), {"kind": "answer", "yes": True, "question": "Another?"})
    asked.custom(foot(asked), {"kind": "answer", "question": QUESTION, "yes": "yes"})
    assert asked.value("done") == []


def test_what_a_yes_fails_with_is_said(kernel: FormKernel) -> None:
    """As for a press on Generate: the sentence is in the footer."""
    kernel.run(START)
    kernel.value(f"form.ask({QUESTION!r}, 'Send it again', refuse)")
    answer(kernel, yes=True)
    assert kernel.value("done") == ["refused"]
    assert kernel.widgets[foot(kernel)]["message"] == "The sandbox is gone. Nothing was sent."


def test_the_budget_is_a_line_that_can_go(kernel: FormKernel) -> None:
    """What is left is said in the footer; an empty text takes it away."""
    kernel.run(START)
    kernel.value("form.say_budget('$1.80 of $5.00 left')")
    assert kernel.widgets[foot(kernel)]["budget"] == "$1.80 of $5.00 left"
    kernel.value("form.say_budget('')")
    assert kernel.widgets[foot(kernel)]["budget"] == ""


SENT = "model.sent.map(({content}) => content.yes)"


@pytest.fixture
def strip(page: Page) -> Page:
    """A footer beside a Generate that has been pressed, as the kernel leaves it when it asks."""
    mount(page, make(ready())._surface.foot)  # noqa: SLF001  what a person sees has no public name
    page.evaluate("""() => {
        const go = Object.assign(document.createElement("button"), { className: "vw-go", textContent: "Generate" });
        document.querySelector("#root").prepend(go, document.createElement("textarea"));
        go.focus();
        go.disabled = true;
    }""")
    page.evaluate("question => { model.set('yes', 'Send it again'); model.set('question', question); }", QUESTION)
    return page


@pytest.mark.browser
def test_no_has_the_focus_and_generate_gets_it_back(strip: Page) -> None:
    """The question is an alert dialog named by its sentence; then focus waits until Generate is enabled."""
    expect(strip.get_by_role("alertdialog", name=QUESTION)).to_be_visible()
    expect(strip.get_by_role("button", name="No")).to_be_focused()
    strip.keyboard.press("Enter")
    expect(strip.get_by_role("alertdialog")).to_be_hidden()
    assert strip.evaluate(SENT) == [False]
    strip.evaluate("document.querySelector('.vw-go').disabled = false")
    expect(strip.get_by_role("button", name="Generate")).to_be_focused()


@pytest.mark.browser
def test_escape_is_a_no_from_anywhere_in_the_form(strip: Page) -> None:
    """Also from a control; and the focus is not taken from who has gone on to one."""
    expect(strip.get_by_role("button", name="No")).to_be_focused()
    strip.locator("textarea").focus()
    strip.keyboard.press("Escape")
    strip.keyboard.press("Escape")
    assert strip.evaluate(SENT) == [False]
    strip.evaluate("document.querySelector('.vw-go').disabled = false")
    expect(strip.locator("textarea")).to_be_focused()


@pytest.mark.browser
def test_a_held_key_and_a_double_click_answer_at_most_once(strip: Page) -> None:
    """The key that pressed Generate, still held, answers nothing; a double click on yes sends one yes."""
    no = strip.get_by_role("button", name="No")
    expect(no).to_be_focused()
    assert strip.evaluate("""() => !document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key: "Enter", repeat: true, bubbles: true, cancelable: true}))""")
    assert strip.evaluate(SENT) == []
    strip.get_by_role("button", name="Send it again").dblclick()
    assert strip.evaluate(SENT) == [True]
