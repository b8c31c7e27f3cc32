"""The field for the address of a file that is no picture: a clip, a sound, an archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vidwidgets.spec.fields import Text

SCHEMES = ("http://", "https://", "data:")


@dataclass(frozen=True, kw_only=True)
class Address(Text):
    """A URL that the provider fetches by itself; a file of this machine has none."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Text that begins as a URL does."""
        wrong = super().check(value)
        if wrong or not value.strip():
            return wrong
        if not value.strip().lower().startswith(SCHEMES):
            return f"{self.label} must be an address that the provider can open: begin it with https://."
        return None
