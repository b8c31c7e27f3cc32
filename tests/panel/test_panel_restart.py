"""A kernel that was restarted: forms show their open jobs again, and "Restart and run all" pays for nothing twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from kernels import Kernel
from sandboxed import KLING, Sandboxed

CARD = "vidwidgets.view.card.Card"
FORM = f"import vidwidgets as vw\nform = vw.form({KLING!r}, prompt='The fog lifts.', image='cat.jpg')"
SUBMIT = (
    f"import vidwidgets as vw\njob = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\n"
    "clip = job.wait(30)\nprint(job.id, clip.path.is_file(), job.note)"
)
Start = Callable[[], Kernel]
newest = pytest.mark.parametrize("kernel_version", ["newest"], indirect=True, scope="session")
"""Each starts kernels of its own, which takes seconds; what differs between versions is in the two others."""


def test_a_forms_cell_shows_its_open_job_again(begun: Start, sandbox: Sandboxed) -> None:
    """Run again after the kernel was killed, the form's cell has the job's card, which goes on; one POST."""
    before = begun()
    before.check(FORM)
    sandbox.clock.hold()
    before.check("job = form.submit()\nimport threading\nwhile not job.request_id: threading.Event().wait(0.01)")
    before.close()
    after = begun()
    cell = after.check(FORM)
    (card,) = after.comms(_anywidget_id=CARD)
    after.wait_for(lambda: after.state(card)["status"]["kind"] == "queued")
    sandbox.clock.run()
    after.wait_for(lambda: after.state(card)["status"]["kind"] == "done")
    after.wait_for(lambda: "<video" in cell.html())
    assert len(sandbox.submits()) == 1
    after.check(FORM)
    assert after.comms(_anywidget_id=CARD) == [card], "what has ended is not shown again"


@newest
def test_another_cells_form_shows_nothing(begun: Start, sandbox: Sandboxed) -> None:
    """The jobs of one cell's form are not another's."""
    sandbox.play("stall")
    kernel = begun()
    kernel.check(FORM)
    kernel.check("job = form.submit()")
    kernel.check(FORM + "  # another cell")
    assert len(kernel.comms(_anywidget_id=CARD)) == 1


def test_restart_and_run_all_gives_the_clip_back(begun: Start, sandbox: Sandboxed) -> None:
    """A cell that made its clip before the restart gets it back and says so; run by hand again, it makes a new one."""
    before = begun()
    first = before.check(SUBMIT).stdout.split()
    assert first[1:] == ["True"]
    second = before.check(SUBMIT).stdout.split()
    assert second[0] != first[0], "by hand, in the same kernel, it is a new one"
    before.close()
    after = begun()
    found = after.check(SUBMIT).stdout
    assert found.startswith(f"{second[0]} True This cell made this clip on ")
    assert "Nothing was sent or charged now" in found
    assert len(sandbox.submits()) == 2
    again = after.check(SUBMIT).stdout.split()
    assert again[0] not in {first[0], second[0]}
    assert len(sandbox.submits()) == 3


@newest
def test_a_card_of_a_clip_given_back_makes_a_new_one(begun: Start, sandbox: Sandboxed) -> None:
    """Beside the note is "Make a new one", which sends the same request once, however often it is pressed."""
    begun().check(SUBMIT)
    after = begun()
    after.check(SUBMIT)
    cell = after.check("job")
    (card,) = after.comms(_anywidget_id=CARD)
    assert after.state(card)["said"].startswith("This cell made this clip on ")
    assert [action["name"] for action in after.state(card)["offered"]] == ["make-new"]
    for _ in range(2):
        after.custom(card, {"kind": "act", "name": "make-new", "text": ""})
    after.wait_for(lambda: len(after.comms(_anywidget_id=CARD)) == 2)
    after.wait_for(lambda: cell.html().count("<video") == 2)
    assert "This cell made this clip on " in cell.html()
    assert len(sandbox.submits()) == 2


@newest
def test_a_press_on_make_a_new_one_is_not_undone(begun: Start, sandbox: Sandboxed) -> None:
    """Pressed while the job given back still runs, its later states do not offer it again: one new job, no more."""
    ask = SUBMIT.split("clip =", maxsplit=1)[0]
    before = begun()
    sandbox.clock.hold()
    before.check(ask)
    before.check("import threading\nwhile not job.request_id: threading.Event().wait(0.01)")
    before.close()
    after = begun()
    after.check(ask)
    after.check("job")
    (card,) = after.comms(_anywidget_id=CARD)
    after.wait_for(lambda: after.state(card)["status"]["kind"] == "queued")
    after.custom(card, {"kind": "act", "name": "make-new", "text": ""})
    sandbox.clock.run()
    after.wait_for(lambda: after.state(card)["status"]["kind"] == "done")
    assert [action["pressed"] for action in after.state(card)["offered"]] == [True]
    after.custom(card, {"kind": "act", "name": "make-new", "text": ""})
    after.wait_for(lambda: len(after.comms(_anywidget_id=CARD)) == 2)
    assert len(sandbox.submits()) == 2


@newest
def test_a_loop_gets_each_of_its_clips_back(begun: Start, sandbox: Sandboxed) -> None:
    """A cell that asks three times for the same gets its three clips back in order, and a changed one is made."""
    loop = (
        f"import vidwidgets as vw\njobs = [vw.submit({KLING!r}, prompt=text, image='cat.jpg') "
        "for text in ['a', 'a', 'b']]\nfor job in jobs: job.wait(30)\nprint(*[job.id for job in jobs])"
    )
    before = begun()
    made = before.check(loop).stdout
    before.close()
    after = begun()
    assert after.check(loop).stdout == made
    assert len(sandbox.submits()) == 3


@newest
def test_fresh_always_makes_a_new_one(begun: Start, sandbox: Sandboxed) -> None:
    """`fresh=True` looks back at nothing."""
    fresh = SUBMIT.replace("image='cat.jpg'", "image='cat.jpg', fresh=True")
    made = begun().check(fresh).stdout.split()[0]
    assert begun().check(fresh).stdout.split()[0] != made
    assert len(sandbox.submits()) == 2


@newest
def test_doubt_is_given_back_as_doubt(begun: Start, sandbox: Sandboxed) -> None:
    """A cell whose request may have been paid for gets the doubt back after a restart, and sends nothing."""
    sandbox.play("drop-reply", match={"path": "/fal-ai/", "method": "POST"})
    doubtful = SUBMIT.replace("clip = job.wait(30)\nprint(job.id, clip.path.is_file(), job.note)", "") + (
        "\ntry:\n    job.wait(30)\nexcept vw.OutcomeUnknown:\n    print(job.id, job.note)"
    )
    made = begun().check(doubtful).stdout.split()[0]
    found = begun().check(doubtful).stdout
    assert found.startswith(f"{made} This cell sent this on ")
    assert "its outcome is not known" in found
    assert len(sandbox.submits()) == 1


@newest
def test_the_card_in_doubt_takes_an_id(begun: Start, sandbox: Sandboxed) -> None:
    """On the card of a request in doubt an id can be given, after which it goes on to the clip."""
    kernel = begun()
    sandbox.play("drop-reply", match={"path": "/fal-ai/", "method": "POST"})
    cell = kernel.check(FORM)
    kernel.check("job = form.submit()")
    (card,) = kernel.comms(_anywidget_id=CARD)
    kernel.wait_for(lambda: kernel.state(card)["status"]["kind"] == "unknown")
    offered = ["look-up", "adopt", "send-again"]
    kernel.wait_for(lambda: [action["name"] for action in kernel.state(card)["offered"]] == offered)
    kernel.wait_for(lambda: ".adopt(" in cell.html())
    kernel.custom(card, {"kind": "act", "name": "adopt", "text": "../x"})
    kernel.wait_for(lambda: "is no request id of fal" in kernel.state(card)["said"])
    kernel.custom(card, {"kind": "act", "name": "send-again", "text": "yes"})
    (accepted,) = sandbox.jobs()
    kernel.custom(card, {"kind": "act", "name": "adopt", "text": accepted["id"]})
    kernel.wait_for(lambda: kernel.state(card)["status"]["kind"] == "done")
    kernel.wait_for(lambda: [action["name"] for action in kernel.state(card)["offered"]] == ["again", "change"])
    kernel.wait_for(lambda: "<video" in cell.html())
    assert len(sandbox.submits()) == 1


@newest
def test_two_kernels_bring_one_clip_once(begun: Start, sandbox: Sandboxed) -> None:
    """Two kernels that both follow a job end with the same clip, and it was downloaded once."""
    one, two = begun(), begun()
    sandbox.clock.hold()
    submitted = (
        SUBMIT.split("clip =", maxsplit=1)[0]
        + "import threading\nwhile not job.request_id: threading.Event().wait(0.01)"
    )
    known = one.check(submitted + "\nprint(job.id)").stdout.strip()
    two.check(f"import vidwidgets as vw\njob = vw.job({known!r})")
    sandbox.clock.run()
    paths = {kernel.check("print(job.wait(30).path)").stdout for kernel in (one, two)}
    assert len(paths) == 1
    assert len(sandbox.requests("GET", "/files/")) == 1
