"""A job's way as spans of time, made of the moments at which it came into a state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from vidwidgets.wire.states import Fetching, Preparing, Queued, Running, State, Submitting

SpanName: TypeAlias = Literal[
    "preparing", "local queue", "submitting", "provider queue", "running", "downloading", "at the provider"
]
""""at the provider" is what the journal alone can say of another kernel's watch: in its queue, or being made."""

MOST_MARKS = 100
"""Of a job's; one that goes to and fro for hours keeps its beginning and its end."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a job's life."""

    name: SpanName
    started_at: float
    """Seconds since the epoch."""
    seconds: float
    """How long it lasted; so far, where it goes on."""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The moment at which a span began; without a name, the moment at which the job ended."""

    at: float
    """Seconds since the epoch."""
    name: SpanName | None


def span_of(state: State) -> SpanName | None:
    """The span that a state belongs to; None for an end."""
    match state:
        case Preparing(ahead=int()):
            return "local queue"
        case Preparing():
            return "preparing"
        case Submitting():
            return "submitting"
        case Queued():
            return "provider queue"
        case Running():
            return "running"
        case Fetching():
            return "downloading"
        case _:
            return None


def marked(marks: list[Mark], mark: Mark) -> None:
    """Add a mark, where it begins another span than the last."""
    if marks and marks[-1].name == mark.name:
        return
    marks.append(mark)
    if len(marks) > MOST_MARKS:
        del marks[MOST_MARKS // 2]


def spans(marks: Sequence[Mark], now: float) -> tuple[Span, ...]:
    """The spans, oldest first; the last one goes on until `now` where the job has not ended."""
    found: list[Span] = []
    for index, mark in enumerate(marks):
        if mark.name is None:
            continue
        goes_on = index + 1 == len(marks)
        until = now if goes_on else marks[index + 1].at
        found.append(Span(mark.name, mark.at, max(0.0, until - mark.at), goes_on))
    return tuple(found)
