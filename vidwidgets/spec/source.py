"""Where a provider's fact was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A page and the day it was read."""

    page: str
    """The page's address without a scheme, or the document's name."""
    date: str
    """ISO day (2026-11-21)."""

    def __str__(self) -> str:
        """Page and day in one line."""
        return f"{self.page}, read {self.date}"
