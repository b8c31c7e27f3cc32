"""The sandbox as a server on a real port: in a thread of this process, or on its own for the command."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import random
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import uvicorn

from vidwidgets.sandbox.app import build_app
from vidwidgets.sandbox.connection import CuttableProtocol
from vidwidgets.sandbox.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_STOP_SECONDS: Final = 5.0


class Sandbox:
    """A running sandbox.

    Attributes:
        url: its origin, such as ``http://127.0.0.1:41234``.
    """

    def __init__(self, engine: Engine, listener: socket.socket) -> None:
        self._address: tuple[str, int] = listener.getsockname()[:2]
        self.url = f"http://{self._address[0]}:{self._address[1]}"
        self.stopped = threading.Event()
        self._engine = engine
        self._started = threading.Event()
        self._reopening: asyncio.Task[None] | None = None
        self._config = uvicorn.Config(
            build_app(engine, self._close_port),
            http=CuttableProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",  # uvicorn tells of requests in flight at the stop with a traceback
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
        )
        self._server = uvicorn.Server(self._config)
        self._thread = threading.Thread(target=self._run, args=(listener,), name="vidwidgets-sandbox", daemon=True)
        self._thread.start()
        self._started.wait(_STOP_SECONDS)
        atexit.register(self.stop)

    def _run(self, listener: socket.socket) -> None:
        # A loop of its own: the kernel's main thread has one running, which is nobody's business here.
        loop = asyncio.new_event_loop()
        loop.call_soon(self._started.set)
        try:
            loop.run_until_complete(self._server.serve(sockets=[listener]))
        finally:
            for task in asyncio.all_tasks(loop):  # a port that is closed for a while (`_reopen_port`)
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    loop.run_until_complete(task)
            loop.close()
            listener.close()

    def _close_port(self, seconds: float) -> None:
        """Refuse connections for a while, as a host does that is down; open ones end with their request."""
        for listening in self._server.servers:
            listening.close()
        for connection in list(self._server.server_state.connections):
            connection.shutdown()
        self._reopening = asyncio.get_running_loop().create_task(self._reopen_port(seconds))

    async def _reopen_port(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self.stopped.is_set():
            return
        loop, state = asyncio.get_running_loop(), self._server.server_state
        self._server.servers = [
            await loop.create_server(
                lambda: CuttableProtocol(config=self._config, server_state=state, app_state={}),
                sock=_listen(*self._address),
            )
        ]

    def stop(self) -> None:
        """Close the port, leave unfinished renderings; jobs stay on disk. A second call does nothing."""
        if self.stopped.is_set():
            return
        self.stopped.set()
        atexit.unregister(self.stop)
        self._engine.workers.closing.set()  # event streams end, renderings stop at the next frame
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        self._engine.close()


def start_sandbox(
    *,
    home: Path,
    port: int = 0,
    speed: float = 1.0,
    host: str = "127.0.0.1",
    clock: Callable[[], float] = time.time,
    rng: random.Random | None = None,
) -> Sandbox:
    """Run the sandbox in daemon threads of this process; it ends with the process, its jobs do not.

    Args:
        home: folder for its database, uploads and clips; made if need be. Several processes may share it.
        port: TCP port; 0 takes a free one.
        speed: sandbox seconds per real second, above 0. At 1 a clip is done after about ten seconds.
        host: address to listen on.
        clock: seconds since the epoch.
        rng: source of the job ids; None draws them from the operating system.

    Raises:
        ValueError: ``speed`` is not above 0.
        OSError: the port is taken, or ``home`` cannot be written.
    """
    if not speed > 0:
        raise ValueError(f"speed must be above 0, not {speed}: it is how many sandbox seconds pass in a real one.")
    home.mkdir(parents=True, exist_ok=True)
    listener = _listen(host, port)
    try:
        engine = Engine(home, clock=clock, rng=rng or random.SystemRandom(), speed=speed)
    except BaseException:
        listener.close()
        raise
    return Sandbox(engine, listener)


def serve_sandbox(*, home: Path, port: int, speed: float, on_ready: Callable[[str], None]) -> None:
    """Run the sandbox until the process is interrupted (Ctrl-C); ``on_ready`` is told its origin.

    Raises:
        ValueError, OSError: as ``start_sandbox``.
    """
    sandbox = start_sandbox(home=home, port=port, speed=speed)
    try:
        on_ready(sandbox.url)
        while not sandbox.stopped.wait(1.0):
            pass  # in slices, so that Ctrl-C is heard on Windows too
    except KeyboardInterrupt:
        pass
    finally:
        sandbox.stop()


def _listen(host: str, port: int) -> socket.socket:
    # With protocol 0 asyncio leaves Nagle's algorithm on for accepted connections: 44 ms a poll
    # (Kludex/uvicorn#3149; facts/components.md §2).
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"The sandbox cannot listen on {host}:{port}: {error.strerror}") from error
    return listener
