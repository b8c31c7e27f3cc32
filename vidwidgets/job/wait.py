"""Waiting in a plain cell while Cancel stays alive, wherever the kernel can do it.

Which kernel handles a click while a cell runs was measured (facts/jupyter.md §6, 2026-11-21): ipykernel 7.0 to 7.3 in
JupyterLab by themselves; 7.4 when the widget's messages are routed to a subshell of ours; 6 not at all. Everywhere,
interrupting the cell ends the waiting at once and leaves the job alone.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vidwidgets.errors import WaitTimeout

if TYPE_CHECKING:
    from vidwidgets.job.job import Job

SLICE_SECONDS = 0.1
AWAIT_SLICE_SECONDS = 0.25
"""How long `await` sleeps at most; see there."""
SUBSHELL_SECONDS = 5.0


def wait_for(
    ended: concurrent.futures.Future[Any],
    timeout: float | None,
    *,
    job: Job,
    timer: Callable[[], float] = time.monotonic,
) -> None:
    """Wait until a job has ended.

    Raises:
        WaitTimeout: The time ran out; the job goes on.
    """
    end = None if timeout is None else timer() + timeout
    while not ended.done():
        if end is not None and timer() >= end:
            raise WaitTimeout(
                f"The job {job.id} has not ended after {timeout:g} s. It goes on: wait again, or look at it with "
                f"vw.job({job.id!r}). It is charged if it finishes.",
                job=job,
            )
        concurrent.futures.wait([ended], timeout=SLICE_SECONDS)
    error = ended.exception()
    if error is not None:
        raise error


async def until_done(ended: concurrent.futures.Future[Any]) -> None:
    """Wait for the same on whichever loop; cancelling the waiting leaves the job alone."""
    loop, woken = asyncio.get_running_loop(), asyncio.Event()

    def wake(_: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop that waited may be closed by now
            loop.call_soon_threadsafe(woken.set)

    ended.add_done_callback(wake)
    # an idle kernel's loop notices an interrupt only when it wakes (facts/jupyter.md §7): so in slices
    while not ended.done():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AWAIT_SLICE_SECONDS):
                await woken.wait()


def keep_alive(comm: object) -> None:
    """Let a widget's messages be handled while a cell runs, on ipykernel 7.4 and later.

    ipykernel routes a comm's messages to the shell that last sent on it, mostly the busy main one; here they go to a
    subshell of our own. These are its private parts: wherever one is missing, nothing is changed.
    """
    if not hasattr(comm, "_reply_subshell_for"):
        return
    subshell = _own_subshell()
    if subshell is not None:
        comm._reply_subshell_for = lambda _data, _default: subshell  # noqa: SLF001  the only way (ipykernel 7.4)


def _own_subshell() -> str | None:
    from IPython.core.getipython import get_ipython

    kernel: Any = getattr(get_ipython(), "kernel", None)
    thread: Any = getattr(kernel, "shell_channel_thread", None)
    manager: Any = getattr(thread, "manager", None)
    if not hasattr(manager, "_create_subshell"):
        return None
    known: str | None = getattr(kernel, "_vidwidgets_subshell", None)
    if known is not None:
        return known
    made: concurrent.futures.Future[str] = concurrent.futures.Future()

    def make() -> None:
        try:
            made.set_result(manager._create_subshell())  # noqa: SLF001  as above
        except Exception as error:  # whatever it is, waiting works without it  # noqa: BLE001
            made.set_exception(error)

    thread.io_loop.add_callback(make)
    with contextlib.suppress(Exception):
        known = made.result(SUBSHELL_SECONDS)
        kernel._vidwidgets_subshell = known  # noqa: SLF001  remembered with the kernel
    return known
