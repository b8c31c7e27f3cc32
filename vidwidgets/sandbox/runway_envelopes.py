"""A native task as gateways hand it on: the other reply shapes of facts/runway.md §6 and of seed 003. Pure."""

from __future__ import annotations

from typing import Any, Final

Task = dict[str, Any]

_KLING: Final = {
    "PENDING": "submitted",
    "THROTTLED": "submitted",
    "RUNNING": "processing",
    "SUCCEEDED": "succeed",
    "FAILED": "failed",
}
_LUMA: Final = {
    "PENDING": "pending",
    "THROTTLED": "pending",
    "RUNNING": "dreaming",
    "SUCCEEDED": "completed",
    "FAILED": "failed",
}
_NEW_API: Final = {
    "PENDING": "QUEUED",
    "THROTTLED": "QUEUED",
    "RUNNING": "IN_PROGRESS",
    "SUCCEEDED": "SUCCESS",
    "FAILED": "FAILURE",
}
# One fork knows but these two words (facts/runway.md §6).
_ONE_API: Final = {"PENDING": "processing", "SUCCEEDED": "succeed"}
SHAPES: Final = ("kling", "luma", "new-api", "artifacts", "one-api")
TASK_NOT_EXIST: Final = {"code": "task_not_exist", "message": "task_not_exist", "data": None}


def created(shape: str, task: Task, at: float) -> object:
    """A native task as the answer to a create, in that shape."""
    if shape == "new-api":
        return {"code": "success", "message": "", "data": task["id"]}
    if shape == "one-api":
        return {"task_id": task["id"], "message": "", "task_status": "succeed"}
    return polled(shape, task, at)


def polled(shape: str, task: Task, at: float) -> object:
    """A native task as the answer to a poll; ``at`` is when it was accepted, seconds since the epoch."""
    word, failure = task["status"], task.get("failure", "")
    url = next(iter(task.get("output", ())), None)
    if shape == "kling":
        stamp = round(at * 1000)
        data = {"task_id": task["id"], "task_status": _KLING.get(word, word), "task_status_msg": failure}
        result = {"task_result": {"videos": [{"id": task["id"], "url": url}]}} if url else {}
        data |= {"created_at": stamp, "updated_at": stamp, **result}
        return {"code": 0, "message": failure or "SUCCEED", "request_id": f"req-{task['id']}", "data": data}
    if shape == "luma":
        empty = dict.fromkeys(("queue_state", "video_raw", "liked", "estimate_wait_seconds", "thumbnail", "last_frame"))
        state = {"id": task["id"], "prompt": "", "state": _LUMA.get(word, word), "created_at": task["createdAt"]}
        said = {"failure_reason": failure} if failure else {}
        return {**state, "batch_id": "", "video": {"url": url} if url else None, **empty, **said}
    if shape == "artifacts":
        made = [{"url": url, "previewUrls": []}] if url else []
        ratio = {"progressRatio": str(task.get("progress", 0))}
        said = {"error": {"message": failure}} if failure else {}
        return {"task": {"id": task["id"], "status": word, **ratio, "artifacts": made, "options": {}, **said}}
    if shape == "one-api":
        said_word = _ONE_API.get(word, "unknown")
        return {"task_id": task["id"], "task_status": said_word, "message": failure, "video_result": url}
    row = {"task_id": task["id"], "action": "IMAGE_TO_VIDEO", "status": _NEW_API.get(word, word)}
    row |= {"fail_reason": failure, "submit_time": round(at), "start_time": 0, "finish_time": 0}
    share = 100 if word == "SUCCEEDED" else round(100 * task.get("progress", 0))
    return {"code": "success", "message": "", "data": {**row, "progress": f"{share}%", "data": task}}
