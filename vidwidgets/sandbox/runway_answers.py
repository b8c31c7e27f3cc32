"""Runway's task bodies in its own shape (facts/runway.md §1.7, §2.8). Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from vidwidgets.sandbox.runway_clip import seconds_of
from vidwidgets.sandbox.runway_credits import credits_for
from vidwidgets.sandbox.store import Outcome

if TYPE_CHECKING:
    from vidwidgets.sandbox.engine import View

DOC_URL: Final = "https://docs.dev.runwayml.com/api"
_TEXTS: Final = {
    "SAFETY": "The content was flagged by our moderation system.",
    "ASSET": "The asset could not be used.",
    "INTERNAL": "An unexpected error occurred.",
    "THIRD_PARTY": "The model provider could not complete the request.",
    "INPUT_PREPROCESSING": "The input could not be processed.",
}
_DEFAULT_CODES: Final = {
    "moderate": "SAFETY.INPUT.TEXT",
    "fail": "INTERNAL.BAD_OUTPUT.CODE01",
    "fail-at-result": "THIRD_PARTY.UNAVAILABLE",
}


def error(text: str, issues: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """An error body; ``issues`` and the documents' address are there when a body was refused."""
    return {"error": text, **({"issues": issues, "docUrl": DOC_URL} if issues is not None else {})}


def scripted(fate: dict[str, Any]) -> Outcome:
    """The end that a scenario gives a task: ``code`` chooses the failure code, null leaves it out."""
    code = fate.get("code", _DEFAULT_CODES[fate["name"]])
    text = fate.get("failure") or _TEXTS.get(str(code).split(".", maxsplit=1)[0], "An unexpected error occurred.")
    charged = fate.get("charged", str(code).startswith("SAFETY.INPUT"))
    return Outcome(ok=False, charged=bool(charged), error=text, error_type=code)


def create_answer(view: View, body: dict[str, Any]) -> dict[str, Any]:
    """What a create answers."""
    return {"id": view.job.id, "estimatedCost": {"credits": credits_for(body, seconds_of(body))}}


def task_answer(view: View, body: dict[str, Any], base: str) -> dict[str, Any]:
    """The task as it stands; ``base`` is where its clip is served."""
    job = view.job
    at = dt.datetime.fromtimestamp(job.accepted_at, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    reckoned = credits_for(body, seconds_of(body))
    task: dict[str, Any] = {"id": job.id, "createdAt": at}
    if view.state == "queued":
        throttled = job.script.get("queue", {}).get("name") == "throttle"
        return {**task, "status": "THROTTLED" if throttled else "PENDING", "estimatedCost": {"credits": reckoned}}
    if view.state == "running" or job.outcome is None:
        progress = {"progress": round(view.moment.fraction, 3), "estimatedCost": {"credits": reckoned}}
        return {**task, "status": "RUNNING", **progress}
    outcome = job.outcome
    cost = {"cost": {"credits": reckoned if outcome.charged else 0}}
    if outcome.ok:
        return {**task, "status": "SUCCEEDED", "output": [f"{base}/files/{job.id}/output.mp4?_jwt=sandbox"], **cost}
    code = {} if outcome.error_type is None else {"failureCode": outcome.error_type}
    return {**task, "status": "FAILED", "failure": outcome.error or "An unexpected error occurred.", **code, **cost}
