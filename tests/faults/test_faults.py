"""Random trouble, at random moments, with processes killed: nothing is paid twice, and no paid clip is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from books import wrongs
from harness import play, seed_now
from plan import drawn

from vidwidgets.job.record import JobRecord

RUNS = int(os.environ.get("VIDWIDGETS_FAULTS_RUNS", "2000"))


def test_nothing_is_paid_twice_and_nothing_paid_is_lost() -> None:
    """Over every drawn run the provider's books and the journal agree, and every paid job ends (see harness.py)."""
    seed = seed_now()
    tally = play(RUNS, seed)
    sys.stdout.write(f"{tally}\n")
    assert tally.runs >= RUNS
    assert tally.deaths
    assert not tally.wrong, f"VIDWIDGETS_FAULTS_SEED={seed} replays this: {tally}"


def test_a_batch_is_drawn_from_its_seed_alone() -> None:
    """The same seed and number give the same requests, troubles and deaths; another seed gives others."""
    assert drawn(5, 3, 40) == drawn(5, 3, 40)
    assert drawn(5, 3, 40) != drawn(6, 3, 40)


def _record(**parts: object) -> JobRecord:
    given = {"created_at": 1.0, "endpoint": "e", "connection": "c", "base_url": "b", "state": "failed", **parts}
    return JobRecord(id="ours", prompt="p", **given)  # type: ignore[arg-type]  fields by name


def _accepted(job_id: str = "theirs", state: str = "completed") -> dict[str, object]:
    return {"id": job_id, "prompt": "p", "state": state, "charged": True}


def test_the_reckoning_sees_what_it_is_there_for(tmp_path: Path) -> None:
    """A clip that was paid twice, lost, forgotten, or is not on the disk, is each called out."""

    def said(record: JobRecord | None, *accepted: dict[str, object]) -> str:
        return " ".join(wrongs([record] if record else [], accepted, tmp_path))

    assert "accepted 2 times" in said(_record(request_id="theirs"), _accepted(), _accepted("second"))
    assert "the provider theirs" in said(_record(state="unknown"), _accepted())
    assert "no journal knows" in said(None, _accepted())
    assert "no file" in said(_record(state="done", request_id="theirs"), _accepted())
    assert "did not end" in said(_record(state="waiting", request_id="theirs"), _accepted())
    assert "counts as failed" in said(_record(request_id="theirs"), _accepted())
    assert not said(_record())
