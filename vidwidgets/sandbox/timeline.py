"""What a job is doing at a given moment: a pure function of what was stored when it was accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Phase = Literal["queued", "running", "over", "removed"]

# What the job's log says, and after which part of the running time.
STORY: tuple[tuple[float, str], ...] = (
    (0.0, "SANDBOX: no video model runs here, the clip is a camera move over the given picture"),
    (0.1, "Loading the image"),
    (0.3, "Sampling: 25%"),
    (0.5, "Sampling: 50%"),
    (0.7, "Sampling: 75%"),
    (0.9, "Encoding H.264"),
)


@dataclass(frozen=True)
class Moment:
    """A job at one instant.

    Attributes:
        phase: ``queued``, ``running``, ``over`` (its time is up) or ``removed`` (cancelled before it started).
        queue_position: how many jobs are ahead, 0-based; None when it is not queued.
        fraction: part of the running time that has passed, 0 to 1.
    """

    phase: Phase
    queue_position: int | None
    fraction: float


@dataclass(frozen=True)
class Timeline:
    """When a job is queued, runs and is over.

    Attributes:
        accepted_at: seconds since the epoch.
        speed: how many sandbox seconds pass in a real one.
        positions: the queue counts down from ``positions - 1`` to 0.
        seconds_per_position: sandbox seconds on each position.
        running_seconds: sandbox seconds from start to end.
        cancelled_at: seconds since the epoch; None when nobody cancelled. A running job takes no notice:
            partner models (Veo, Kling) run on after a cancel (facts/fal.md §2, Cancel).
        stalled: it never leaves the queue, except by cancelling.
    """

    accepted_at: float
    speed: float = 1.0
    positions: int = 3
    seconds_per_position: float = 1.0
    running_seconds: float = 6.0
    cancelled_at: float | None = None
    stalled: bool = False

    @property
    def starts_at(self) -> float:
        """When it leaves the queue, seconds since the epoch (a stalled one never does, whatever this says)."""
        return self.accepted_at + self.positions * self.seconds_per_position / self.speed

    @property
    def over_at(self) -> float:
        """When its time is up, seconds since the epoch."""
        return self.starts_at + self.running_seconds / self.speed

    @property
    def was_removed(self) -> bool:
        """Whether it was cancelled while it was still queued."""
        return self.cancelled_at is not None and (self.stalled or self.cancelled_at < self.starts_at)

    def at(self, now: float) -> Moment:
        """The job at ``now``, seconds since the epoch; a clock set back shows it as just accepted."""
        if self.was_removed and self.cancelled_at is not None and now >= self.cancelled_at:
            return Moment("removed", None, 0.0)
        if self.stalled or now < self.starts_at:
            waited = max(0.0, now - self.accepted_at) * self.speed
            passed = int(min(waited / self.seconds_per_position, self.positions)) if self.positions else 0
            return Moment("queued", max(0, self.positions - 1 - passed), 0.0)
        if now < self.over_at:
            return Moment("running", None, (now - self.starts_at) / (self.over_at - self.starts_at))
        return Moment("over", None, 1.0)

    def next_change(self, now: float) -> float | None:
        """When the clock alone will next show something new, seconds since the epoch; None when it never will."""
        if self.at(now).phase in ("over", "removed"):
            return None
        step_seconds = self.seconds_per_position / self.speed
        length_seconds = self.over_at - self.starts_at
        moments = [self.accepted_at + number * step_seconds for number in range(1, self.positions)]
        if not self.stalled:
            moments += [self.starts_at + part * length_seconds for part, _ in STORY]
            moments.append(self.over_at)
        return min((moment for moment in moments if moment > now), default=None)

    def story_at(self, now: float) -> list[tuple[float, str]]:
        """The log up to ``now``: (seconds since the epoch, line), oldest first; it only ever grows."""
        if self.at(now).phase not in ("running", "over"):
            return []
        length_seconds = self.over_at - self.starts_at
        told = ((self.starts_at + part * length_seconds, line) for part, line in STORY)
        return [(at, line) for at, line in told if at <= now]
