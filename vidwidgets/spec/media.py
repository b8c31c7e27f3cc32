"""The field for a picture, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from vidwidgets.spec.conditions import Condition
from vidwidgets.spec.fields import Field, sendable
from vidwidgets.spec.values import Values


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
            found.append(f"is {_beyond(facts.size_bytes, self.max_size_bytes)} are taken")
        return found + self._size_broken_by(facts)

    def mendable(self, facts: MediaFacts) -> bool:
        """Whether it breaks a limit that encoding it anew would mend: its type, its bytes, its longer side."""
        only = MediaLimits(content_types=self.content_types, max_size_bytes=self.max_size_bytes, max_side=self.max_side)
        return bool(only.broken_by(facts))

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
    """A picture: a path, an http(s) URL, a data URI, bytes, a PIL image, an array, a figure or a clip's last frame."""

    limits: MediaLimits = MediaLimits()
    """What the provider refuses: checked before anything is sent."""
    advice: MediaLimits = MediaLimits()
    """What the provider may refuse or will alter: shown as a warning, never blocks."""
    advice_reason: str = ""
    """Why, as a sentence behind the warning."""
    advice_by: tuple[tuple[Condition, MediaLimits, str], ...] = ()
    """Further advice that depends on the other values (the model), each with its reason."""
    takes_ids: bool = False
    """Whether a whole number stands for a picture that was uploaded before."""
    shaped_by: str = ""
    """The field that decides the clip's shape ("aspect_ratio"); empty where none does."""
    other_shape: str = ""
    """What the provider does with a picture of another shape than the clip's, as a sentence; empty: it does not say."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Only whether it can be a picture at all; what is in it is judged once it was read."""
        return self.check_one(value)

    def check_one(self, value: object) -> str | None:
        """The same of a single picture, also where the field takes several."""
        if self.takes_ids and isinstance(value, int) and not isinstance(value, bool):
            return None if value > 0 else f"{self.label}: {value} is no id of an uploaded picture."
        if isinstance(value, str | bytes | bytearray) and not value.strip():
            return f"{self.label} is empty: give a picture."
        if isinstance(value, str) and ("://" in value or value.startswith("data:")) and not sendable(value):
            return f"{self.label} holds half a character, so it is no usable address."
        if isinstance(value, bool | int | float | dict | list | tuple | set):
            return (
                f"{self.label} must be a path, a URL, a data URI, bytes, a PIL image or an array, "
                f"not {type(value).__name__}."
            )
        return None

    def judge(self, facts: MediaFacts, name: str = "the picture") -> list[str]:
        """Sentences on what stops this picture; empty when nothing does."""
        return [f"{self.label}: {name} {broken}." for broken in self.limits.broken_by(facts)]

    def advise(self, facts: MediaFacts, name: str = "the picture", values: Values | None = None) -> list[str]:
        """Sentences on what may go wrong with it; without the other values only what holds beside any of them."""
        given = [(self.advice, self.advice_reason)]
        given += [(limits, why) for when, limits, why in self.advice_by if values is not None and when.holds(values)]
        return [
            f"{self.label}: {name} {broken}.{f' {why}' if why else ''}"
            for limits, why in given
            for broken in limits.broken_by(facts)
        ]


def megabytes(size_bytes: int) -> str:
    """A size for people: 12.1 MB, 300 kB."""
    size_megabytes = size_bytes / 1e6
    return f"{size_megabytes:.1f} MB" if size_megabytes >= 1 else f"{max(1, round(size_bytes / 1e3))} kB"


def _beyond(size_bytes: int, most_bytes: int) -> str:
    size, most = megabytes(size_bytes), megabytes(most_bytes)
    if size == most:  # a few bytes too many: only they tell the two apart
        size, most = f"{size_bytes:,} bytes", f"{most_bytes:,}"
    return f"{size}; at most {most}"


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {high:g}"
    return f"at least {low:g}" if high is None else f"from {low:g} to {high:g}"
