"""What the journal keeps of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

UNSENT = ("preparing", "held")
"""Nothing has been sent, or what was sent provably did not arrive; `held` waits in the queue on this machine."""
AWAY = ("submitting", "waiting")
"""On its way to the provider, or accepted there: what counts against a connection's limit."""
OPEN = (*UNSENT, *AWAY, "fetching")
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
    token: str = ""
    """One per logical submit: with it, and only from `UNSENT`, the request may leave."""
    sends: int = 0
    """How often it has left; each time but the last provably in vain."""
    digest: str = ""
    """Equal for equal requests: endpoint, connection, values, and the pictures' content."""
    session: str = ""
    """The kernel (or script) that asked."""
    cell: str = ""
    """The notebook's cell that asked; empty outside of one."""
    run: str = ""
    """Which run of that cell, in its session."""
    form: str = ""
    """The form that asked, for taking turns; empty for code."""
    costs: bool = False
    """Whether it is sent where it may cost money."""
    estimate_usd: float | None = None
    """What it is reckoned to cost; None where nobody says it in dollars."""
    charged_usd: float | None = None
    """What it did cost, once that is known in dollars."""
    owner: str = ""
    """The kernel that drives it, while `lease_until` lies ahead."""
    lease_until: float = 0.0
    """Seconds since the epoch."""

    @property
    def ended(self) -> bool:
        """Whether nothing more happens to it by itself."""
        return self.state in ENDED
