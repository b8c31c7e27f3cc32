"""Reading fal's status and result objects (fal.ai/docs/api-reference/inference-api, read 2026-11-21)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from vidwidgets.errors import JobFailed
from vidwidgets.providers.fal import errors
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Ready, Seen
from vidwidgets.wire.reply import Reply, take, text_at
from vidwidgets.wire.states import LogLine, Queued, Running

_REFUSED_KEY = {401, 403}
_NOT_YET = {404, 408, 425, 429}
_SERVER = 500
# fal itself has only IN_QUEUE, IN_PROGRESS and COMPLETED; gateways invent the rest
_FAILED = {"FAILED", "ERROR"}
_CANCELLED = {"CANCELLED", "CANCELED"}


def status(reply: Reply) -> Seen:
    """What a status reply shows."""
    if not reply.ok:
        return _hiccup(reply)
    body = reply.json
    said = text_at(body, "status").upper()
    if said == "IN_QUEUE":
        position = take(body, "queue_position")
        return Queued(position if isinstance(position, int) and position >= 0 else None)
    if said == "IN_PROGRESS":
        return Running(progress=None, logs=_logs(body))
    if said == "COMPLETED":
        return Ready()
    if said in _FAILED:
        return Ended(errors.failed(text_at(body, "error") or text_at(body, "detail"), text_at(body, "error_type")))
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
        if text_at(reply.json, "status").upper() in {"IN_QUEUE", "IN_PROGRESS"}:
            return status(reply)
        if reply.json is None:
            return Hiccup("The result could not be read; it is asked again.")
        return Ended(JobFailed("fal says it is done, but its result holds no video. It may be charged."))
    code = errors.error_type(reply)
    if code in errors.CANCELLED:
        return Ended(errors.explained(reply, label_of=label_of), cancelled=True)
    unclear = reply.status in _REFUSED_KEY | _NOT_YET or reply.status >= _SERVER
    if unclear and not errors.explains_itself(reply):
        return _hiccup(reply)
    return Ended(errors.explained(reply, label_of=label_of))


def media_url(body: object) -> str:
    """Where the clip is: `video.url` on 307 of 308 video models; a list of them, or a bare URL, on the odd one."""
    for steps in (("video", "url"), ("video",), ("videos", 0, "url"), ("output", "video", "url")):
        found = text_at(body, *steps)
        if found.startswith(("https://", "http://")):
            return found
    nested = take(body, "result")
    return media_url(nested) if isinstance(nested, dict) else ""


def _output(reply: Reply) -> Output:
    body = reply.json
    facts: dict[str, Any] = {
        key: value for key in ("seed", "actual_prompt") if isinstance(value := take(body, key), int | str)
    }
    units = reply.headers.get("x-fal-billable-units", "")
    with suppress(ValueError):
        facts["billable_units"] = float(units)
    return Output(media_url(body), facts=facts)


def _hiccup(reply: Reply) -> Seen:
    if reply.status in _REFUSED_KEY:
        return Hiccup(f"The key was refused for looking at it ({reply.status}).", key_refused=True)
    if reply.status == 404:  # noqa: PLR2004  the one status that means "not known"
        return Missing("fal does not know the request (404).")
    what = "a web page" if reply.is_html else str(reply.status)
    return Hiccup(f"fal answered with {what}; it is asked again.", reply.retry_after_seconds)


def _logs(body: object) -> tuple[LogLine, ...]:
    entries = take(body, "logs")
    return tuple(
        LogLine(text_at(entry, "message"), text_at(entry, "level"), text_at(entry, "timestamp"))
        for entry in (entries if isinstance(entries, list) else [])
        if text_at(entry, "message")
    )
