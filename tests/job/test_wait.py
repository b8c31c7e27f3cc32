"""Waiting: in a cell, in async code, by several at once; ending the waiting never ends the job."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from job_kit import Bench
from sandboxed import Sandboxed

from vidwidgets.errors import JobFailed, WaitTimeout
from vidwidgets.job.engine import engine
from vidwidgets.job.job import Job
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import Done, Queued, State


@pytest.fixture
def held(bench: Bench, sandbox: Sandboxed) -> Job:
    """A job that stays in the queue until the sandbox's clock runs."""
    sandbox.clock.hold()
    job, watch = bench.watched()
    watch.until(Queued)
    return job


def test_a_timeout_carries_the_job_which_goes_on(held: Job, sandbox: Sandboxed) -> None:
    """When the time runs out the job is in the error, is named in the sentence, and still makes its clip."""
    with pytest.raises(WaitTimeout, match=f"The job {held.id} has not ended after 0.1 s. It goes on") as caught:
        held.wait(timeout=0.1)
    assert caught.value.job is held
    assert caught.value.spent == "maybe"
    sandbox.clock.run()
    assert held.wait(30).path.is_file()
    assert sandbox.charged() == [True]


def test_waiting_may_begin_with_the_last_state(bench: Bench) -> None:
    """Who waits when the last state was told and the job is about to end gets the clip, like everybody."""
    job, got = bench.unstarted(bench.order()), []
    waiting = threading.Thread(target=lambda: got.append(job.wait(30)))

    def begin(state: State) -> None:
        if isinstance(state, Done):
            waiting.start()
            waiting.join(0.2)  # the loop, which would end the job, stands still meanwhile

    job.listen(begin)
    job.start(engine(), bench.world())
    clip = job.wait(30)
    waiting.join(30)
    assert got == [clip]


def test_no_time_at_all_asks_only_whether_it_has_ended(held: Job, sandbox: Sandboxed) -> None:
    """`timeout=0` raises at once while it runs, and gives the clip once it is there."""
    with pytest.raises(WaitTimeout):
        held.wait(timeout=0)
    sandbox.clock.run()
    clip = held.wait()
    assert held.wait(timeout=0) is clip


def test_async_code_awaits_the_clip(bench: Bench) -> None:
    """`await job` gives the clip, in any loop, before and after the end."""
    job = bench.start()

    async def program() -> Clip:
        return await job

    first = asyncio.run(program())
    assert first.path.is_file()
    assert asyncio.run(program()) is first


def test_async_code_sees_what_it_failed_with(bench: Bench, sandbox: Sandboxed) -> None:
    """`await job` raises what the job failed with, as `wait` does."""
    sandbox.play("fail")
    job = bench.start()

    async def program() -> Clip:
        return await job

    with pytest.raises(JobFailed):
        asyncio.run(program())


def test_several_wait_for_one_job(held: Job, sandbox: Sandboxed) -> None:
    """Threads and tasks that wait for the same job all get the same clip."""
    clips: list[Clip] = []
    threads = [threading.Thread(target=lambda: clips.append(held.wait(30))) for _ in range(2)]
    for thread in threads:
        thread.start()

    async def program() -> None:
        async def one() -> Clip:
            return await held

        waiting = [asyncio.create_task(one()) for _ in range(2)]
        await asyncio.sleep(0)
        sandbox.clock.run()
        clips.extend(await asyncio.gather(*waiting))

    asyncio.run(program())
    for thread in threads:
        thread.join(30)
    assert len(clips) == 4
    assert all(clip is clips[0] for clip in clips)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C raises, also where whoever started the tests has it ignored (in the background, in CI)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_the_waiting_alone(held: Job, sandbox: Sandboxed) -> None:
    """Ctrl-C (■) in `wait` is over within a second, and leaves the job alone."""
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        held.wait(30)
    assert 0.2 <= time.monotonic() - started < 1.2
    timer.join()
    assert isinstance(held.state, Queued)
    sandbox.clock.run()
    assert held.wait(30).path.is_file()
    assert sandbox.requests("PUT", "/cancel") == []


def test_a_cancelled_task_leaves_the_job_alone(held: Job, sandbox: Sandboxed) -> None:
    """A task that awaits the job can be cancelled, and can time out, without touching the job."""

    async def program() -> None:
        async def one() -> Clip:
            return await held

        waiting = asyncio.create_task(one())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one(), 0.05)

    asyncio.run(program())
    assert isinstance(held.state, Queued)
    sandbox.clock.run()
    assert held.wait(30).path.is_file()


def test_a_loop_that_is_gone_is_no_trouble(held: Job, sandbox: Sandboxed, caplog: pytest.LogCaptureFixture) -> None:
    """A program that stopped waiting and closed its loop is not heard of again when the job ends."""

    async def program() -> None:
        async with asyncio.timeout(0.05):
            await held

    with pytest.raises(TimeoutError):
        asyncio.run(program())
    gc.collect()
    sandbox.clock.run()
    held.wait(30)
    engine().spawn(asyncio.sleep(0)).result(10)  # by then all who waited have been told
    assert caplog.text == ""


def test_the_waiting_cell_publishes_again(bench: Bench) -> None:
    """What is to be published again is published in the thread that waited, once per waiting."""
    job = bench.start()
    published: list[str] = []
    job.after_wait.append(lambda: published.append(threading.current_thread().name))
    job.wait(30)

    async def program() -> Clip:
        return await job

    asyncio.run(program())
    assert published == [threading.current_thread().name] * 2


def test_a_listener_that_fails_is_not_the_jobs_trouble(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """A view that raises is logged; the other listeners hear every state, and the clip comes."""
    job = bench.unstarted(bench.order())
    heard: list[State] = []

    def broken(_: State) -> None:
        raise RuntimeError("planted")

    job.listen(broken)
    job.listen(heard.append)
    job.start(engine(), bench.world())
    job.wait(30)
    assert isinstance(heard[-1], Done)
    assert "a listener failed" in caplog.text


def test_a_new_listener_is_not_overtaken(held: Job, sandbox: Sandboxed) -> None:
    """A listener that is still being told the present state is not told the next one meanwhile."""
    calls = threading.Semaphore(0)
    begun: list[State] = []
    finished: list[int] = []

    def slow(state: State) -> None:
        begun.append(state)
        mine = len(begun)
        calls.release()
        if mine == 1:
            sandbox.clock.run()
            calls.acquire()
            calls.acquire(timeout=0.3)  # a second call would come in here
        finished.append(mine)

    held.listen(slow)
    held.wait(30)
    assert finished == list(range(1, len(begun) + 1))
    assert isinstance(begun[-1], Done)
