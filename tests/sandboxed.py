"""One sandbox for all tests that walk the whole road: on a real port, with a clock that can be held.

It renders each picture and wish once, so that a second job with them takes a quarter of a second. Its log and its
scenarios are shared: a test looks at what came since `begin`, and conftest fixtures call `begin` and `clear`.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from vidwidgets.job.job import Job
from vidwidgets.sandbox.server import start_sandbox
from vidwidgets.wire.states import State

VEO = "fal-ai/veo3/image-to-video"
KLING_PRO = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
SPEED = 50.0
PATIENCE_SECONDS = 30.0
"""How long anything may take before a test gives up; far more than it takes."""


class Clock:
    """Runs with real time; held, it stands still until it is moved."""

    def __init__(self) -> None:
        self._ahead_seconds = 0.0
        self._held_at: float | None = None

    def __call__(self) -> float:
        """Seconds since the epoch, or so."""
        return time.time() + self._ahead_seconds if self._held_at is None else self._held_at

    def hold(self) -> None:
        """Stand still."""
        self._held_at = self()

    def move(self, sandbox_seconds: float) -> None:
        """Move on by so many seconds of the sandbox's own; only while it is held."""
        assert self._held_at is not None
        self._held_at += sandbox_seconds / SPEED

    def run(self) -> None:
        """Run again, from where it stands."""
        if self._held_at is not None:
            self._ahead_seconds = self._held_at - time.time()
            self._held_at = None


class Sandboxed:
    """The running sandbox, seen from outside through its own pages."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.home = Path(tempfile.mkdtemp(prefix="vidwidgets-tests-sandbox-"))
        atexit.register(shutil.rmtree, self.home, ignore_errors=True)  # before the server's own, so it runs after it
        self._server = start_sandbox(home=self.home, speed=SPEED, clock=self.clock)
        self.url = self._server.url
        self._control = httpx.Client(base_url=f"{self.url}/_sandbox", timeout=PATIENCE_SECONDS)
        self._earlier: set[str] = set()

    def begin(self) -> None:
        """Forget the requests and jobs of the tests before."""
        self._earlier = {job["id"] for job in self._control.delete("/log").json()["jobs"]}

    def clear(self) -> None:
        """Take away scenarios, and let the clock run."""
        self._control.delete("/scenario")
        self.clock.run()

    def play(self, name: str, **settings: Any) -> None:
        """Script a scenario."""
        reply = self._control.post("/scenario", json={"name": name, **settings})
        assert reply.status_code == 201, reply.text

    def jobs(self) -> list[dict[str, Any]]:
        """The jobs that were accepted since `begin`, oldest first."""
        return [job for job in self._control.get("/log").json()["jobs"] if job["id"] not in self._earlier]

    def requests(self, method: str = "", part: str = "") -> list[dict[str, Any]]:
        """The requests since `begin` of that method and with that part in their path, oldest first."""
        log = self._control.get("/log").json()["requests"]
        return [entry for entry in log if method in ("", entry["method"]) and part in entry["path"]]

    def submits(self) -> list[dict[str, Any]]:
        """The POSTs that asked for a clip."""
        return self.requests("POST", "/fal-ai/")

    def charged(self) -> list[bool]:
        """For each job since `begin` whether it was charged."""
        return [job["charged"] for job in self.jobs()]

    def until(self, reached: Callable[[], object]) -> None:
        """Look at the log until `reached()` is true."""
        deadline, never = time.monotonic() + PATIENCE_SECONDS, threading.Event()
        while not reached():
            assert time.monotonic() < deadline, f"Not reached within {PATIENCE_SECONDS} s: {self.requests()}"
            never.wait(0.02)


@cache
def running() -> Sandboxed:
    """The one sandbox of this session; it stops at exit."""
    return Sandboxed()


class Watch:
    """Listens to a job: keeps its states, and waits for one."""

    def __init__(self, job: Job) -> None:
        self.states: list[State] = []
        self._news = threading.Condition()
        job.listen(self._hear)

    def until(self, wanted: Callable[[State], bool] | type[State]) -> State:
        """Wait until a wanted state was told, and give the first."""
        fits: Callable[[State], bool] = (
            (lambda state: isinstance(state, wanted)) if isinstance(wanted, type) else wanted
        )
        with self._news:
            found = self._news.wait_for(
                lambda: next((state for state in self.states if fits(state)), None), PATIENCE_SECONDS
            )
        assert found is not None, f"Not told within {PATIENCE_SECONDS} s; told were {self.states}"
        return found

    @property
    def kinds(self) -> list[str]:
        """The names of the states in the order in which they were told, without repeats."""
        names = [type(state).__name__ for state in self.states]
        return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]

    def _hear(self, state: State) -> None:
        with self._news:
            self.states.append(state)
            self._news.notify_all()


def draw_photo(width: int = 640, height: int = 360) -> Image.Image:
    """A picture with structure, so that motion shows; always the same."""
    return Image.effect_mandelbrot((width, height), (-2.0, -1.2, 1.0, 1.2), 60).convert("RGB")


def photo_in(folder: Path) -> Path:
    """The picture as a JPEG file."""
    path = folder / "cat.jpg"
    draw_photo().save(path, "JPEG")
    return path
