"""Programs that end, crash or fork while a job runs: none is noisy, none loses a clip, none pays twice."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sandboxed import Sandboxed
from scripts import run

import vidwidgets as vw

FOLLOWED = """
job = submitted()
until(job, "Queued")
print(job.id, job.request_id, flush=True)
"""


def taken_up(job_id: str, photo: Path) -> Path:
    """What a new process gets when it takes a job up."""
    (path,) = run(f"print(vw.job({job_id!r}).wait(30).path)", photo)
    return Path(path)


def test_a_script_that_ends_while_its_job_runs(sandbox: Sandboxed, photo: Path) -> None:
    """It ends with 0 and without a word, and another process gets the clip by our id; one job, one POST."""
    sandbox.clock.hold()
    job_id, request_id = run(FOLLOWED, photo)
    assert [job["id"] for job in sandbox.jobs()] == [request_id]
    sandbox.clock.run()
    assert taken_up(job_id, photo).is_file()
    assert len(sandbox.submits()) == 1
    assert sandbox.charged() == [True]


def test_several_cells_take_up_a_job_at_once(sandbox: Sandboxed, photo: Path) -> None:
    """Threads that ask for a job of another process in the same moment get one and the same live job."""
    sandbox.clock.hold()
    job_id, request_id = run(FOLLOWED, photo)
    together, found = threading.Barrier(6), []

    def ask(known: str) -> None:
        together.wait()
        found.append(vw.job(known))

    threads = [threading.Thread(target=ask, args=(known,)) for known in [job_id, request_id] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(map(id, found))) == 1
    assert isinstance(found[0].state, vw.Queued)
    sandbox.clock.run()
    assert found[0].wait(30).path.is_file()


def test_a_script_that_is_killed_while_its_job_runs(sandbox: Sandboxed, photo: Path) -> None:
    """After `kill -9` another process gets the clip by the provider's id; one job, one POST."""
    sandbox.clock.hold()
    _, request_id = run(f"{FOLLOWED}\nos.kill(os.getpid(), 9)", photo, exit_code=-9)
    sandbox.clock.run()
    assert taken_up(request_id, photo).is_file()
    assert len(sandbox.submits()) == 1
    assert sandbox.charged() == [True]


def test_a_script_that_ends_while_a_submit_is_on_its_way(sandbox: Sandboxed, photo: Path) -> None:
    """The end waits a moment for the answer, so that the id of the paid job is on disk."""
    sandbox.play("slow-reply", seconds=1, match={"path": "/fal-ai/", "method": "POST"})
    (job_id,) = run('job = submitted()\nuntil(job, "Submitting")\nprint(job.id)', photo)
    (accepted,) = sandbox.jobs()
    assert vw.job(job_id).request_id == accepted["id"]
    assert vw.job(job_id).wait(30).path.is_file()
    assert len(sandbox.submits()) == 1


def test_a_script_that_crashes_while_a_submit_is_on_its_way(sandbox: Sandboxed, photo: Path) -> None:
    """What was being sent when the process died is unknown: shown so, and not sent again by asking for it."""
    sandbox.play("slow-reply", seconds=20, match={"path": "/fal-ai/", "method": "POST"})
    code = 'job = submitted()\nuntil(job, "Submitting")\nprint(job.id, flush=True)\nos._exit(9)'
    (job_id,) = run(code, photo, exit_code=9)
    found = vw.job(job_id)
    assert isinstance(found.state, vw.Unknown)
    with pytest.raises(vw.OutcomeUnknown, match=r"may have been accepted and charged\. It is not sent again by itself"):
        found.wait(5)
    assert len(sandbox.submits()) <= 1


def test_a_script_that_ends_before_anything_was_sent(sandbox: Sandboxed, photo: Path) -> None:
    """A job that was still being prepared was never sent, and says so."""
    sandbox.play("slow-reply", seconds=20, match={"path": "/storage/upload"})
    (job_id,) = run('job = submitted()\nuntil(job, "Preparing")\nprint(job.id, flush=True)\nos._exit(0)', photo)
    with pytest.raises(vw.InvalidRequest, match="nothing was sent or charged"):
        vw.job(job_id).wait(5)
    assert sandbox.submits() == []


def test_many_jobs_and_an_exit_code(sandbox: Sandboxed, photo: Path) -> None:
    """Twenty jobs in flight and `sys.exit(3)`: the code is kept, nothing is said, and every id is on disk."""
    sandbox.clock.hold()
    code = 'jobs = [submitted() for _ in range(20)]\n[until(job, "Queued") for job in jobs]\nsys.exit(3)'
    run(code, photo, exit_code=3)
    sandbox.clock.run()
    accepted = {job["id"] for job in sandbox.jobs()}
    assert len(accepted) == 20
    assert {record.request_id for record in vw.jobs()} == accepted
    assert all(record.state == "waiting" for record in vw.jobs())


def test_two_programs_with_asyncio_run(sandbox: Sandboxed, photo: Path) -> None:
    """`asyncio.run` twice in one process, each awaiting a job, and a timeout in between."""
    code = """
import asyncio
async def awaited(job):
    return await job
print(asyncio.run(awaited(submitted())).path)
try:
    asyncio.run(asyncio.wait_for(awaited(submitted()), 0.01))
except TimeoutError:
    print("late")
print(asyncio.run(awaited(submitted())).path)
"""
    first, late, second = run(code, photo)
    assert late == "late"
    assert Path(first).is_file()
    assert Path(second).is_file()
    assert len(sandbox.submits()) == 3


FORK = """
import warnings
warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
job = submitted()
until(job, "Queued")
child = os.fork()
if child == 0:
    code = 1
    try:
        try:
            job.wait(1)
        except vw.VidwidgetsError as error:
            assert "takes it up here" in error.message, error
        job.cancel()  # which has nobody to hear it here
        again = vw.job(job.id)
        assert again is not job
        print(again.wait(30).path, submitted().wait(30).path, flush=True)
        code = 0
    finally:
        os._exit(code)
_, status = os.waitpid(child, 0)
assert status == 0, status
print(job.wait(30).path, flush=True)
"""


def test_a_fork_has_an_engine_of_its_own(sandbox: Sandboxed, photo: Path) -> None:
    """In a forked child old jobs can be taken up and new ones made; in the parent the job goes on meanwhile.

    The clock stands still until both follow the job: a fork while another thread imports something hangs by itself.
    """
    sandbox.clock.hold()

    def run_once_both_follow() -> None:
        sandbox.until(lambda: len(sandbox.requests(part="/status/stream")) == 2)
        sandbox.clock.run()

    runner = threading.Thread(target=run_once_both_follow)
    runner.start()
    paths = run(FORK, photo)
    runner.join()
    assert len(paths) == 3
    assert len(set(paths)) == 2
    assert all(Path(path).is_file() for path in paths)
    assert sandbox.charged() == [True, True]
    assert sandbox.requests("PUT", "/cancel") == []


LIMITED = """
import resource, sqlite3
job = submitted()
until(job, "Queued")
journal = sqlite3.connect(os.path.join(os.environ["VIDWIDGETS_HOME"], "journal.sqlite3"))
journal.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what the journal still has to write must fit below the limit
journal.close()
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, resource.RLIM_INFINITY))
print(job.id, flush=True)
try:
    job.wait(30)
except vw.VidwidgetsError as error:
    assert "made and paid" in error.message, error
    assert "could not be written" in error.message, error
    assert error.spent == "yes"
    print("kept")
"""


def test_a_clip_that_cannot_be_written_is_not_lost(sandbox: Sandboxed, photo: Path) -> None:
    """Where files may not grow that large the clip is said to be paid, and another process fetches it."""
    sandbox.clock.hold()

    def run_once_followed() -> None:
        sandbox.until(lambda: sandbox.requests(part="/status/stream"))
        sandbox.clock.run()

    runner = threading.Thread(target=run_once_followed)
    runner.start()
    job_id, said = run(LIMITED, photo)
    runner.join()
    assert said == "kept"
    clip = taken_up(job_id, photo)
    assert clip.stat().st_size > 150_000
    assert [path.name for path in clip.parent.iterdir() if path.name.startswith(".")] == []
    assert len(sandbox.submits()) == 1


def test_two_processes_take_up_the_same_job(sandbox: Sandboxed, photo: Path) -> None:
    """A job that another process follows too ends well in both, with one file."""
    sandbox.clock.hold()
    job = vw.submit("fal-ai/kling-video/v2.1/standard/image-to-video", prompt="The fog lifts.", image=photo)
    sandbox.until(lambda: sandbox.requests(part="/status/stream"))
    sandbox.clock.run()
    other = taken_up(job.id, photo)
    clip = job.wait(30)
    assert clip.path == other
    assert clip.path.stat().st_size == clip.size_bytes
    assert sandbox.charged() == [True]
    assert vw.jobs()[0].state == "done"
