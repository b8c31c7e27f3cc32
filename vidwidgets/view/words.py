"""A state in words. The live card and the saved HTML both say it from here, so that they say the same."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from vidwidgets.errors import (
    InvalidRequest,
    JobCancelled,
    JobFailed,
    MissingKey,
    Moderated,
    OutcomeUnknown,
    OutOfCredit,
    ProviderUnreachable,
    Refused,
    Spent,
    VidwidgetsError,
)
from vidwidgets.view.figures import part_text
from vidwidgets.view.plain import plain
from vidwidgets.wire.states import (
    Cancelled,
    Done,
    Failed,
    Fetching,
    Preparing,
    Queued,
    Running,
    State,
    Submitting,
    Unknown,
)

Tone: TypeAlias = Literal["plain", "good", "bad", "warn"]

_MONEY: dict[Spent, str] = {
    "no": "Nothing was charged.",
    "maybe": "It may have been charged.",
    "yes": "It was charged.",
}

_CHANGE = "Change what the message names, then generate again."

_WHY: tuple[tuple[type[VidwidgetsError], str, str], ...] = (
    (
        Moderated,
        "Refused by {provider}’s content check",
        "Change the picture or the prompt, then generate again.",
    ),
    (
        OutOfCredit,
        "No credit left at {provider}",
        "Add credit to your account at {provider}, then generate again.",
    ),
    (Refused, "Refused by {provider}", _CHANGE),
    (InvalidRequest, "Not sent: the request breaks a rule", _CHANGE),
    (
        MissingKey,
        "Not sent: no key for {provider}",
        "Set the key that the message names, then generate again.",
    ),
    (
        ProviderUnreachable,
        "{provider} could not be reached",
        "Check the connection, then try again.",
    ),
    (JobCancelled, "Cancelled", ""),
    (
        OutcomeUnknown,
        "It is not known whether {provider} took this",
        "Look in your account at {provider} before you send it again.",
    ),
    (
        JobFailed,
        "{provider} did not finish it",
        "Generate again, or change the request if it fails the same way.",
    ),
)
"""Headline and advice of a failure, the narrower classes before the wider ones."""

_WHY_ELSE = ("It did not work", "Read the message before you generate again.")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about a state. Plain text throughout."""

    kind: str
    """The state's name in lower case: "queued"."""
    headline: str
    """One short line: "In fal’s queue, 2 ahead"."""
    note: str = ""
    """What a running state adds: "throttled by your plan"."""
    message: str = ""
    """What went wrong, or what an end means; "" while all is well."""
    code: str = ""
    """The provider's own code for what went wrong."""
    money: str = ""
    """Whether it may have been charged; said of every end without a clip where it is known."""
    advice: str = ""
    """What to do next."""
    tone: Tone = "plain"


def words(state: State, provider: str) -> Words:
    """What is said about `state` of a job at `provider` ("fal")."""
    name = plain(provider, 80)
    match state:
        case Failed(error):
            said = _failed(error, name)
        case Cancelled(note):
            said = Words("cancelled", "Cancelled", message=plain(note))
        case Unknown(error, note):
            said = _unknown(error, note, name)
        case _:
            said = Words(kind_of(state), _headline(state, name), note=_note(state), tone=_tone(state))
    return said


def last_known(state: State, provider: str) -> str:
    """Where a job was when nobody looked any more, to follow "it": "was in fal’s queue"."""
    name = plain(provider, 80)
    match state:
        case Preparing(ahead=int()):
            return "was waiting on this machine for its turn, and nothing had been sent,"
        case Preparing():
            return "was being prepared"
        case Submitting():
            return f"was being sent to {name}"
        case Queued():
            return f"was in {name}’s queue"
        case Running():
            return f"was being made by {name}"
        case Fetching():
            return "was made, and its clip was being fetched"
        case Done() | Failed() | Cancelled() | Unknown():
            return "had ended"
        case _:
            assert_never(state)


def kind_of(state: State) -> str:
    """The state's name in lower case: "queued"."""
    return type(state).__name__.lower()


def _tone(state: State) -> Tone:
    return "good" if isinstance(state, Done) else "plain"


def _note(state: State) -> str:
    return plain(state.note) if isinstance(state, Preparing | Queued | Fetching) else ""


def _headline(state: Preparing | Submitting | Queued | Running | Fetching | Done, provider: str) -> str:
    match state:
        case Preparing(ahead=int(ahead)):
            line = f"Waiting here, {ahead} ahead" if ahead else "Next here"
        case Preparing():
            line = "Preparing"
        case Submitting():
            line = f"Sending to {provider}"
        case Queued(position=ahead):
            line = _place(ahead, provider)
        case Running(progress=progress):
            share = known_share(progress)
            line = f"{provider} is making it" + ("" if share is None else f", {int(share * 100 + 1e-9)}%")
        case Fetching(received_bytes=received, total_bytes=total):
            part = part_text(received, total)
            line = "Fetching the clip" + (f", {part}" if part else "")
        case Done():
            line = "Done"
        case _:
            assert_never(state)
    return line


def _place(ahead: int | None, provider: str) -> str:
    if ahead is None or ahead < 0:
        return f"In {provider}’s queue"
    return f"In {provider}’s queue, {ahead} ahead" if ahead else f"Next in {provider}’s queue"


def known_share(share: float | None) -> float | None:
    """A share between 0 and 1; None where there is none, or where what was given is no number."""
    if share is None or not math.isfinite(share):
        return None
    return min(1.0, max(0.0, share))


def _failed(error: VidwidgetsError, provider: str) -> Words:
    headline, advice = _why(error, provider)
    return Words(
        "failed",
        headline,
        message=plain(error.message),
        code=plain(error.code, 200),
        money=_MONEY[error.spent],
        advice=advice,
        tone="bad",
    )


def _unknown(error: VidwidgetsError, note: str, provider: str) -> Words:
    message, advice = plain(error.message), plain(note)
    never = "It is not sent again by itself."
    return Words(
        "unknown",
        f"It is not known whether {provider} took this",
        message=message,
        code=plain(error.code, 200),
        # an error has to say all this by itself in a script; beside it, it is not said twice
        money=_MONEY[error.spent] + ("" if never in message else f" {never}"),
        advice="" if advice in message else advice,
        tone="warn",
    )


def _why(error: VidwidgetsError, provider: str) -> tuple[str, str]:
    """Headline and advice by the error's class."""
    found = next(((headline, advice) for kind, headline, advice in _WHY if isinstance(error, kind)), _WHY_ELSE)
    return found[0].replace("{provider}", provider), found[1].replace("{provider}", provider)
