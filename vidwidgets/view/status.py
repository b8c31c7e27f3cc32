"""What the card's front end is told: a job's moment as plain values, every text already worded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vidwidgets.view.about import About
from vidwidgets.view.facts import facts, remarks
from vidwidgets.view.plain import plain
from vidwidgets.view.steps import Steps
from vidwidgets.view.words import kind_of, words
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import (
    ENDED,
    Done,
    LogLine,
    Preparing,
    Queued,
    Running,
    State,
    Submitting,
)

LOG_LINES = 50
"""The newest lines of the provider's log that are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """The last that was told about a job, and when."""

    state: State
    at: float
    """By the card's clock."""
    elapsed_seconds: float
    """Since the job began, at `at`."""
    steps: Steps = field(default_factory=Steps)
    cancel_asked: bool = False
    cancels_failed: int = 0
    """How many cancellations did not get through; the page lets Cancel be pressed again when it grows."""

    @property
    def kind(self) -> str:
        """The state's name in lower case."""
        return kind_of(self.state)

    @property
    def ended(self) -> bool:
        """Whether the job does not leave this state by itself."""
        return isinstance(self.state, ENDED)

    def elapsed_at(self, now: float) -> float:
        """Seconds since the job began, at clock time `now`; it stands still once the job has ended."""
        return self.elapsed_seconds + (0.0 if self.ended else max(0.0, now - self.at))


def about_dict(about: About) -> dict[str, Any]:
    """What does not change, as the front end takes it; the picture travels apart, as bytes."""
    return {
        "job_id": about.job_id,
        "title": plain(about.title, 200),
        "kind": plain(about.kind, 200),
        "provider": plain(about.provider, 80),
        "connection": plain(about.connection, 200),
        "sandbox": about.sandbox,
        "prompt": plain(about.prompt),
        "asked": [[plain(label, 80), plain(value, 200)] for label, value in about.asked],
        "price": plain(about.price, 200),
        "cancel_means": plain(about.cancel_means, 400),
        "endpoint": plain(about.endpoint, 200),
    }


def status_dict(told: Told, about: About, now: float) -> dict[str, Any]:
    """The moment as the front end takes it, at clock time `now`."""
    said = words(told.state, about.provider)
    return {
        "kind": said.kind,
        "headline": said.headline,
        "note": said.note,
        "message": said.message,
        "code": said.code,
        "money": said.money,
        "advice": said.advice,
        "tone": said.tone,
        "ended": told.ended,
        # Once the provider is done the clip is paid for: there is nothing left to call off.
        "can_cancel": isinstance(told.state, Preparing | Submitting | Queued | Running),
        "cancel_asked": told.cancel_asked,
        "cancels_failed": told.cancels_failed,
        "elapsed_seconds": told.elapsed_at(now),
        "steps": told.steps.drawn(told.at if told.ended else now),
        "clip": _clip_dict(told.state.clip) if isinstance(told.state, Done) else None,
    }


def log_list(logs: tuple[LogLine, ...]) -> list[str]:
    """The newest log lines as text."""
    return [plain(line.message, 500) for line in logs[-LOG_LINES:]]


def _clip_dict(clip: Clip) -> dict[str, Any]:
    return {
        "facts": [[fact.strong, fact.text] for fact in facts(clip)],
        "remarks": list(remarks(clip)),
        "name": clip.path.name,
        "path": str(clip.path),
        "request_id": plain(clip.request_id, 200),
        "video_codec": clip.video_codec,
        "audio_codec": clip.audio_codec,
        "width": clip.width,
        "height": clip.height,
        "size_bytes": clip.size_bytes,
    }
