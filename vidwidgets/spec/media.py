"""The field for a picture, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from vidwidgets.spec.fields import Field


class MediaFacts(Protocol):
    """What is known of a picture once it was read; anything with these attributes will do."""

    @property
    def content_type(self) -> str:
        """As its bytes say, not its name: "image/jpeg"."""

    @property
    def width(self) -> int:
        """Pixels, after its EXIF rotation is applied; 0 when not known."""

    @property
    def height(self) -> int:
        """Pixels, after its EXIF rotation is applied; 0 when not known."""

    @property
    def size_bytes(self) -> int:
        """0 when not known."""


@dataclass(frozen=True, kw_only=True)
class MediaLimits:
    """A provider's limits on a picture. None: it states none."""

    content_types: tuple[str, ...] = ()
    """Accepted types; empty where it states none."""
    max_size_bytes: int | None = None
    min_width: int | None = None
    min_height: int | None = None
    min_side: int | None = None
    """The least number of pixels of the shorter side."""
    max_side: int | None = None
    """The most pixels of the longer side."""
    min_aspect_ratio: float | None = None
    """Width over height."""
    max_aspect_ratio: float | None = None

    def broken_by(self, facts: MediaFacts) -> list[str]:
        """Each limit that a picture breaks, as the rest of a sentence about it; unknown facts break none."""
        found = []
        if self.content_types and facts.content_type and facts.content_type not in self.content_types:
            kinds = ", ".join(kind.removeprefix("image/") for kind in self.content_types)
            found.append(f"is {facts.content_type or 'of an unknown type'}; it takes {kinds}")
        if self.max_size_bytes is not None and facts.size_bytes > self.max_size_bytes:
            found.append(f"is {megabytes(facts.size_bytes)}; at most {megabytes(self.max_size_bytes)} are taken")
        return found + self._size_broken_by(facts)

    def _size_broken_by(self, facts: MediaFacts) -> list[str]:
        width, height = facts.width, facts.height
        if not width or not height:
            return []
        found, seen = [], f"is {width}×{height} pixels"
        if (self.min_width and width < self.min_width) or (self.min_height and height < self.min_height):
            found.append(f"{seen}; at least {self.min_width or 1}×{self.min_height or 1} are needed")
        if self.min_side and min(width, height) < self.min_side:
            found.append(f"{seen}; its shorter side needs at least {self.min_side}")
        if self.max_side and max(width, height) > self.max_side:
            found.append(f"{seen}; its longer side may have at most {self.max_side}")
        low, high, ratio = self.min_aspect_ratio, self.max_aspect_ratio, width / height
        if (low and ratio < low) or (high and ratio > high):
            found.append(f"has an aspect ratio of {ratio:.2f} (width over height); it must be {_span(low, high)}")
        return found


@dataclass(frozen=True, kw_only=True)
class Media(Field):
    """A picture: a path, an http(s) URL, a data URI, bytes, a PIL image or a numpy array."""

    limits: MediaLimits = MediaLimits()
    """What the provider refuses: checked before anything is sent."""
    advice: MediaLimits = MediaLimits()
    """What the provider may refuse or will alter: shown as a warning, never blocks."""
    advice_reason: str = ""
    """Why, as a sentence behind the warning."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Only whether it can be a picture at all; what is in it is judged once it was read."""
        if isinstance(value, str | bytes | bytearray) and len(value) == 0:
            return f"{self.label} is empty: give a picture."
        if isinstance(value, bool | int | float | dict | list | tuple | set):
            return (
                f"{self.label} must be a path, a URL, a data URI, bytes, a PIL image or an array, "
                f"not {type(value).__name__}."
            )
        return None

    def judge(self, facts: MediaFacts, name: str = "the picture") -> list[str]:
        """Sentences on what stops this picture; empty when nothing does."""
        return [f"{self.label}: {name} {broken}." for broken in self.limits.broken_by(facts)]

    def advise(self, facts: MediaFacts, name: str = "the picture") -> list[str]:
        """Sentences on what may go wrong with it."""
        reason = f" {self.advice_reason}" if self.advice_reason else ""
        return [f"{self.label}: {name} {broken}.{reason}" for broken in self.advice.broken_by(facts)]


def megabytes(size_bytes: int) -> str:
    """A size for people: 12.1 MB, 300 kB."""
    size_megabytes = size_bytes / 1e6
    return f"{size_megabytes:.1f} MB" if size_megabytes >= 1 else f"{max(1, round(size_bytes / 1e3))} kB"


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"from {low:g} to {high:g}"
