"""The glass box and the usual time in a real kernel, the browser's part played by hand."""

from __future__ import annotations

from typing import Any

import pytest
from kernels import Kernel
from sandboxed import KLING, Sandboxed

CARD = "vidwidgets.view.card.Card"
SUBMIT = f"import vidwidgets as vw\njob = vw.submit({KLING!r}, prompt='The fog lifts.', image='cat.jpg')\njob"
EARLIER = f"""
import time
from vidwidgets.job.record import JobRecord
from vidwidgets.panel.world import world
for number in range(6):
    world().journal.add(JobRecord(
        id=f"earlier{{number}}", created_at=time.time(), endpoint={KLING!r}, connection="sandbox", base_url="",
        state="done", clip={{"made_in_seconds": 40.0 + 4 * number}},
    ))
"""


def kind(kernel: Kernel, card: str) -> str:
    """The state that a card shows."""
    return str(kernel.state(card)["status"]["kind"])


def told(kernel: Kernel, card: str) -> list[dict[str, Any]]:
    """The glass box's messages so far."""
    return [content for content, _ in kernel.widgets[card].messages if content["kind"] == "glass"]


def test_what_happened_is_told_when_it_is_asked(here: Kernel, sandbox: Sandboxed) -> None:
    """No message before somebody looks; then spans and requests, and later only what is new; the same in Python."""
    sandbox.clock.hold()
    here.check(SUBMIT)
    card = here.comm(_anywidget_id=CARD)
    here.wait_for(lambda: kind(here, card) == "queued")
    assert told(here, card) == []
    here.custom(card, {"kind": "glass", "since": 0, "transfer": "page"})
    here.wait_for(lambda: told(here, card))
    (first,) = told(here, card)
    assert first["transfer"] == "page"
    assert [span["label"] for span in first["spans"]] == ["preparing", "sending", "fal’s queue"]
    assert first["spans"][-1]["goes_on"]
    purposes = [one["record"]["purpose"] for one in first["exchanges"]]
    assert purposes[:3] == ["upload", "upload", "submit"]
    sandbox.clock.run()
    here.wait_for(lambda: kind(here, card) == "done")
    here.custom(card, {"kind": "glass", "since": first["change"], "transfer": "page"})
    here.wait_for(lambda: len(told(here, card)) == 2)
    second = told(here, card)[1]
    assert "submit" not in [one["record"]["purpose"] for one in second["exchanges"]]
    assert second["exchanges"][-1]["record"]["purpose"] == "media"
    assert second["spans"][-1]["label"] == "fetching"
    python = here.check("print([one.purpose for one in job.exchanges], job.exchanges_left_out, job.timeline[-1].name)")
    assert python.stdout == f"{[*purposes[:3], 'events', 'result', 'media']} 0 downloading\n"


@pytest.mark.parametrize("broken", [{"since": "0"}, {"since": 0}, {"since": 0, "transfer": 5}, {}])
def test_a_question_of_another_shape_is_not_answered(here: Kernel, broken: dict[str, Any]) -> None:
    """What is no question is left alone, and the card goes on."""
    here.check(SUBMIT)
    card = here.comm(_anywidget_id=CARD)
    here.custom(card, {"kind": "glass", **broken})
    here.wait_for(lambda: kind(here, card) == "done")
    assert told(here, card) == []


def test_the_usual_time_comes_from_the_journal(here: Kernel) -> None:
    """With six finished jobs of this endpoint the card says how long it takes; without them it says nothing."""
    here.check(SUBMIT)
    first = here.comm(_anywidget_id=CARD)
    assert here.state(first)["about"]["usual"] == ""
    here.wait_for(lambda: kind(here, first) == "done")
    here.check(EARLIER)
    here.check("job = vw.submit('" + KLING + "', prompt='Again.', image='cat.jpg', fresh=True)\njob")
    (second,) = set(here.comms(_anywidget_id=CARD)) - {first}
    said = here.state(second)["about"]["usual"]
    # the first job counts too
    assert said.startswith("usually 4")
    assert said.endswith(", from your last 7")
