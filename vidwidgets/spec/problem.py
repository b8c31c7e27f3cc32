"""A broken rule, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops a request, or (from `Endpoint.warnings`) one that may."""

    fields: tuple[str, ...]
    """The wire names of the fields it is about; a form shows it beside the first."""
    message: str
    """A whole sentence: what is wrong and what to do."""

    def __str__(self) -> str:
        """The sentence."""
        return self.message
