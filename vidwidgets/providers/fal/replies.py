"""Reading fal's status and result objects (fal.ai/docs/api-reference/inference-api, read 2026-11-21)."""

from __future__ import annotations

import math
from typing import Any

from vidwidgets.errors import JobFailed
from vidwidgets.providers.fal import errors
from vidwidgets.wire.protocol import CancelAnswer, Ended, Hiccup, Missing, Output, Ready, Seen
from vidwidgets.wire.reply import Reply, take, text_at
from vidwidgets.wire.states import LogLine, Queued, Running

_REFUSED_KEY = {401, 403}
_NOT_HERE = {404, 405}
_ACCEPTED = 202
# fal itself has only IN_QUEUE, IN_PROGRESS and COMPLETED; gateways invent the rest
_FAILED = {"FAILED", "ERROR"}
_CANCELLED = {"CANCELLED", "CANCELED"}
_WRAPPINGS = ("result", "response", "output", "data")
"""Where gateways, and fal's own older answers, put the model's output."""
_DEEPEST = 3
_LONGEST_QUEUE = 1_000_000
_LONGEST_LINE, _SHORT, _MOST_LINES = 2_000, 40, 500
"""Of a log: characters of a line and of its small words, and the lines at its end that are read."""


def status(reply: Reply) -> Seen:
    """What a status reply shows."""
    if not reply.ok:
        return _hiccup(reply)
    body = reply.json
    said = text_at(body, "status").upper()
    if said == "IN_QUEUE":
        position = take(body, "queue_position")
        return Queued(position if type(position) is int and 0 <= position < _LONGEST_QUEUE else None)
    if said == "IN_PROGRESS":
        return Running(progress=None, logs=_logs(body))
    if said == "COMPLETED":
        return Ready()
    if said in _FAILED:
        return Ended(errors.failed(errors.said(body), text_at(body, "error_type")))
    if said in _CANCELLED:
        return Ended(JobFailed("fal says that it was cancelled.", code=said), cancelled=True)
    if media_url(body):
        return _output(reply)
    if reply.is_html:
        return Hiccup("A web page came where fal's status belongs; it is asked again.")
    return Hiccup(f"fal answered with a status that is not known here ({said[:40] or 'none'}); it is asked again.")


def result(reply: Reply, *, label_of: errors.LabelOf) -> Seen:
    """What a result reply shows: the clip, a failure, or that it is not there yet."""
    if errors.in_progress(reply):
        return Hiccup("The result is not there yet; it is asked again.", retry_after_seconds=1.0)
    if reply.ok:
        if media_url(reply.json):
            return _output(reply)
        return _without_video(reply)
    if not errors.is_verdict(reply):
        return _hiccup(reply)
    cancelled = errors.error_type(reply) in errors.CANCELLED
    return Ended(errors.explained(reply, label_of=label_of), cancelled=cancelled)


def cancelled(reply: Reply, name: str) -> CancelAnswer:
    """What a reply to a cancellation means. Only the provider's own word that it is out of the queue is certain."""
    said = text_at(reply.json, "status").upper()
    if said == "ALREADY_COMPLETED":
        return CancelAnswer(False, "It had already ended: there is nothing left to cancel, and it may be charged.")
    if said == "NOT_FOUND" or reply.status in _NOT_HERE:
        return CancelAnswer(False, f"{name} offers no cancellation for it: it goes on and may be charged.")
    if reply.ok and reply.status != _ACCEPTED and said in {"OK", *_CANCELLED}:
        return CancelAnswer(True, "It was taken out of the queue before it ran: it is not charged.")
    asked = said == "CANCELLATION_REQUESTED" or reply.status == _ACCEPTED or take(reply.json, "success") is True
    if reply.ok and asked:
        return CancelAnswer(
            False, "Cancellation is asked for. If it already runs, the model may finish it and it is charged."
        )
    what = "a web page" if reply.is_html else f"{reply.status} and no clear word"
    return CancelAnswer(False, f"The cancellation was answered with {what}: it may go on and be charged.")


def media_url(body: object, *, depth: int = 0) -> str:
    """Where the clip is: `video.url` on 307 of 308 video models; a list of them, or a bare URL, on the odd one."""
    for steps in (("video", "url"), ("video",), ("videos", 0, "url")):
        found = text_at(body, *steps)
        if found.startswith(("https://", "http://")):
            return found
    if depth == _DEEPEST:
        return ""
    nested = (take(body, name) for name in _WRAPPINGS)
    return next((url for inner in nested if (url := media_url(inner, depth=depth + 1))), "")


def _output(reply: Reply) -> Output:
    body = reply.json
    facts: dict[str, Any] = {
        key: value for key in ("seed", "actual_prompt") if isinstance(value := take(body, key), int | str)
    }
    units = _units(reply.headers.get("x-fal-billable-units", ""))
    if units is not None:
        facts["billable_units"] = units
    return Output(media_url(body), facts=facts)


def _without_video(reply: Reply) -> Seen:
    """A result that came and holds no clip; what only looks like one that is not there yet is asked again."""
    if reply.json is None:
        return Hiccup("The result could not be read; it is asked again.")
    if text_at(reply.json, "status"):
        seen = status(reply)
        if not isinstance(seen, Ready):
            return seen
    return Ended(
        JobFailed("fal says that it is done, but its result holds no video. It may be charged.", code="no_video")
    )


def _units(text: str) -> float | None:
    try:
        units = float(text)
    except ValueError:
        return None
    return units if math.isfinite(units) and units >= 0 else None


def _hiccup(reply: Reply) -> Seen:
    if reply.status in _REFUSED_KEY:
        return Hiccup(f"The key was refused for looking at it ({reply.status}).", key_refused=True)
    if reply.status in _NOT_HERE:
        return Missing(f"fal does not know the request ({reply.status}).")
    what = "a web page" if reply.is_html else str(reply.status)
    return Hiccup(f"fal answered with {what}; it is asked again.", reply.retry_after_seconds)


def _logs(body: object) -> tuple[LogLine, ...]:
    entries = take(body, "logs")
    return tuple(
        LogLine(
            text_at(entry, "message")[:_LONGEST_LINE],
            text_at(entry, "level")[:_SHORT],
            text_at(entry, "timestamp")[:_SHORT],
        )
        for entry in (entries[-_MOST_LINES:] if isinstance(entries, list) else [])
        if text_at(entry, "message")
    )
