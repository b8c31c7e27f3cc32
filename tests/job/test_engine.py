"""The one loop on the one thread."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from vidwidgets.job.engine import HELD_SECONDS, Engine, engine


async def where() -> tuple[str, int]:
    """The thread and the loop that run this."""
    return threading.current_thread().name, id(asyncio.get_running_loop())


def test_there_is_one_per_process() -> None:
    """Asked from several threads at once it is made once, and everything runs on its one thread and loop."""
    found: list[Engine] = []
    threads = [threading.Thread(target=lambda: found.append(engine())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1
    places = {found[0].spawn(where()).result(10) for _ in range(5)}
    assert len(places) == 1
    assert places.pop()[0] == "vidwidgets-loop"


def test_polls_and_streams_have_pools_of_their_own() -> None:
    """The client of the polls is one, and is not the one whose connections the streams hold."""
    own = Engine()

    async def clients() -> tuple[bool, bool]:
        return own.client is own.client, own.client is own.streams

    assert own.spawn(clients()).result(10) == (True, False)
    own.close()


def test_closing_drops_what_runs() -> None:
    """Closing cancels what is under way, ends the thread, and can be done twice."""
    own = Engine()
    begun, dropped = threading.Event(), threading.Event()

    async def forever() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            dropped.set()

    own.spawn(forever())
    assert begun.wait(10)
    own.close()
    assert dropped.is_set()
    assert not own.alive
    own.close()
    own.later(0, lambda: pytest.fail("a closed engine calls nothing"))


def test_closing_waits_for_what_is_held() -> None:
    """What is held is finished first: an answer that names a paid job is not cut off."""
    own = Engine()
    begun, finished = threading.Event(), threading.Event()

    async def short() -> None:
        with own.held():
            begun.set()
            await asyncio.sleep(0.3)
            finished.set()

    own.spawn(short())
    assert begun.wait(10)
    own.close()
    assert finished.is_set()


def test_closing_does_not_wait_for_ever() -> None:
    """What is held and does not end is cut off after a while, which is short enough for a kernel's restart."""
    assert HELD_SECONDS <= 5
    own = Engine(held_seconds=0.2)
    begun = threading.Event()

    async def stuck() -> None:
        with own.held():
            begun.set()
            await asyncio.Event().wait()

    own.spawn(stuck())
    assert begun.wait(10)
    started = time.monotonic()
    own.close()
    assert 0.2 <= time.monotonic() - started < 2


def test_later_calls_on_the_loops_thread() -> None:
    """A call that was put off is made on the loop's thread."""
    called: list[str] = []
    done = threading.Event()

    def call() -> None:
        called.append(threading.current_thread().name)
        done.set()

    engine().later(0.01, call)
    assert done.wait(10)
    assert called == ["vidwidgets-loop"]
