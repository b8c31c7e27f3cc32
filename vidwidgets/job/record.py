"""What the journal keeps of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OPEN = ("preparing", "submitting", "waiting", "fetching")
"""The words for a job that has not ended; `fetching` includes a clip that could not be kept yet."""
ENDED = ("done", "failed", "cancelled", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """One job as it is on disk. No key, no picture's bytes, no signed URL is ever in it."""

    id: str
    created_at: float
    """Seconds since the epoch, of this machine's clock."""
    endpoint: str
    connection: str
    base_url: str
    """Where it was sent: an id means nothing elsewhere."""
    state: str
    """One of `OPEN` and `ENDED`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The hash of each picture, by its name."""
    prompt: str = ""
    price: str = ""
    notebook: str = ""
    folder: str = ""
    request_id: str = ""
    """The provider's id; empty until it accepted the job."""
    paths: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    """What was last said of it: an error, what a cancellation means."""
    clip: Mapping[str, Any] = field(default_factory=dict)
    """The finished clip: path, size, cost; empty until it is done."""
    updated_at: float = 0.0

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in ENDED
