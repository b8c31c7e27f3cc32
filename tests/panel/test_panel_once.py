"""What a person meets of "once": doubt and what can be done, budgets, turns, and runs that nobody watches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from sandboxed import KLING, Sandboxed, Watch

import vidwidgets as vw


def sent(photo: Path, connection: str | None = None, **values: Any) -> vw.Job:
    """A Kling clip asked for."""
    return vw.submit(KLING, connection=connection, **{"prompt": "The fog lifts.", "image": photo, **values})


def in_doubt(sandbox: Sandboxed, photo: Path, connection: str | None = None, **values: Any) -> vw.Job:
    """A job that was accepted without anybody hearing of it."""
    sandbox.play("drop-reply", match={"path": "/fal-ai/", "method": "POST"})
    job = sent(photo, connection, **values)
    with pytest.raises(vw.OutcomeUnknown):
        job.wait(30)
    return job


# --- doubt


def test_an_adopted_id_becomes_a_clip(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """The id that a person found in the console turns the doubt into the clip that was paid for; one POST."""
    job = in_doubt(sandbox, photo, gate)
    (accepted,) = sandbox.jobs()
    watch = Watch(job)
    assert job.adopt(f" {accepted['id']} ") is job
    clip = job.wait(30)
    assert clip.path.is_file()
    assert job.request_id == accepted["id"]
    assert watch.kinds[0] == "Unknown"
    assert watch.kinds[-1] == "Done"
    assert len(sandbox.submits()) == 1
    assert vw.job(job.id).state == vw.Done(clip)


def test_a_job_of_an_earlier_kernel_is_adopted(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """What `vw.job` finds in doubt can be given its id too."""
    known = in_doubt(sandbox, photo, gate).id
    (accepted,) = sandbox.jobs()
    assert vw.job(known).adopt(accepted["id"]).wait(30).request_id == accepted["id"]


def test_what_is_no_id_is_refused(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """A path, nothing, or the id of another job changes nothing, and is said."""
    job, other = in_doubt(sandbox, photo, gate), sent(photo, gate)
    other.wait(30)
    for wrong in ("", "../../other", "a b"):
        with pytest.raises(vw.InvalidRequest, match="is no request id of fal"):
            job.adopt(wrong)
    with pytest.raises(vw.InvalidRequest, match=f"is the job {other.id}'s"):
        job.adopt(other.request_id)
    assert isinstance(job.state, vw.Unknown)
    with pytest.raises(vw.InvalidRequest, match="is not in doubt"):
        other.adopt("anything")


def test_fals_list_finds_it(sandbox: Sandboxed, photo: Path) -> None:
    """Where the provider lists its requests, the one that fits is adopted once it is in the list, not before."""
    sandbox.clock.hold()
    job = in_doubt(sandbox, photo, prompt="A request that is looked up.")
    assert "lists no such request now" in job.look_up(30)
    assert isinstance(job.state, vw.Unknown)
    sandbox.clock.run()
    (accepted,) = sandbox.jobs()
    found = []
    sandbox.until(lambda: found.append(job.look_up(30)) or isinstance(job.state, vw.Unknown) is False)
    assert accepted["id"] in found[-1]
    assert job.wait(30).request_id == accepted["id"]
    assert len(sandbox.submits()) == 1


def test_another_prompts_request_is_not_taken_for_it(sandbox: Sandboxed, photo: Path) -> None:
    """A listed request that asked for something else, or is another job's, is not adopted."""
    sandbox.play("refuse-connection", match={"path": "/fal-ai/", "method": "POST"})
    mine = "A request that no other test makes."
    lost = sent(photo, prompt=mine)
    with pytest.raises(vw.OutcomeUnknown):
        lost.wait(30)
    sent(photo, prompt=mine).wait(30)  # the same, and known
    sent(photo, prompt="Rain.").wait(30)
    assert "lists no such request now" in lost.look_up(30)


def test_a_gateway_has_no_list(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """Where nothing can be listed a look-up says where a person looks."""
    job = in_doubt(sandbox, photo, gate)
    assert job.look_up(30) == "Look in the log of gate."
    assert isinstance(job.state, vw.Unknown)


def test_paying_again_takes_the_words(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """Only "pay again" sends it again, as another job; the first stays in doubt and can still be adopted."""
    job = in_doubt(sandbox, photo, gate)
    for wrong in ("", "yes", "Pay Again!"):
        with pytest.raises(vw.InvalidRequest, match="may have been accepted and paid for"):
            job.send_again(wrong)
    assert len(sandbox.submits()) == 1
    again = job.send_again("pay again")
    again.wait(30)
    assert again.id != job.id
    assert len(sandbox.submits()) == 2
    first = next(accepted["id"] for accepted in sandbox.jobs() if accepted["id"] != again.request_id)
    assert job.adopt(first).wait(30).path.is_file()


def test_pictures_that_are_gone_are_said(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """A job of an earlier kernel has no picture to send again: the form is the way, and nothing is sent."""
    known = in_doubt(sandbox, photo, gate).id
    with pytest.raises(vw.InvalidRequest, match=r"pictures of the job \w+ are not in the journal"):
        vw.job(known).send_again("pay again")
    assert len(sandbox.submits()) == 1


def test_a_form_asks_while_the_same_is_in_doubt(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """Pressing Generate once more on what may have been paid asks; a yes sends it."""
    sandbox.play("drop-reply", match={"path": "/fal-ai/", "method": "POST"})
    form = vw.form(KLING, connection=gate, prompt="The fog lifts.", image=photo)
    first = form.submit()
    with pytest.raises(vw.OutcomeUnknown):
        first.wait(30)
    other = vw.form(KLING, connection=gate, prompt="The fog lifts.", image=photo)
    with pytest.raises(vw.InvalidRequest, match=rf"as the job {first.id}, and may have been accepted and charged"):
        other.submit()
    assert len(sandbox.submits()) == 1
    other.submit(again=True).wait(30)
    assert len(sandbox.submits()) == 2


# --- budget


def test_a_budget_refuses_what_it_cannot_hold(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """Three clips of $0.28 do not fit into $0.60: the third is refused, unsent, and says what is left."""
    vw.budget(0.60)
    jobs = [sent(photo, gate), sent(photo, gate)]
    with pytest.raises(vw.InvalidRequest, match=r"budget of \$0\.60 has \$0\.04 left"):
        sent(photo, gate)
    for job in jobs:
        job.wait(30)
    assert len(sandbox.submits()) == 2
    standing = vw.budget()
    assert standing is not None
    assert standing.reserved_usd == 0
    assert standing.spent_usd > 0
    sent(photo)  # the sandbox costs nothing


def test_a_failed_job_gives_its_money_back(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """What failed is not spent: the next one fits."""
    vw.budget(0.30)
    sandbox.play("fail", match={"path": "kling"})
    with pytest.raises(vw.JobFailed):
        sent(photo, gate).wait(30)
    sent(photo, gate).wait(30)


def test_the_environments_budget(sandbox: Sandboxed, photo: Path, gate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """VIDWIDGETS_BUDGET limits as a call does; a value that is no amount stops what costs, and says so."""
    monkeypatch.setenv("VIDWIDGETS_BUDGET", "0.10")
    with pytest.raises(vw.InvalidRequest, match=r"budget of \$0\.10"):
        sent(photo, gate)
    monkeypatch.setenv("VIDWIDGETS_BUDGET", "a lot")
    with pytest.raises(vw.InvalidRequest, match="VIDWIDGETS_BUDGET must be an amount of dollars"):
        sent(photo, gate)
    assert sandbox.submits() == []


def test_an_unpriced_model_needs_a_yes(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """PixVerse is paid in credits: under a budget in dollars it is sent only after an explicit yes."""
    asked = {"prompt": "A cat.", "model": "v5", "quality": "360p", "duration": 5, "aspect_ratio": "16:9"}
    vw.budget(5)
    with pytest.raises(vw.InvalidRequest, match="unpriced=True"):
        vw.submit("pixverse/text-to-video", connection=gate, **asked)
    vw.budget(5, unpriced=True)
    Watch(vw.submit("pixverse/text-to-video", connection=gate, **asked)).until(vw.Queued)


@pytest.mark.parametrize("wrong", [-1, float("nan"), "much", True])
def test_a_budget_is_an_amount(wrong: Any) -> None:
    """A budget that is no amount of dollars is refused."""
    with pytest.raises(vw.InvalidRequest, match="must be an amount of dollars"):
        vw.budget(wrong)


# --- turns


def test_only_so_many_are_away_at_once(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """With room for one the second waits here, says so apart from fal's queue, and leaves when the first has ended."""
    vw.connect(gate, base_url=sandbox.url, key_env="GATE_KEY", at_once=1)
    sandbox.clock.hold()
    first = sent(photo, gate)
    Watch(first).until(vw.Queued)
    second, third = sent(photo, gate, prompt="Second."), sent(photo, gate, prompt="Third.")
    waiting = Watch(third)
    waiting.until(lambda state: isinstance(state, vw.Preparing) and state.ahead == 1)
    assert "1 ahead of you here; then fal’s queue." in str(waiting.states)
    assert len(sandbox.submits()) == 1
    sandbox.clock.run()
    for job in (first, second, third):
        job.wait(30)
    assert [post["body"]["prompt"] for post in sandbox.submits()] == ["The fog lifts.", "Second.", "Third."]


def test_what_waits_here_is_cancelled_free(sandbox: Sandboxed, photo: Path, gate: str) -> None:
    """A job that has not left is cancelled without a request, and nothing is charged for it."""
    vw.connect(gate, base_url=sandbox.url, key_env="GATE_KEY", at_once=1)
    sandbox.clock.hold()
    first, second = sent(photo, gate), sent(photo, gate, prompt="Second.")
    Watch(second).until(lambda state: isinstance(state, vw.Preparing) and state.ahead == 0)
    second.cancel()
    with pytest.raises(vw.JobCancelled, match="Nothing was sent"):
        second.wait(30)
    sandbox.clock.run()
    first.wait(30)
    assert len(sandbox.submits()) == 1


@pytest.mark.parametrize("wrong", [0, -1, 1.5, True, "many"])
def test_a_limit_is_a_count(wrong: Any) -> None:
    """A limit that is no count is refused."""
    with pytest.raises(vw.InvalidRequest, match="at_once is how many"):
        vw.connect("gate", base_url="https://gateway.example", key_env="GATE_KEY", at_once=wrong)


# --- nobody watches

UNWATCHED = """
import os
import vidwidgets as vw
os.environ.update(GATE_KEY="gateway-key-0123456789", VIDWIDGETS_SANDBOX_URL={url!r}, {allowed})
vw.connect("gate", base_url={url!r}, key_env="GATE_KEY")
try:
    job = vw.submit({kling!r}, connection={connection!r}, prompt="The fog lifts.", image="cat.jpg")
    print("made", job.wait(30).path.is_file())
except vw.InvalidRequest as error:
    print("refused", error)
"""


@pytest.mark.parametrize(
    ("connection", "allowed", "said"),
    [
        (
            "gate",
            "",
            "refused This notebook is run by a program, and gate costs money: set VIDWIDGETS_ALLOW_SPENDING",
        ),
        ("gate", "VIDWIDGETS_ALLOW_SPENDING='1'", "made True"),
        ("sandbox", "", "made True"),
    ],
)
def test_a_run_that_nobody_watches_does_not_spend(
    sandbox: Sandboxed, photo: Path, connection: str, allowed: str, said: str
) -> None:
    """Run by nbclient, as nbconvert and papermill do, what costs money is refused unless the environment allows it."""
    code = UNWATCHED.format(url=sandbox.url, kling=KLING, connection=connection, allowed=allowed)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, resources={"metadata": {"path": str(photo.parent)}}).execute()
    printed = "".join(output.get("text", "") for output in notebook.cells[0].outputs)
    assert said in printed
    assert len(sandbox.submits()) == said.count("made")
