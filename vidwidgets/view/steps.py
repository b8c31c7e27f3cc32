"""How long a job spent in each step of its way, from the states that were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from vidwidgets.view.words import known_share
from vidwidgets.wire.states import Fetching, Preparing, Queued, Running, State, Submitting

Step: TypeAlias = Literal["here", "sent", "queue", "making", "fetching"]

WAITING_HERE: Step = "here"
"""In the queue on this machine, before anything was sent; most jobs never are in it."""

STEPS: tuple[Step, ...] = tuple(step for step in get_args(Step) if step != WAITING_HERE)
"""The steps that every job has, in the order of a life."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps so far. A value: entering a state gives a new one."""

    here: Step | None = None
    """The step that the job is in; None before the first state and after the last."""
    since: float = 0.0
    """When `here` was entered, by the clock of whoever tells."""
    spent_seconds: Mapping[Step, float] = field(default_factory=dict)
    """Seconds spent in each step that was left; a step that was never seen is not in it."""
    most_ahead: int | None = None
    """The longest queue that was seen, to say how far it has gone down."""
    share: float | None = None
    """How much of `here` is done, between 0 and 1; None where nobody says."""

    def enter(self, state: State, at: float) -> Steps:
        """The steps after `state` was told at clock time `at`."""
        step = step_of(state)
        most = self.most_ahead
        if isinstance(state, Queued) and state.position is not None:
            most = max(most or 0, state.position)
        share = _share(state, most)
        if step == self.here:
            return replace(self, most_ahead=most, share=share)
        return Steps(step, at, self.spent(at), most, share)

    def spent(self, at: float) -> dict[Step, float]:
        """Seconds in each step seen, the present one included, at clock time `at`."""
        seconds = dict(self.spent_seconds)
        if self.here is not None:
            seconds[self.here] = seconds.get(self.here, 0.0) + max(0.0, at - self.since)
        return seconds

    def drawn(self, at: float) -> list[dict[str, str | float | None]]:
        """The bar as the front end draws it: per step its label, where the job stands to it, seconds, share.

        The queue on this machine is in it only for a job that was in it.
        """
        seconds = self.spent(at)
        shown = (WAITING_HERE, *STEPS) if WAITING_HERE in seconds else STEPS
        # a picture that was made ready before the wait counts as "sent", yet nothing has been sent
        waits = self.here == WAITING_HERE
        reached = 0 if waits else max((shown.index(step) for step in seconds), default=-1)
        return [
            {
                "label": step,
                "at": "here" if step == self.here else "past" if index <= reached else "ahead",
                "seconds": None if waits and index else seconds.get(step),
                "share": self.share if step == self.here else None,
            }
            for index, step in enumerate(shown)
        ]


def step_of(state: State) -> Step | None:
    """The step that a state belongs to; None for an end."""
    match state:
        case Preparing(ahead=int()):
            return WAITING_HERE
        case Preparing() | Submitting():
            return "sent"
        case Queued():
            return "queue"
        case Running():
            return "making"
        case Fetching():
            return "fetching"
        case _:
            return None


def _share(state: State, most_ahead: int | None) -> float | None:
    match state:
        case Queued(position=int(ahead)) if most_ahead:
            return known_share(1 - (ahead + 1) / (most_ahead + 1))
        case Running(progress=progress):
            return known_share(progress)
        case Fetching(received_bytes=received, total_bytes=int(total)) if total > 0:
            return known_share(received / total)
        case _:
            return None
