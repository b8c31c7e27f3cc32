"""A finished clip: the file, what it is, what it cost, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidwidgets.wire.last_frame import last_frame_of

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Cost:
    """What a job cost, as far as it is known."""

    amount: float
    """In `currency`; 0 where nothing was charged (sandbox)."""
    currency: str
    """A currency ("USD") or the provider's own unit ("credits")."""
    how: str
    """Where the figure comes from, in words: billed units, the provider's figure, or our estimate."""
    billed: bool = False
    """Whether it is the provider's own figure for this very job."""

    def __str__(self) -> str:
        """The amount as a person writes it: `$3.20`, `25 credits`."""
        if self.currency == "USD":
            return f"${self.amount:,.2f}"
        return f"{self.amount:g} {self.currency}"


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip on disk. Shows a player in a notebook."""

    path: Path
    """The file, absolute."""
    url: str
    """Where the provider served it, without its query; such URLs die within hours or days."""
    width: int
    """Pixels; 0 where the file could not be probed."""
    height: int
    """Pixels; 0 where the file could not be probed."""
    duration_seconds: float
    """Measured from the file; 0 where it could not be probed."""
    cost: Cost | None
    """What it cost; None where neither the provider nor its price list says."""
    size_bytes: int = 0
    fps: float = 0.0
    video_codec: str = ""
    audio_codec: str = ""
    """Empty where the file has no sound."""
    sha256: str = ""
    poster_jpeg: bytes = field(default=b"", repr=False)
    """A small first frame (JPEG, some 320 px wide); b"" where the file could not be decoded."""
    made_in_seconds: float | None = None
    """From submit to file, by this kernel's clock; None when it was not watched."""
    job_id: str = ""
    endpoint: str = ""
    connection: str = ""
    """The connection's name; "sandbox" marks a clip that no model made."""
    request_id: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What was asked for, by wire name; media as short descriptions, never their bytes."""
    remarks: tuple[str, ...] = ()
    """Where what came is not what was asked ("8 s asked, 5.04 s came"), in sentences."""
    shown_by: Callable[[Clip], dict[str, Any]] | None = field(default=None, repr=False, compare=False)
    """How a notebook shows it (a MIME bundle); None shows the plain repr."""

    @property
    def last_frame(self) -> Image.Image:
        """Its last frame as a PIL image (RGB), read from the file when it is asked for; a copy of one's own.

        `image=clip` means the same: the next clip continues from here.

        Raises:
            InvalidRequest: The file is not there any more, or cannot be decoded.
        """
        return last_frame_of(self.path)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any] | None:
        """The player, where a view was given."""
        return self.shown_by(self) if self.shown_by else None
