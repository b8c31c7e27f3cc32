"""The documents that were read, kept in the home folder with their date: for working offline, and for old jobs."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from vidwidgets.wire.reply import MAX_JSON_BYTES
from vidwidgets.wire.whole_file import write_whole

Origin = Literal["fal", "sandbox", "given"]
"""Who the document is from: fal's site, the sandbox, or the person (`schema=`)."""
ORIGINS: tuple[Origin, ...] = ("fal", "given", "sandbox")
_SLACK = 4096
"""What stands around the document in the file."""


@dataclass(frozen=True)
class Kept:
    """A document on the shelf."""

    document: Any
    page: str
    """Where it was read, in a few words."""
    read_at: float
    """Seconds since the epoch."""

    @property
    def date(self) -> str:
        """The day it was read, as ISO date."""
        return datetime.fromtimestamp(self.read_at, UTC).date().isoformat()


class Shelf:
    """Documents by origin and model, a file each."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "schemas"

    def keep(self, origin: Origin, endpoint_id: str, kept: Kept) -> None:
        """Put a document there, in place of an older one of that origin; what cannot be written is not kept."""
        path = self._path(origin, endpoint_id)
        told = {"endpoint": endpoint_id, "page": kept.page, "read_at": kept.read_at, "document": kept.document}
        # a mapping may hold anything, and a disk may be full: the form works without the shelf
        with contextlib.suppress(OSError, TypeError, ValueError, RecursionError):
            content = json.dumps(told).encode()
            if len(content) <= MAX_JSON_BYTES + _SLACK:
                write_whole(path, content)

    def find(self, origin: Origin, endpoint_id: str) -> Kept | None:
        """The document of that origin; None where there is none, or its file cannot be read."""
        path = self._path(origin, endpoint_id)
        try:
            if path.stat().st_size > MAX_JSON_BYTES + _SLACK:
                return None
            told = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(told, Mapping) or told.get("endpoint") != endpoint_id or "document" not in told:
            return None
        page, read_at = told.get("page"), told.get("read_at")
        if not isinstance(page, str) or isinstance(read_at, bool) or not isinstance(read_at, int | float):
            return None
        kept = Kept(told["document"], page, read_at)
        try:
            return kept if kept.date else None
        except (OverflowError, OSError, ValueError):  # no day that there is
            return None

    def newest(self, endpoint_id: str) -> Kept | None:
        """The last document that was read for a model, whoever it was from."""
        found = [kept for origin in ORIGINS if (kept := self.find(origin, endpoint_id)) is not None]
        return max(found, key=lambda kept: kept.read_at, default=None)

    def _path(self, origin: Origin, endpoint_id: str) -> Path:
        # the hash tells apart what the readable part makes equal, and keeps a hostile id out of the path
        digest = hashlib.sha256(endpoint_id.encode("utf-8", "replace")).hexdigest()[:16]
        readable = re.sub(r"[^\w.-]+", "-", endpoint_id, flags=re.ASCII).strip(".-")[-80:]
        return self._folder / origin / f"{readable}-{digest}.json"
