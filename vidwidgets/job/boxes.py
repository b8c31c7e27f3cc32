"""Whether an MP4 is whole, by the lengths that its own boxes name (ISO/IEC 14496-12, §4.2)."""

from __future__ import annotations

from pathlib import Path

_FIRST = frozenset({b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"free", b"skip", b"wide", b"sidx"})
_MOST_BOXES = 100_000
"""An hour in fragments has some thousands; more are there to keep us busy."""
_SHORT, _LONG = 8, 16


def missing_bytes(path: Path) -> int:
    """How many bytes of an MP4 are missing at its end; 0 where it is whole, or no MP4."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        for count in range(_MOST_BOXES):
            if at + _SHORT > size:
                break
            file.seek(at)
            head = file.read(_LONG)
            length, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if (not count and kind not in _FIRST) or not length:  # no MP4; or a box that lasts to the end
                return 0
            if length == 1:
                length = int.from_bytes(head[8:], "big")
            if length < _SHORT:
                return 0
            at += length
    return max(0, at - size)
