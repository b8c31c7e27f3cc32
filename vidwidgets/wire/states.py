"""The states of a job. Each carries only what that state has; a closed union, matched with `assert_never`.

The order of a life: Preparing → Submitting → Queued → Running → Fetching → Done, and out of it Failed,
Cancelled or Unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.clip import Clip


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the provider's log."""

    message: str
    level: str = ""
    """As the provider spells it ("INFO", "STDERR"); "" where it gives none."""
    at: str = ""
    """The provider's own time stamp, kept as text; "" where it gives none."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """Nothing has been sent to the model yet: media are read, checked and uploaded."""

    note: str = ""
    """What is being done ("uploading cat.png, 12.1 MB"); "" when there is nothing to say."""
    ahead: int | None = None
    """How many of our own requests are before it in the queue on this machine; None: it does not wait there."""


@dataclass(frozen=True, slots=True)
class Submitting:
    """The request is on its way; whether it is accepted is not known yet."""


@dataclass(frozen=True, slots=True)
class Queued:
    """The provider has it in its queue."""

    position: int | None = None
    """How many requests are ahead, 0 for the next one; None where the provider does not say."""
    note: str = ""
    """A queue state of the provider's own, in words ("throttled by your plan"); "" for the plain queue."""


@dataclass(frozen=True, slots=True)
class Running:
    """The provider is making the clip."""

    progress: float | None = None
    """Between 0 and 1, only where the provider says so; never an estimate of ours."""
    logs: tuple[LogLine, ...] = ()
    """All lines seen so far, without repeats, oldest first."""


@dataclass(frozen=True, slots=True)
class Fetching:
    """The provider is done; its clip is being downloaded."""

    received_bytes: int = 0
    total_bytes: int | None = None
    """None where the provider's media host does not say."""
    note: str = ""
    """What goes slowly or is tried again; "" when all is well."""


@dataclass(frozen=True, slots=True)
class Done:
    """The clip is on disk."""

    clip: Clip


@dataclass(frozen=True, slots=True)
class Failed:
    """It ended without a clip; the error says why and whether money may have been spent."""

    error: VidwidgetsError


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The provider confirmed the cancellation, or it was cancelled before anything was sent."""

    note: str = ""
    """What this means for the bill, in words."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left and no verdict came back. It may have been accepted; it is not sent again by itself."""

    error: VidwidgetsError
    note: str = ""
    """What a person can do: where to look it up, how to give its id."""


State: TypeAlias = Preparing | Submitting | Queued | Running | Fetching | Done | Failed | Cancelled | Unknown

ENDED = (Done, Failed, Cancelled, Unknown)
"""The states that a job does not leave by itself."""
