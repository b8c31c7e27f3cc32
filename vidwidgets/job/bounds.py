"""What a download may take of disk and time, and how its host is found."""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.wire.reach import Resolve, looked_up

MAX_CLIP_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The bounds of a download."""

    max_bytes: int = MAX_CLIP_BYTES
    """A longer clip is not kept; clips are 1 to 60 MB."""
    patience_seconds: float = 60.0
    """In this time the reply must begin, and then `least_bytes` must come, again and again."""
    least_bytes: int = 16 * 1024
    """A line that carries less than this in a minute brings no clip home."""
    resolve: Resolve = looked_up
    """Looks up the names of hosts."""
