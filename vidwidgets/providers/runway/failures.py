"""Failed tasks as sentences, by the segments of Runway's failure code.

docs.dev.runwayml.com errors/task-failures and usage/moderation, read 2026-11-21: the set of codes is open, and the
two pages disagree on SAFETY.OUTPUT, so what a reply's own `cost` says is believed before either.
"""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.errors import JobFailed, Moderated, Spent
from vidwidgets.providers.runway.task import Task
from vidwidgets.providers.runway.words import credits_words, shown, who
from vidwidgets.wire.connections import Connection

REFUNDED, KEPT, UNCLEAR = (
    "Runway refunds this.",
    "Runway does not refund this.",
    "Whether Runway refunds this is not documented.",
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a failure is, what to do, and what it costs where the reply does not say."""

    what: str
    advice: str
    spent: Spent
    refund: str
    moderated: bool = False
    fields: tuple[str, ...] = ()


_INPUT_SAFETY = _Kind(
    "the moderation stopped the input",
    "Change the prompt or the picture before sending it again; repeated cases suspend an account.",
    "yes",
    KEPT,
    moderated=True,
)
_OUTPUT_SAFETY = _Kind(
    "the moderation held the clip back",
    "Try another prompt or picture.",
    "maybe",
    "Runway's pages disagree on whether this is refunded.",
    moderated=True,
)
_OTHER_SAFETY = _Kind(
    "the content check of the model's own provider stopped it",
    "Change the prompt or the picture before sending it again.",
    "maybe",
    UNCLEAR,
    moderated=True,
)
_ASSET = _Kind("a picture could not be used", "Give another file.", "no", REFUNDED, fields=("promptImage",))
_INPUT = _Kind("the model did not take the input", "Change the request before sending it again.", "maybe", UNCLEAR)
_BAD_OUTPUT = _Kind(
    "the model made nothing usable",
    "Send it again, best with another picture or prompt: writing or logos in the picture are the usual cause.",
    "no",
    REFUNDED,
)
_UNAVAILABLE = _Kind("the model's own provider is not available", "Wait, or take another model.", "no", REFUNDED)
_TRANSIENT = _Kind("Runway failed inside", "Send it again in a while.", "no", REFUNDED)
_UNKNOWN = _Kind(
    "it failed for a reason that is not known here", "Read what it says before sending it again.", "maybe", UNCLEAR
)


def failed(task: Task, connection: Connection) -> JobFailed:
    """The error of a failed task: what happened, in Runway's words and ours, what to do, and whether it was charged."""
    kind = _kind(task.code)
    said = shown(task.failure)
    quoted = f" “{said}”." if said else ""
    spent = _spent(task, kind, connection)
    message = f"{who(connection)}: {kind.what}.{quoted} {kind.advice} {charged(task, connection, kind.refund)}"
    error = Moderated if kind.moderated else JobFailed
    return error(message, spent=spent, fields=kind.fields, code=task.code or task.word)


def charged(task: Task, connection: Connection, refund: str = "It may be charged.") -> str:
    """Whether it was charged: the reply's own figure, else the documented rule; a gateway has its own."""
    if connection.is_sandbox:
        return "Nothing is charged in the sandbox."
    if task.credits is not None:
        if not task.credits:
            return "It cost no credits."
        return f"It cost {credits_words(task.credits)} at Runway."
    return refund if connection.official else f"What {connection.name} charges for it is its own matter."


def _spent(task: Task, kind: _Kind, connection: Connection) -> Spent:
    if connection.is_sandbox:
        return "no"
    if task.credits is not None and connection.official:
        return "yes" if task.credits else "no"
    return kind.spent if connection.official else "maybe"


def _kind(code: str) -> _Kind:
    segments = code.upper().split(".") if code else []
    if "SAFETY" in segments:
        if segments[:2] == ["SAFETY", "INPUT"]:
            return _INPUT_SAFETY
        return _OUTPUT_SAFETY if segments[:2] == ["SAFETY", "OUTPUT"] else _OTHER_SAFETY
    if segments[:2] == ["ASSET", "INVALID"]:
        return _ASSET
    if segments[-1:] == ["INPUT_VALIDATION"]:
        return _INPUT
    if segments[:2] == ["INTERNAL", "BAD_OUTPUT"]:
        return _BAD_OUTPUT
    if segments[:2] == ["THIRD_PARTY", "UNAVAILABLE"]:
        return _UNAVAILABLE
    if not segments or segments[0] == "INTERNAL" or segments[-1] == "INTERNAL":
        return _TRANSIENT
    return _UNKNOWN
