"""The field for several pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vidwidgets.spec.media import Media


@dataclass(frozen=True, kw_only=True)
class MediaList(Media):
    """Several pictures in an order, each as `Media` takes one; on the wire a list, also of one picture.

    `limits` and `advice` are those of each picture.
    """

    most: int | None = None
    """How many it takes; None where the provider states no number."""
    least: int = 0
    """How many it needs once any is given."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """A list, of a length that is taken, of what can each be a picture."""
        if not isinstance(value, list | tuple):
            return f"{self.label} must be a list of pictures, not {type(value).__name__}."
        if self.most is not None and len(value) > self.most:
            return f"{self.label}: give at most {self.most}; there are {len(value)}."
        if len(value) < self.least:
            return f"{self.label}: give at least {self.least}; there are {len(value)}."
        return next((wrong for one in value if (wrong := self.check_one(one))), None)
