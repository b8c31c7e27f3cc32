"""A thousand live jobs in one kernel for five minutes: nothing lost, and the form still answers."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .figure import Figure, median
from .served import JOB_SECONDS, KLING, Served, served

sys.path.append(str(Path(__file__).parents[1] / "kernel"))

if TYPE_CHECKING:
    from kernels import Kernel

ANSWER_SECONDS = 0.3
"""How long the form and Cancel may take to answer."""
CARD = "vidwidgets.view.card.Card"
SETUP = """
import psutil, threading, time
import vidwidgets as vw
me = psutil.Process()
form = vw.form({kling!r}, prompt="A form beside them.", image={photo!r})
first = vw.submit({kling!r}, prompt="The first.", image={photo!r})
while not first.request_id: threading.Event().wait(0.05)
import httpx
bare = me.memory_info().rss
clients = [httpx.AsyncClient() for _ in range({clients})]
client_bytes = (me.memory_info().rss - bare) / len(clients)
before = me.memory_info().rss
"""
CLIENTS = 50
SUBMIT = """
jobs = [vw.submit({kling!r}, prompt="One of many.", image={photo!r}) for _ in range({jobs})]
while not all(job.request_id for job in jobs): threading.Event().wait(0.05)
held, cpu, since = me.memory_info().rss, sum(me.cpu_times()[:2]), time.monotonic()
"""
SO_FAR = """
print(100 * (sum(me.cpu_times()[:2]) - cpu) / (time.monotonic() - since), (held - before) / len(jobs), client_bytes)
"""
ENDED = """
end = time.monotonic() + {patience}
while any(job.state.__class__.__name__ not in ("Done", "Failed", "Unknown") for job in jobs) and time.monotonic() < end:
    threading.Event().wait(0.5)
print(sum(isinstance(job.state, vw.Done) for job in jobs), len({{job.request_id for job in jobs}}))
"""


@dataclass(frozen=True)
class Thousand:
    """In a real ipykernel, by the sandbox's own connection: four streams, the rest by polls."""

    jobs: int = 1000
    seconds: float = 300.0
    tail_seconds: float = 60.0
    """How much longer than the window a job takes."""
    looks: int = 20

    def measure(self) -> list[Figure]:
        """Memory, processor time and answers of a kernel with so many live jobs; the peer is the same kernel idle."""
        # so slow that every job outlives the window
        with (
            served(speed=JOB_SECONDS / (self.seconds + self.tail_seconds)) as sandbox,
            tempfile.TemporaryDirectory() as name,
        ):
            kernel = _started(Path(name))
            try:
                return self._watched(kernel, sandbox)
            finally:
                kernel.close()

    def _watched(self, kernel: Kernel, sandbox: Served) -> list[Figure]:
        photo, patience = str(sandbox.photo), 3000.0
        kernel.check(SETUP.format(kling=KLING, photo=photo, clients=CLIENTS))
        idle = self._answers(kernel, 1)
        kernel.run(SUBMIT.format(kling=KLING, photo=photo, jobs=self.jobs), timeout_seconds=patience)
        begun = time.monotonic()
        live = self._answers(kernel, self.looks, until=begun + self.seconds)
        cpu_percent, job_bytes, client_bytes = (float(word) for word in kernel.check(SO_FAR).stdout.split())
        kernel.run("jobs[-1]", timeout_seconds=patience)
        cancelled = _cancel_seconds(kernel)
        done, ids = kernel.run(ENDED.format(patience=patience), timeout_seconds=patience).stdout.split()
        accepted = {job["id"] for job in sandbox.jobs()}
        lost = self.jobs + 1 - len(accepted) + self.jobs - int(ids)
        how = f"{self.jobs} jobs for {self.seconds:g} s in ipykernel; {done} Done in the end, {lost} lost"
        return [
            self._figure("form answers, slowest", max(live), max(idle), how),
            self._figure("form answers, median", median(live), median(idle), how),
            self._figure("Cancel answers", cancelled, median(idle), how),
            Figure(
                what=f"memory per live job, of {self.jobs}",
                ours=job_bytes / 1024,
                peer=max(client_bytes / 1024, 1.0),
                peer_name="httpx, a client per job",
                unit="kB",
                measured=f"resident size; the kernel took {cpu_percent:.0f} % of a core meanwhile; {how}",
                target="nothing lost",
                met=lost == 0,
            ),
        ]

    def _answers(self, kernel: Kernel, looks: int, *, until: float = 0.0) -> list[float]:
        """How long the form takes to answer a changed prompt, over the window."""
        prompt = kernel.comm("TextareaModel", description="Prompt")
        foot = kernel.comm(_anywidget_id="vidwidgets.form.surface.FootWidget")
        taken = []
        for look in range(looks):
            for text in ("", f"Look {look}."):
                begun = time.monotonic()
                kernel.set(prompt, value=text)
                kernel.wait_for(lambda empty=not text: bool(kernel.state(foot)["reason"]) == empty)  # type: ignore[misc]
                taken.append(time.monotonic() - begun)
            pause = (until - time.monotonic()) / max(1, looks - look)
            if pause > 0:
                kernel.check(f"threading.Event().wait({min(pause, 20.0)})")
        return taken

    def _figure(self, what: str, ours: float, peer: float, how: str) -> Figure:
        return Figure(
            what=f"{what} with {self.jobs} live jobs",
            ours=ours,
            peer=peer,
            peer_name="the same kernel, idle",
            unit="s",
            measured=how,
            target=f"at most {ANSWER_SECONDS:g} s",
            met=ours <= ANSWER_SECONDS,
        )


def _started(folder: Path) -> Kernel:
    from kernels import NEWEST, Kernel, environment_for

    names = ("VIDWIDGETS_HOME", "VIDWIDGETS_SANDBOX_URL")
    return Kernel(NEWEST, folder, {**environment_for(folder), **{name: os.environ[name] for name in names}})


def _cancel_seconds(kernel: Kernel) -> float:
    """From the press on a card's Cancel to the card that says so."""
    card: Any = kernel.comms(_anywidget_id=CARD)[-1]
    begun = time.monotonic()
    kernel.custom(card, {"kind": "cancel"})
    kernel.wait_for(lambda: kernel.state(card)["status"]["cancel_asked"] or kernel.state(card)["status"]["ended"])
    return time.monotonic() - begun
