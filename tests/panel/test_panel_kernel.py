"""Forms and cards in a real kernel, the browser's part played by hand: ipykernel's newest and 6.31.0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from kernels import Cell, Kernel
from sandboxed import KLING, Sandboxed

FORM, CARD, FOOT = (
    "vidwidgets.form.surface.HeadWidget",
    "vidwidgets.view.card.Card",
    "vidwidgets.form.surface.FootWidget",
)
MAKE = f"import vidwidgets as vw\nform = vw.form({KLING!r}, prompt='The fog lifts.', image='cat.jpg')"


def status(kernel: Kernel, card: str) -> dict[str, Any]:
    """What a card shows now."""
    found: dict[str, Any] = kernel.state(card)["status"]
    return found


def generate(kernel: Kernel) -> str:
    """Press Generate, once the form lets one; the new card."""
    button = kernel.comm("ButtonModel", description="Generate")
    kernel.wait_for(lambda: not kernel.state(button)["disabled"])
    before = set(kernel.comms(_anywidget_id=CARD))
    kernel.click(button)
    (card,) = set(kernel.comms(_anywidget_id=CARD)) - before
    return card


def shown(kernel: Kernel, cell: Cell) -> list[str]:
    """The widgets that a cell shows, by their model."""
    return [
        kernel.state(bundle["application/vnd.jupyter.widget-view+json"]["model_id"])["_model_name"]
        for bundle in cell.displays
        if "application/vnd.jupyter.widget-view+json" in bundle
    ]


@pytest.mark.parametrize("last", ["", "\nform"])
def test_a_form_shows_itself_once(here: Kernel, last: str) -> None:
    """`form = vw.form(…)` shows the form, also when `form` is the last line of the same cell: once."""
    cell = here.check(MAKE + last)
    assert shown(here, cell) == ["VBoxModel"]
    assert len(here.comms(_anywidget_id=FORM)) == 1
    assert cell.stdout + cell.stderr == ""


def test_a_form_can_be_shown_again(here: Kernel) -> None:
    """In another cell `form` and `form.show()` show the same widgets, and the saved HTML of both cells is kept."""
    first = here.check(MAKE)
    second, third = here.check("form"), here.check("form.show()")
    assert [shown(here, cell) for cell in (second, third)] == [["VBoxModel"]] * 2
    assert len(here.comms(_anywidget_id=FORM)) == 1
    card = generate(here)
    here.wait_for(lambda: status(here, card)["kind"] == "done")
    here.wait_for(lambda: all("<video" in cell.html() for cell in (first, second, third)))


def test_the_road_by_hand(here: Kernel, sandbox: Sandboxed, workdir: Path) -> None:
    """Controls are set, Generate is pressed, the card tells each state, and the saved HTML ends as a plain player."""
    cell = here.check(f"import vidwidgets as vw\nform = vw.form({KLING!r})")
    button = here.comm("ButtonModel", description="Generate")
    assert here.state(button)["disabled"]
    assert "a prompt" in here.state(here.comm(_anywidget_id=FOOT))["reason"]
    here.set(here.comm("TextareaModel", description="Prompt"), value="Steam & <b>light</b>.")
    here.set(here.comm(_anywidget_id="vidwidgets.form.media_widget.MediaWidget", name="image_url"), text="cat.jpg")
    here.set(here.comm(_anywidget_id="vidwidgets.form.choice_control.ChoiceWidget", name="duration"), chosen=1)
    sandbox.clock.hold()
    card = generate(here)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    assert status(here, card)["can_cancel"]
    assert "when this was saved" in cell.html()
    sandbox.clock.move(3.01)
    here.wait_for(lambda: status(here, card)["kind"] == "running")
    sandbox.clock.run()
    here.wait_for(lambda: status(here, card)["kind"] == "done")
    here.wait_for(lambda: "<video" in cell.html())
    (file,) = (workdir / "renders").glob("*.mp4")
    assert f'src="renders/{file.name}"' in cell.html()
    assert "<b>light</b>" not in cell.html()
    assert "&lt;b&gt;light&lt;/b&gt;" in cell.html()
    assert "widget-view" not in str([bundle for bundle in cell.displays if "text/html" in bundle])
    (post,) = sandbox.submits()
    assert (post["body"]["prompt"], post["body"]["duration"]) == ("Steam & <b>light</b>.", "10")


def test_a_job_ends_while_another_cell_is_busy(here: Kernel, sandbox: Sandboxed, workdir: Path) -> None:
    """Card and saved HTML are finished while a blocking loop still runs in the next cell."""
    first = here.check(MAKE)
    sandbox.clock.hold()
    card = generate(here)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    busy = here.run(
        "import os, threading\nwhile not os.path.exists('go'):\n    threading.Event().wait(0.01)", wait=False
    )
    sandbox.clock.run()
    here.wait_for(lambda: status(here, card)["kind"] == "done")
    here.wait_for(lambda: "<video" in first.html())
    assert not busy.is_done
    (workdir / "go").touch()
    here.finish(busy)
    assert busy.displays == []


def test_the_cards_cancel_button(here: Kernel, sandbox: Sandboxed) -> None:
    """The message of the card's Cancel button cancels the job, once, and both surfaces say so."""
    sandbox.play("stall")
    cell = here.check(MAKE)
    card = generate(here)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    here.custom(card, {"kind": "cancel"})
    here.custom(card, {"kind": "cancel"})
    here.wait_for(lambda: status(here, card)["kind"] == "cancelled")
    here.wait_for(lambda: "Cancelled" in cell.html())
    assert "Nothing is charged in the sandbox" in status(here, card)["message"]
    assert len(sandbox.requests("PUT", "/cancel")) == 1
    assert sandbox.charged() == [False]


def test_two_jobs_from_one_form(here: Kernel, sandbox: Sandboxed) -> None:
    """Pressed twice a form asks, and after a yes has two cards, newest first, and two players in its saved HTML."""
    cell = here.check(MAKE)
    older, foot = generate(here), here.comm(_anywidget_id=FOOT)
    button = here.comm("ButtonModel", description="Generate")
    here.wait_for(lambda: not here.state(button)["disabled"])
    here.click(button)
    question = here.state(foot)["question"]
    assert question.startswith("You sent exactly this ")
    assert here.state(button)["disabled"]
    assert here.comms(_anywidget_id=CARD) == [older]
    here.custom(foot, {"kind": "answer", "yes": False, "question": question})
    assert (here.state(foot)["question"], here.state(button)["disabled"]) == ("", False)
    here.click(button)
    question = here.state(foot)["question"]
    for _ in range(2):  # the second of a double click finds no question
        here.custom(foot, {"kind": "answer", "yes": True, "question": question})
    (newer,) = set(here.comms(_anywidget_id=CARD)) - {older}
    boxes = [here.state(box)["children"] for box in here.comms("VBoxModel")]
    assert [f"IPY_MODEL_{newer}", f"IPY_MODEL_{older}"] in boxes
    here.wait_for(lambda: {status(here, card)["kind"] for card in (older, newer)} == {"done"})
    here.wait_for(lambda: cell.html().count("<video") == 2)
    assert sandbox.charged() == [True, True]


def test_trouble_is_said_in_the_form(here: Kernel, sandbox: Sandboxed) -> None:
    """When the journal cannot be written, Generate says so in the form's footer: no traceback, nothing sent."""
    cell = here.check(MAKE)
    here.check("import pathlib\npathlib.Path('flat').write_text('')\nos.environ['VIDWIDGETS_HOME'] = 'flat/home'")
    button = here.comm("ButtonModel", description="Generate")
    here.wait_for(lambda: not here.state(button)["disabled"])
    here.click(button)
    foot = here.state(here.comm(_anywidget_id=FOOT))
    assert foot["message_kind"] == "error"
    assert "for the journal cannot be made" in foot["message"]
    assert sandbox.submits() == []
    assert here.comms(_anywidget_id=CARD) == []
    assert cell.stderr == ""


def test_a_job_from_code_is_its_card(here: Kernel, sandbox: Sandboxed) -> None:
    """A submitted job as the last line is a live card, and in a later cell the same card with the player."""
    sandbox.clock.hold()
    first = here.check(
        f"import vidwidgets as vw\njob = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\njob"
    )
    card = here.comm(_anywidget_id=CARD)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    sandbox.clock.run()
    here.wait_for(lambda: status(here, card)["kind"] == "done")
    again = here.check("job")
    assert here.comms(_anywidget_id=CARD) == [card]
    assert "<video" in again.html()
    here.wait_for(lambda: "<video" in first.html())
    clip = here.check("job.wait()")
    assert "<video" in clip.html()


@pytest.mark.parametrize("wait", ["job.wait()", "await job"])
def test_waiting_in_a_cell(here: Kernel, sandbox: Sandboxed, wait: str) -> None:
    """Both ways to wait end with the clip; interrupting them ends the waiting within moments and not the job."""
    sandbox.clock.hold()
    here.check(f"import vidwidgets as vw\njob = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\njob")
    card = here.comm(_anywidget_id=CARD)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    waiting = here.run(f"print('begun', flush=True)\n{wait}", wait=False)
    here.wait_for(lambda: "begun" in waiting.stdout)
    here.interrupt()
    here.finish(waiting, timeout_seconds=5)
    assert waiting.error.startswith(("KeyboardInterrupt", "CancelledError"))
    assert here.check("print(type(job.state).__name__)").stdout == "Queued\n"
    sandbox.clock.run()
    assert here.check(f"print(({wait}).path.is_file())").stdout == "True\n"
    assert sandbox.charged() == [True]


def test_cancel_while_a_cell_waits(here: Kernel, sandbox: Sandboxed, kernel_version: str) -> None:
    """On the newest ipykernel the Cancel button works while `job.wait()` blocks the cell; 6 handles it afterwards."""
    sandbox.play("stall")
    here.check(f"import vidwidgets as vw\njob = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\njob")
    card = here.comm(_anywidget_id=CARD)
    here.wait_for(lambda: status(here, card)["kind"] == "queued")
    waiting = here.run("print('begun', flush=True)\njob.wait(timeout=None)", wait=False)
    here.wait_for(lambda: "begun" in waiting.stdout)
    here.custom(card, {"kind": "cancel"}, wait=False)
    if kernel_version != "newest":
        here.interrupt()
    here.finish(waiting)
    assert waiting.error.startswith("JobCancelled" if kernel_version == "newest" else "KeyboardInterrupt")
    here.wait_for(lambda: status(here, card)["kind"] == "cancelled")
    assert sandbox.charged() == [False]


def test_a_job_of_a_kernel_that_is_gone(here: Kernel, sandbox: Sandboxed, start_kernel: Any) -> None:
    """After a kernel died in the middle of a job, another one takes it up by the provider's id: one job, one clip."""
    sandbox.clock.hold()
    doomed = start_kernel()
    setting = f"import os\nos.environ['VIDWIDGETS_SANDBOX_URL'] = {sandbox.url!r}\nimport vidwidgets as vw\n"
    doomed.check(f"{setting}job = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\njob")
    card = doomed.comm(_anywidget_id=CARD)
    doomed.wait_for(lambda: status(doomed, card)["kind"] == "queued")
    doomed.run("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", wait=False)
    sandbox.clock.run()
    (accepted,) = sandbox.jobs()
    taken_up = here.check(f"import vidwidgets as vw\nprint(vw.job({accepted['id']!r}).wait().path.is_file())")
    assert taken_up.stdout == "True\n"
    assert len(sandbox.submits()) == 1
