"""Cancelling in every state: what it stops, what it cannot stop, and what it says of the bill."""

from __future__ import annotations

import asyncio
import threading

import pytest
from hosts import Host, Request
from job_kit import Bench, gateway_at
from sandboxed import Sandboxed

from vidwidgets.errors import JobCancelled
from vidwidgets.job.engine import engine
from vidwidgets.wire.states import Cancelled, Done, Preparing, Queued, Running

UNSENT = "Nothing was sent, so nothing is charged."


def test_at_once(bench: Bench, sandbox: Sandboxed) -> None:
    """A cancellation in the same breath as the start is not lost: nothing is submitted."""
    job = bench.start()
    job.cancel()
    with pytest.raises(JobCancelled, match=UNSENT):
        job.wait(30)
    assert sandbox.submits() == []
    assert bench.record(job).state == "cancelled"


def test_while_a_picture_is_uploaded(bench: Bench, sandbox: Sandboxed) -> None:
    """Cancelled while preparing, the upload is dropped at once and nothing is submitted."""
    sandbox.play("slow-reply", seconds=25, match={"path": "/storage/upload"})
    job, watch = bench.watched()
    watch.until(lambda state: isinstance(state, Preparing) and "Uploading" in state.note)
    job.cancel()
    with pytest.raises(JobCancelled, match=UNSENT):
        job.wait(10)
    assert job.state == Cancelled(UNSENT)
    assert sandbox.submits() == []


def test_between_two_tries(gate: Bench, sandbox: Sandboxed) -> None:
    """Cancelled while it waits to try again, it is not sent again."""
    sandbox.play("rate-limit", retry_after=100)
    waiting = threading.Event()

    async def pause(_: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    job = gate.start(sleep=pause)
    assert waiting.wait(20)
    job.cancel()
    with pytest.raises(JobCancelled, match=UNSENT):
        job.wait(10)
    assert (len(sandbox.submits()), sandbox.jobs()) == (1, [])
    assert gate.record(job).state == "cancelled"


def test_while_the_answer_to_the_submit_is_awaited(bench: Bench, sandbox: Sandboxed) -> None:
    """A job that is accepted meanwhile is cancelled as soon as its id is known."""
    sandbox.play("stall")
    sandbox.play("slow-reply", seconds=0.3, match={"path": "/fal-ai/", "method": "POST"})
    job, watch = bench.watched()
    watch.until(lambda state: type(state).__name__ == "Submitting")
    job.cancel()
    with pytest.raises(JobCancelled):
        job.wait(30)
    assert len(sandbox.requests("PUT", "/cancel")) == 1
    assert sandbox.charged() == [False]


def test_in_the_queue(bench: Bench, sandbox: Sandboxed) -> None:
    """A queued job is taken out, the provider charges nothing, and the end names what cancelling means."""
    sandbox.play("stall")
    job, watch = bench.watched()
    watch.until(Queued)
    job.cancel()
    with pytest.raises(JobCancelled) as caught:
        job.wait(30)
    assert caught.value.message.startswith(f"The job {job.id} was cancelled. fal ended it as cancelled.")
    assert sandbox.charged() == [False]
    assert [entry["state"] for entry in sandbox.jobs()] == ["removed"]
    assert bench.record(job).state == "cancelled"


def test_while_it_runs(bench: Bench, sandbox: Sandboxed) -> None:
    """A running job is only asked to stop: it finishes, it is charged, and its clip is kept."""
    sandbox.clock.hold()
    job, watch = bench.watched()
    watch.until(Queued)
    sandbox.clock.move(3.01)
    watch.until(Running)
    job.cancel()
    sandbox.until(lambda: sandbox.requests("PUT", "/cancel"))
    sandbox.clock.run()
    clip = job.wait(30)
    assert clip.path.is_file()
    assert sandbox.charged() == [True]
    assert "If it already runs, the model may finish it and it is charged" in job.cancel_note
    assert bench.record(job).state == "done"


def test_when_it_is_done(bench: Bench, sandbox: Sandboxed) -> None:
    """Cancelling a finished job asks nothing and changes nothing."""
    job = bench.start()
    clip = job.wait(30)
    job.cancel()
    assert isinstance(job.state, Done)
    assert job.wait(1) is clip
    assert sandbox.requests("PUT", "/cancel") == []


def test_many_times(bench: Bench, sandbox: Sandboxed) -> None:
    """Pressed again and again from several threads, it ends once."""
    sandbox.play("stall")
    job, watch = bench.watched()
    watch.until(Queued)
    presses = [threading.Thread(target=job.cancel) for _ in range(8)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    with pytest.raises(JobCancelled):
        job.wait(30)
    assert sum(isinstance(state, Cancelled) for state in watch.states) == 1


def test_where_the_host_confirms_that_it_is_gone(gate: Bench) -> None:
    """A host that says 200 OK to the cancellation ends the job at once, with its own sentence."""
    released = threading.Event()

    def answer(request: Request) -> tuple[int, bytes]:
        if request.method == "POST":
            return 200, b'{"request_id": "the-id", "status": "IN_QUEUE", "queue_position": 3}'
        if request.method == "PUT":
            return 200, b'{"status": "OK"}'
        released.wait(20)  # a poll that never comes back must not hold up the end
        return 200, b'{"status": "IN_QUEUE"}'

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        job, watch = gate.watched()
        watch.until(lambda state: state == Queued(3))
        job.cancel()
        with pytest.raises(JobCancelled, match="taken out of the queue before it ran: it is not charged"):
            job.wait(10)
        released.set()


def test_where_the_host_forgets_a_cancelled_job(gate: Bench) -> None:
    """After a cancellation "not found" means gone, and is not waited out."""
    cancelled = threading.Event()

    def answer(request: Request) -> tuple[int, bytes]:
        if request.method == "POST":
            return 200, b'{"request_id": "the-id"}'
        if request.method == "PUT":
            cancelled.set()
            return 202, b'{"status": "CANCELLATION_REQUESTED"}'
        return (404, b"{}") if cancelled.is_set() else (200, b'{"status": "IN_QUEUE", "queue_position": 1}')

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        job, watch = gate.watched()
        watch.until(lambda state: state == Queued(1))
        job.cancel()
        with pytest.raises(JobCancelled):
            job.wait(10)
        assert gate.record(job).state == "cancelled"


def test_where_the_cancellation_does_not_get_through(bench: Bench, sandbox: Sandboxed) -> None:
    """A cancellation that breaks off is said, and the job goes on to its clip."""
    sandbox.clock.hold()
    sandbox.play("flaky-polls", status=[0], match={"path": "/cancel"})
    job, watch = bench.watched()
    watch.until(Queued)
    life = job._life  # noqa: SLF001  what `cancel` hands to the loop, waited for
    assert life is not None
    engine().spawn(life.ask_cancel()).result(20)
    assert job.cancel_note.startswith("The cancellation did not get through:")
    sandbox.clock.run()
    assert job.wait(30).path.is_file()
    assert sandbox.charged() == [True]


def test_without_a_cancel_address(bench: Bench, sandbox: Sandboxed) -> None:
    """An answer without `cancel_url` (seed 002) does not lose the job, and it can still be cancelled."""
    sandbox.play("no-cancel-url")
    sandbox.play("stall")
    job, watch = bench.watched()
    watch.until(Queued)
    job.cancel()
    with pytest.raises(JobCancelled):
        job.wait(30)
    assert sandbox.charged() == [False]
