"""What many live jobs cost the process that follows them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .figure import Figure, median, spread
from .served import Served, served


@dataclass(frozen=True)
class Cost:
    """One process's window."""

    cpu_percent: float
    """Of one core."""
    requests_per_second: float


@dataclass(frozen=True)
class LiveCpu:
    """Each contender in a process of its own, one after the other; the sandbox keeps every job in its queue."""

    jobs: int = 100
    seconds: float = 20.0
    settle_seconds: float = 5.0
    rounds: int = 2

    def measure(self) -> list[Figure]:
        """Ours with its few streams and its polls, against fal_client's async form and a bare httpx loop."""
        found: dict[str, list[Cost]] = {"ours": [], "httpx": [], "fal_client": []}
        with served() as sandbox:
            for number in range(self.rounds):
                ours = self._cost(sandbox, "ours", number)
                interval = self.jobs / ours.requests_per_second if ours.requests_per_second else self.seconds
                found["ours"].append(ours)
                found["httpx"].append(self._cost(sandbox, "httpx", number, "--interval", f"{interval:.3f}"))
                found["fal_client"].append(self._cost(sandbox, "fal_client", number))
        return [
            self._figure(found["ours"], found["httpx"], "bare httpx loop, our rate"),
            self._figure(found["ours"], found["fal_client"], "fal_client async iter_events"),
        ]

    def _cost(self, sandbox: Served, contender: str, number: int, *more: str) -> Cost:
        sandbox.play("stall", times=self.jobs)
        package = __package__ or ""
        ended = subprocess.run(
            [
                *(sys.executable, "-m", f"{package}.live", contender, sandbox.url, str(sandbox.photo)),
                *("--jobs", str(self.jobs), "--seconds", str(self.seconds), "--settle", str(self.settle_seconds)),
                *more,
            ],
            cwd=Path(__file__).parents[len(package.split("."))],
            env={**os.environ, "VIDWIDGETS_HOME": str(sandbox.folder / f"live-{contender}-{number}")},
            stdout=subprocess.PIPE,
            check=True,
        )
        sandbox.clear()
        told = json.loads(ended.stdout)
        seconds = told["until"] - told["since"]
        asked = sum(told["since"] <= request["at"] < told["until"] for request in sandbox.requests())
        return Cost(100 * told["cpu_seconds"] / seconds, asked / seconds)

    def _figure(self, ours: list[Cost], peers: list[Cost], peer_name: str) -> Figure:
        mine = [cost.cpu_percent for cost in ours]
        rates = [median([cost.requests_per_second for cost in costs]) for costs in (ours, peers)]
        return Figure(
            what=f"CPU of a process with {self.jobs} live jobs",
            ours=median(mine),
            peer=median([cost.cpu_percent for cost in peers]),
            peer_name=peer_name,
            unit="% of a core",
            measured=f"user + system time of the whole process over {self.seconds:g} s, {self.settle_seconds:g} s "
            f"after the last job was queued; requests/s: ours {rates[0]:.1f} (beside 4 streams), peer {rates[1]:.1f}; "
            f"ours {spread(mine, '%', 1)}",
        )
