"""The sandbox in a process of its own, as `vidwidgets sandbox` runs it, so that nobody's figures contain its work."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import httpx
from PIL import Image

from vidwidgets.sandbox.store import Store
from vidwidgets.sandbox.timeline import Timeline

KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
KEYS = ("FAL_KEY", "RUNWAYML_API_SECRET", "PIXVERSE_API_KEY", "UNIAPI_KEY")
PATIENCE_SECONDS = 300.0
JOB_SECONDS = Timeline(accepted_at=0.0).over_at
"""How long a job takes at speed 1."""


class Served:
    """A running sandbox, seen from outside; this process's jobs go there by themselves."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        """A folder for whatever the row writes."""
        self.photo = folder / "cat.jpg"
        Image.effect_mandelbrot((640, 360), (-2.0, -1.2, 1.0, 1.2), 60).convert("RGB").save(self.photo, "JPEG")
        self._control = httpx.Client(base_url=f"{url}/_sandbox", timeout=60)

    def play(self, name: str, **settings: Any) -> None:
        """Script a scenario."""
        self._control.post("/scenario", json={"name": name, **settings}).raise_for_status()

    def clear(self) -> None:
        """Take away all scenarios."""
        self._control.delete("/scenario").raise_for_status()

    def requests(self) -> list[dict[str, Any]]:
        """What came, oldest first."""
        found: list[dict[str, Any]] = self._control.get("/log").json()["requests"]
        return found

    def jobs(self) -> list[dict[str, Any]]:
        """The jobs that it accepted, oldest first."""
        found: list[dict[str, Any]] = self._control.get("/log").json()["jobs"]
        return found

    def requests_of(self, job_id: str) -> list[dict[str, Any]]:
        """What came about one job after its submit: status, stream and result, not the clip's own download."""
        return [r for r in self.requests() if job_id in r["path"] and not r["path"].startswith("/files/")]

    def done_at(self, job_id: str) -> float:
        """When the provider was done with a job, seconds since the epoch, by the sandbox's own books."""
        store = Store(self.folder / "provider" / "sandbox")
        try:
            job = store.job(job_id)
        finally:
            store.close()
        if job is None:
            raise AssertionError(f"The sandbox does not know {job_id}.")
        return job.timeline.over_at

    def close(self) -> None:
        """Close the way to its control pages."""
        self._control.close()


@contextmanager
def served(*, speed: float = 1.0) -> Iterator[Served]:
    """Run a sandbox; meanwhile this process has no key, a home of its own, and finds that sandbox."""
    with tempfile.TemporaryDirectory(prefix="vidwidgets-benchmarks-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        bare = {key: value for key, value in os.environ.items() if key not in KEYS}
        process = subprocess.Popen(
            [sys.executable, "-m", "vidwidgets", "sandbox", "--speed", f"{speed:g}"],
            env={**bare, "VIDWIDGETS_HOME": str(folder / "provider")},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            url = process.stdout.readline().removeprefix("sandbox:").strip()
            if not url:
                raise AssertionError("The sandbox did not start; its reason stands above.")
            own = {"VIDWIDGETS_HOME": str(folder / "home"), "VIDWIDGETS_SANDBOX_URL": url}
            with mock.patch.dict(os.environ, {**bare, **own}, clear=True):
                running = Served(url, folder)
                try:
                    yield running
                finally:
                    running.close()
        finally:
            process.terminate()
            process.communicate(timeout=30)


def until(reached: Callable[[], object], what: str) -> None:
    """Look every 50 ms until it is true.

    Raises:
        AssertionError: It never was.
    """
    end, pause = time.monotonic() + PATIENCE_SECONDS, threading.Event()
    while not reached():
        if time.monotonic() > end:
            raise AssertionError(f"Not within {PATIENCE_SECONDS:.0f} s: {what}.")
        pause.wait(0.05)
