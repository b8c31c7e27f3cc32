"""fal's status, submit and result bodies, made from a job's view. Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from vidwidgets.sandbox import fal_errors
from vidwidgets.sandbox.fal_paths import app_of

if TYPE_CHECKING:
    from vidwidgets.sandbox.engine import View
    from vidwidgets.sandbox.store import Outcome, StoredJob


def urls(job: StoredJob, base: str) -> dict[str, str]:
    """response_url, status_url and cancel_url, as the scenarios of group ``links`` want them."""
    links = job.script.get("links", {})
    if links.get("name") == "foreign-urls":
        host = str(links.get("host", "queue.fal.run"))
        base = host if "://" in host else f"https://{host}"
    root = f"{base}/{app_of(job.endpoint)}/requests/{job.id}"
    found = {"response_url": root, "status_url": f"{root}/status", "cancel_url": f"{root}/cancel"}
    if links.get("name") == "no-cancel-url":
        del found["cancel_url"]
    return found


def outcome_of(view: View) -> Outcome | None:
    """How the job ended in fal's words; None while it has not."""
    if view.state == "removed":
        return fal_errors.cancelled()
    return view.job.outcome if view.state in ("completed", "failed") else None


def log_lines(view: View) -> list[dict[str, Any]]:
    """The job's log in fal's shape."""
    return [
        {
            "message": line,
            "level": "INFO",
            "source": "USER",
            "timestamp": dt.datetime.fromtimestamp(at, dt.UTC).isoformat(timespec="microseconds"),
            "labels": {},
        }
        for at, line in view.log
    ]


def submit_answer(view: View, base: str) -> dict[str, Any]:
    """The answer to a submit, with the keys of seeds 000 to 002."""
    head = {"status": "IN_QUEUE", "request_id": view.job.id, **urls(view.job, base)}
    return {**head, "logs": None, "metrics": {}, "queue_position": view.moment.queue_position or 0}


def status_answer(view: View, base: str, logs: list[dict[str, Any]] | None) -> dict[str, Any]:
    """The status object. A job that failed is COMPLETED too; ``error`` is there only for infrastructure errors.

    Args:
        view: the job.
        base: where the URLs shall point.
        logs: what to give as logs; None when they were not asked for.
    """
    outcome = outcome_of(view)
    word = "COMPLETED" if outcome else "IN_QUEUE" if view.state == "queued" else "IN_PROGRESS"
    answer: dict[str, Any] = {"status": word, "request_id": view.job.id, **urls(view.job, base)}
    if word == "IN_QUEUE":
        answer["queue_position"] = view.moment.queue_position
        return answer
    answer |= {"logs": logs, "metrics": {}}
    if outcome is not None:
        ran = view.state != "removed"
        answer["metrics"] = {"inference_time": view.job.timeline.running_seconds if ran else None}
        if outcome.error is not None:
            answer |= {"error": outcome.error, "error_type": outcome.error_type}
    return answer


def result_answer(view: View, outcome: Outcome, base: str) -> tuple[int, Any, dict[str, str]]:
    """Status code, body and headers of the result.

    ``x-fal-billable-units`` counts seconds of video, the unit of the prices of all three models (facts/fal.md §3);
    a failed job has none.
    """
    headers = {"x-fal-request-id": view.job.id, **(outcome.headers or {})}
    if not outcome.ok:
        return outcome.status, outcome.body, headers
    headers["x-fal-billable-units"] = f"{outcome.seconds:g}"
    file = {"url": f"{base}/files/{view.job.id}/output.mp4", "content_type": "video/mp4"}
    return 200, {"video": {**file, "file_name": "output.mp4", "file_size": outcome.size_bytes}}, headers
