"""PixVerse's result object, made from a job's view (facts/pixverse.md §1, Result object and statuses). Pure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from vidwidgets.sandbox.engine import View

MADE: Final = 1
WAITING: Final = 5
MODERATED: Final = 7
FAILED: Final = 8


def result_answer(view: View, body: dict[str, Any], base: str, now: float) -> dict[str, Any]:
    """The result: waiting and being made are one status, and an end is only a number.

    Args:
        view: the job.
        body: what it was submitted with.
        base: scheme and host of the clip's address.
        now: seconds since the epoch.
    """
    job = view.job
    ended = job.outcome if view.state in ("completed", "failed") else None
    details: dict[str, Any] = ended.body if ended is not None and isinstance(ended.body, dict) else {}
    made = ended is not None and ended.ok
    return {
        "id": int(job.id),
        "status": MADE if made else WAITING if ended is None else details.get("status", FAILED),
        "url": f"{base}/files/{job.id}/output.mp4" if made else "",
        "create_time": stamp(job.accepted_at),
        "modify_time": stamp(now),
        "prompt": body.get("prompt", ""),
        "negative_prompt": body.get("negative_prompt", ""),
        "seed": seed_of(job.id, body),
        "style": body.get("style", ""),
        "size": ended.size_bytes if ended is not None else 0,
        "outputWidth": details.get("outputWidth", 0),
        "outputHeight": details.get("outputHeight", 0),
        "resolution_ratio": 0,
        "has_audio": details.get("has_audio", False),
    }


def seed_of(job_id: str, body: dict[str, Any]) -> int:
    """The body's seed, or the one that was drawn for it."""
    seed = body.get("seed")
    return seed if isinstance(seed, int) else int(job_id) % 2_147_483_648


def stamp(seconds: float) -> str:
    """A time as PixVerse writes it: 2026-11-21T09:00:00Z."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
