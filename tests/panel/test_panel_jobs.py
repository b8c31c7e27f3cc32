"""`vw.submit`, `vw.job` and `vw.jobs`: jobs from code, and those there were."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sandboxed import KLING, VEO, Sandboxed, Watch

import vidwidgets as vw
from vidwidgets.job.receipt import receipt_path


def submitted(photo: Path, connection: str | None = None) -> vw.Job:
    """A job for the photograph."""
    return vw.submit(KLING, connection=connection, prompt="The fog lifts.", image=photo)


def test_a_job_is_given_at_once(sandbox: Sandboxed, photo: Path) -> None:
    """`submit` returns a job that has not ended yet, with our id, what was asked, and where it goes."""
    sandbox.clock.hold()
    job = submitted(photo)
    assert (job.endpoint, job.connection) == (KLING, "sandbox")
    assert job.values == {"prompt": "The fog lifts.", "image_url": "cat.jpg, 640×360, 17 kB"}
    assert job.id in repr(job)
    Watch(job).until(vw.Queued)
    assert job.request_id == sandbox.jobs()[0]["id"]
    sandbox.clock.run()
    assert job.wait(30).path.is_file()


def test_a_clip_goes_beside_the_notebook_or_into_the_home(
    sandbox: Sandboxed, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside of a notebook clips go to the home folder; where Jupyter names the notebook, beside it."""
    assert submitted(photo).wait(30).path.parent == tmp_path / "home" / "renders"
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "story.ipynb"))
    clip = submitted(photo).wait(30)
    assert clip.path.parent == tmp_path / "renders"
    assert clip.path.name == f"kling-video-v2-1-standard-the-fog-lifts-{clip.job_id}.mp4"
    assert vw.jobs()[0].notebook == str(tmp_path / "story.ipynb")


def test_the_same_job_is_the_same_object(sandbox: Sandboxed, photo: Path) -> None:
    """A live job is given as it is, by our id and by the provider's, also to several threads at once."""
    sandbox.clock.hold()
    job = submitted(photo)
    Watch(job).until(vw.Queued)
    found: list[vw.Job] = []
    threads = [threading.Thread(target=lambda: found.append(vw.job(job.request_id))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert vw.job(job.id) is job
    assert [each is job for each in found] == [True] * 4
    sandbox.clock.run()
    job.wait(30)


def test_a_finished_job_comes_back_with_its_clip(sandbox: Sandboxed, photo: Path) -> None:
    """A job of the journal that is done has its clip at once, as it was, and asks the provider nothing."""
    clip = submitted(photo).wait(30)
    asked = len(sandbox.requests())
    again = vw.job(clip.job_id).wait(0)
    assert again.path == clip.path
    assert (again.sha256, again.cost, again.duration_seconds) == (clip.sha256, clip.cost, clip.duration_seconds)
    assert (again.values, again.request_id) == (clip.values, clip.request_id)
    assert len(sandbox.requests()) == asked


@pytest.mark.parametrize("damage", ["deleted", "truncated", "replaced"])
def test_a_clip_whose_file_is_gone_is_fetched_again(sandbox: Sandboxed, photo: Path, damage: str) -> None:
    """A file that was deleted, cut short or overwritten is fetched anew, without another submit."""
    clip = submitted(photo).wait(30)
    whole = clip.path.read_bytes()
    if damage == "deleted":
        clip.path.unlink()
    elif damage == "truncated":
        clip.path.write_bytes(whole[: len(whole) // 2])
    else:
        clip.path.write_bytes(bytes(len(whole)))
    again = vw.job(clip.request_id).wait(30)
    assert again.path.read_bytes() == whole
    assert len(sandbox.submits()) == 1
    assert receipt_path(again.path).is_file()
    assert vw.jobs()[0].state == "done"


def test_ended_jobs_come_back_as_they_ended(sandbox: Sandboxed, photo: Path) -> None:
    """Failed, refused, cancelled and unknown jobs say again what they said, and cost what they cost."""
    for scenario in ("fail", "reject", "drop-reply", "stall"):
        sandbox.play(scenario, match={"method": "POST", "path": "/fal-ai/"})
        job = submitted(photo)
        if scenario == "stall":
            Watch(job).until(vw.Queued)
            job.cancel()
        with pytest.raises(vw.VidwidgetsError) as caught:
            job.wait(30)
        again = vw.job(job.id)
        with pytest.raises(vw.VidwidgetsError) as repeated:
            again.wait(0)
        assert type(again.state) is type(job.state)
        assert repeated.value.message == caught.value.message
        assert repeated.value.spent == ("maybe" if scenario == "fail" else caught.value.spent)
        sandbox.clear()
    assert len(sandbox.submits()) == 4


def test_an_unknown_id_is_said(sandbox: Sandboxed) -> None:
    """An id that the journal does not have is refused in a sentence, and so is an empty one."""
    for wrong in ("nonsense", ""):
        with pytest.raises(vw.InvalidRequest, match="knows no job"):
            vw.job(wrong)


def test_a_connection_that_leads_elsewhere_is_not_asked(
    sandbox: Sandboxed, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job of one host is not looked up at another that now has the connection's name."""
    monkeypatch.setenv("MOVING_KEY", "moving-key-1234567890")
    vw.connect("moving", provider="fal", base_url=sandbox.url, key_env="MOVING_KEY")
    sandbox.clock.hold()
    job = submitted(photo, "moving")
    Watch(job).until(vw.Queued)
    sandbox.clock.run()
    clip = job.wait(30)
    clip.path.unlink()
    vw.connect("moving", provider="fal", base_url="https://elsewhere.example", key_env="MOVING_KEY")
    with pytest.raises(vw.InvalidRequest, match=f"was sent to {sandbox.url}.*now leads to https://elsewhere.example"):
        vw.job(job.id)


def test_jobs_are_a_table_newest_first(sandbox: Sandboxed, photo: Path) -> None:
    """`vw.jobs()` lists every job with its state and clip, newest first, as text and as escaped HTML."""
    first = submitted(photo)
    first.wait(30)
    second = vw.submit(VEO, prompt="<b>Bold</b> & loud", image=photo, duration="4s")
    clip = second.wait(30)
    table = vw.jobs()
    assert [record.id for record in table] == [second.id, first.id]
    assert [record.state for record in table] == ["done", "done"]
    assert "Veo 3" in repr(table)
    html = table._repr_html_()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; loud" in html
    assert "<b>Bold" not in html
    assert clip.path.name in html


def test_no_journal_no_job(sandbox: Sandboxed, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the journal cannot be opened `submit` raises a sentence, and nothing is sent."""
    home = tmp_path / "other"
    home.mkdir()
    (home / "journal.sqlite3").write_bytes(b"not a database, not at all" * 100)
    monkeypatch.setenv("VIDWIDGETS_HOME", str(home))
    with pytest.raises(vw.VidwidgetsError, match="nothing is sent"):
        submitted(photo)
    assert sandbox.requests() == []


def test_at_a_plain_prompt_a_job_is_a_line(sandbox: Sandboxed, photo: Path) -> None:
    """Where no widget can be shown a job is one line: its id, its endpoint, its connection and its state."""
    job = submitted(photo)
    job.wait(30)
    assert repr(job) == f"<Job {job.id} {KLING} on sandbox: Done>"
