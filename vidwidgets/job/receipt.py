"""The small JSON file beside each clip: what was asked, where, what it cost, and the file's hash."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from vidwidgets.wire.clip import Clip
from vidwidgets.wire.redact import redacted

_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff]")
"""Signs that JSON lets stand and that a terminal or an editor obeys."""


def receipt_path(clip_path: Path) -> Path:
    """Where a clip's receipt is: the same name, ending in .json."""
    return clip_path.with_suffix(".json")


def write_receipt(clip: Clip, *, made_at: float) -> None:
    """Write it through a temporary file; a receipt that cannot be written does not cost the clip."""
    path = receipt_path(clip.path)
    part = path.with_name(f".{path.name}.part")
    content = {
        "endpoint": clip.endpoint,
        "connection": clip.connection,
        "request_id": clip.request_id,
        "job": clip.job_id,
        "made_at": datetime.fromtimestamp(made_at, UTC).isoformat(timespec="seconds"),
        "request": dict(clip.values),
        "cost": None
        if clip.cost is None
        else {"amount": clip.cost.amount, "currency": clip.cost.currency, "how": clip.cost.how},
        "file": clip.path.name,
        "sha256": clip.sha256,
        "size_bytes": clip.size_bytes,
        "width": clip.width,
        "height": clip.height,
        "duration_seconds": clip.duration_seconds,
        "url": clip.url,
    }
    with contextlib.suppress(OSError):
        text = redacted(json.dumps(content, ensure_ascii=False, indent=2, default=str))
        text = _STEERING.sub(lambda found: f"\\u{ord(found.group()):04x}", text)  # the same to whoever reads JSON
        part.write_text(f"{text}\n", encoding="utf-8")
        part.replace(path)
