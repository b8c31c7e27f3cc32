"""A finished clip of the journal, from its file."""

from __future__ import annotations

from pathlib import Path

from vidwidgets.job.order import Order
from vidwidgets.job.probe import probe
from vidwidgets.job.record import JobRecord
from vidwidgets.wire.clip import Clip, Cost


def kept_clip_path(record: JobRecord) -> Path | None:
    """The finished clip's file, if it is there and whole; None otherwise."""
    path = Path(str(record.clip.get("path", "")))
    size = record.clip.get("size_bytes")
    try:
        return path if record.clip and path.is_file() and path.stat().st_size == size else None
    except OSError:
        return None


def clip_of(record: JobRecord, order: Order, path: Path) -> Clip:
    """The clip as it was.

    Raises:
        NotAVideo: The file is no longer one.
    """
    facts, kept = probe(path), record.clip
    cost = kept.get("cost")
    return Clip(
        path=path,
        url=str(kept.get("url", "")),
        width=facts.width,
        height=facts.height,
        duration_seconds=facts.duration_seconds,
        cost=Cost(**cost) if isinstance(cost, dict) else None,
        size_bytes=int(kept.get("size_bytes", 0)),
        fps=facts.fps,
        video_codec=facts.video_codec,
        audio_codec=facts.audio_codec,
        sha256=str(kept.get("sha256", "")),
        poster_jpeg=facts.poster_jpeg,
        made_in_seconds=kept.get("made_in_seconds"),
        job_id=record.id,
        endpoint=record.endpoint,
        connection=record.connection,
        request_id=record.request_id,
        values=record.values,
        shown_by=order.shown_by,
    )
