"""A process that dies between a clip's two last writes: found by the fault harness (seed 2, batch 0)."""

from __future__ import annotations

from pathlib import Path

from sandboxed import KLING, Sandboxed

import vidwidgets as vw
from vidwidgets.panel.world import world


def test_a_clip_that_is_there_settles_its_record(sandbox: Sandboxed, photo: Path) -> None:
    """Killed after the clip was written down and before `done` was, a job that is asked for is done in the journal too.

    Else it stays open for ever, and its estimate stays reserved in the budget.
    """
    made = vw.submit(KLING, prompt="The fog lifts.", image=photo)
    made.wait(30)
    world().journal.change(made.id, state="fetching")  # where the kill left it
    assert vw.job(made.id).wait(30).path.is_file()
    found = world().journal.find(made.id)
    assert found is not None
    assert found.state == "done"
