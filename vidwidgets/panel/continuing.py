"""The clips of a form as pictures to go on from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vidwidgets.form.control import Control
from vidwidgets.form.media_control import MediaControl
from vidwidgets.job.job import Job
from vidwidgets.panel.orders import prompt_of
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import Done

LONGEST_PROMPT = 40


def offer_clips(controls: Mapping[str, Control], endpoint: Endpoint, jobs: Sequence[Job]) -> None:
    """Offer the last frames of these jobs' clips, newest first, for the picture that a clip begins with."""
    offers: dict[str, Clip] = {}
    for number, job in reversed(list(enumerate(jobs, 1))):
        state = job.state
        if isinstance(state, Done):
            offers[_words(number, prompt_of(endpoint, job.values))] = state.clip
    for control in controls.values():
        if isinstance(control, MediaControl) and control.field.role == "first":
            control.offer_clips(offers)


def _words(number: int, prompt: str) -> str:
    short = " ".join(prompt.split())
    short = short if len(short) <= LONGEST_PROMPT else f"{short[:LONGEST_PROMPT]}…"
    return f"clip {number}: {short}" if short else f"clip {number}"
