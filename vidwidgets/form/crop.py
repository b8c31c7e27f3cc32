"""Where a crop frame lies on a picture. Pure geometry.

A frame is as large as its ratio allows, so that it touches two opposite edges of the picture and has room along one
axis only: where it stands there is one number, from 0 (left or top) to 1 (right or bottom).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_RATIO = re.compile(r"(\d{1,5})\s*[:x×]\s*(\d{1,5})", re.ASCII)
SAME_SHARE = 0.99
"""A frame that keeps this much of the picture or more is the picture: a crop would only nibble at it."""

Ratio = tuple[int, int]
"""Width and height, in whatever unit."""


@dataclass(frozen=True)
class Frame:
    """A frame, as a share of the picture."""

    axis: Literal["x", "y"]
    """The axis along which it has room; "x" where it has none."""
    share: float
    """How much of that axis it keeps, above 0 and at most 1."""

    @property
    def is_whole(self) -> bool:
        """Whether it keeps (about) the whole picture."""
        return self.share >= SAME_SHARE


def ratio_of(value: object) -> Ratio | None:
    """The ratio that a field's value says ("16:9", "1280:720"); None where it says none ("auto", a number)."""
    found = _RATIO.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    width, height = int(found.group(1)), int(found.group(2))
    return (width, height) if width and height else None


def frame_of(width: int, height: int, ratio: Ratio) -> Frame:
    """The largest frame of that ratio on a picture of that many pixels."""
    left, top, kept_width, kept_height = box_of(width, height, ratio, 0)
    del left, top
    if kept_width < width:
        return Frame("x", kept_width / width)
    return Frame("y", kept_height / height) if kept_height < height else Frame("x", 1.0)


def box_of(width: int, height: int, ratio: Ratio, at: float) -> tuple[int, int, int, int]:
    """The frame in whole pixels: left, top, width, height.

    Args:
        width: Of the picture, at least 1.
        height: Of the picture, at least 1.
        ratio: Of the frame.
        at: Where it stands, from 0 to 1; what is beyond is taken as the nearer end.
    """
    across, down = ratio
    at = min(1.0, max(0.0, at))
    if width * down > height * across:
        kept = min(width, max(1, round(height * across / down)))
        return round((width - kept) * at), 0, kept, height
    kept = min(height, max(1, round(width * down / across)))
    return 0, round((height - kept) * at), width, kept
