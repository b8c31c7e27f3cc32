"""Bad places for clips: no folder, no permission, no room, and a disk that fills up while the job runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import disks
import pytest
from sandboxed import KLING, Sandboxed, Watch

import vidwidgets as vw

PROMPT = "The fog lifts."


def nothing_submitted(sandbox: Sandboxed, job: vw.Job) -> None:
    """No clip was asked for, and the journal has the job as failed without an id of the provider's."""
    assert sandbox.submits() == []
    (record,) = vw.jobs()
    assert (record.id, record.state, record.request_id) == (job.id, "failed", "")


def test_a_file_in_the_place_of_the_folder(sandbox: Sandboxed, photo: Path, monkeypatch: Any) -> None:
    """Where `renders` is a file no clip can be kept, so none is asked for."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(photo.parent / "story.ipynb"))
    (photo.parent / "renders").write_text("")
    job = vw.submit(KLING, prompt=PROMPT, image=photo)
    with pytest.raises(vw.InvalidRequest, match=r"Clips cannot be kept in .*renders.*Nothing was sent"):
        job.wait(30)
    nothing_submitted(sandbox, job)


def test_a_folder_that_cannot_be_written(sandbox: Sandboxed, photo: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """On a read-only disk no clip can be kept, so none is asked for."""
    with disks.mounted(tmp_path / "disk", megabytes=1) as disk:
        disks.make_read_only(disk)
        monkeypatch.setenv("JPY_SESSION_NAME", str(disk / "story.ipynb"))
        job = vw.submit(KLING, prompt=PROMPT, image=photo)
        with pytest.raises(vw.InvalidRequest, match=r"Clips cannot be kept in .*Read-only.*Nothing was sent"):
            job.wait(30)
        nothing_submitted(sandbox, job)


def test_a_disk_without_room(sandbox: Sandboxed, photo: Path, tmp_path: Path, monkeypatch: Any) -> None:
    """With too little room for a clip none is asked for."""
    with disks.mounted(tmp_path / "disk", megabytes=8) as disk:
        monkeypatch.setenv("JPY_SESSION_NAME", str(disk / "story.ipynb"))
        job = vw.submit(KLING, prompt=PROMPT, image=photo)
        with pytest.raises(vw.InvalidRequest, match=r"has only \d+ MB left, too little for a clip.*Nothing was sent"):
            job.wait(30)
        nothing_submitted(sandbox, job)


def test_a_disk_that_fills_up_while_the_job_runs(
    sandbox: Sandboxed, photo: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    """A full disk costs neither the clip nor a second payment: after room was made the same id fetches it."""
    with disks.mounted(tmp_path / "disk", megabytes=80) as disk:
        monkeypatch.setenv("JPY_SESSION_NAME", str(disk / "story.ipynb"))
        sandbox.clock.hold()
        job = vw.submit(KLING, prompt=PROMPT, image=photo)
        Watch(job).until(vw.Queued)
        filler = disks.fill(disk)
        sandbox.clock.run()
        with pytest.raises(
            vw.VidwidgetsError, match=r"made and paid.*the disk is full: make room.*It is not lost"
        ) as caught:
            job.wait(30)
        assert caught.value.spent == "yes"
        assert [path.name for path in (disk / "renders").iterdir()] == []
        assert vw.jobs()[0].state == "fetching"
        filler.unlink()
        clip = vw.job(job.id).wait(30)
        assert clip.path.parent == disk / "renders"
        assert clip.path.stat().st_size == clip.size_bytes
        assert (len(sandbox.submits()), sandbox.charged()) == (1, [True])
        assert vw.jobs()[0].state == "done"
