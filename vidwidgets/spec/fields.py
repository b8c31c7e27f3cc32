"""The kinds of field: `Text`, `Choice`, `Number`, `Flag`, `Seed`, and `Media` in its own file.

The kind of a field decides its control and its check. Names are the provider's wire names; a value that is left
out, or None, is not sent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vidwidgets.spec.conditions import Condition
from vidwidgets.spec.source import Source
from vidwidgets.spec.suggest import nearest_option
from vidwidgets.spec.values import same

MOST_NAMED = 12
"""How many options a sentence names."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """What every field has."""

    name: str
    """The provider's wire name."""
    label: str
    """The human word for it."""
    help: str
    """One line: what it does."""
    source: Source
    """Where its name, bounds and default were read."""
    required: bool = False
    default: Any = None
    """What the provider uses when it is left out; None where it uses nothing or does not say."""
    initial: Any = None
    """What a form begins with where the provider has no default; None for nothing. Code must give it."""
    unit: str = ""
    """The unit of its number ("s"); empty where it has none."""
    more: bool = False
    """Whether a form keeps it folded away under "More"."""
    visible: Condition | None = None
    """When a form shows it; None for always. A rule, not this, says whether it may be sent."""
    role: str = ""
    """What it is on every endpoint: "prompt" (the text of `prompt=`), "first" (the picture of `image=`), "last"."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """What is wrong with a given value, as a sentence; None when nothing is."""
        raise NotImplementedError

    def choices(self) -> tuple[Any, ...]:
        """Its closed list of values; empty where it has none."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """Free text."""

    min_length: int = 0
    max_length: int | None = None
    """None where the provider states no limit."""
    counted_in: Literal["characters", "utf16"] = "characters"
    """How the provider counts: code points, or UTF-16 units (an emoji is two)."""
    multiline: bool = False
    placeholder: str = ""

    def length(self, text: str) -> int:
        """The text's length as the provider counts it."""
        return len(text) if self.counted_in == "characters" else len(text.encode("utf-16-le", "surrogatepass")) // 2

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Type and length; blank text counts as missing where the field is required."""
        if not isinstance(value, str):
            return f"{self.label} must be text, not {_kind(value)}."
        if not sendable(value):
            return f"{self.label} holds half a character, which cannot be sent: write it again."
        if self.required and not value.strip():
            return f"{self.label} is empty: write what should happen."
        size = self.length(value)
        unit = "characters" if self.counted_in == "characters" else "characters (an emoji counts as two)"
        if self.max_length is not None and size > self.max_length:
            over = size - self.max_length
            return f"{self.label} has {size:,} {unit}, {over:,} over the limit of {self.max_length:,}: shorten it."
        if size < self.min_length:
            return f"{self.label} needs at least {self.min_length} {unit}; it has {size}."
        return None


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a closed list of literals, sent exactly as listed: "5", "8s" and 5 are different things."""

    options: tuple[Any, ...]
    labels: Mapping[Any, str] = field(default_factory=dict)
    """A human word for an option that needs one ("4s" → "4 s")."""
    leads: bool = False
    """Whether the other fields follow from it (a model): it can always be switched, and they then say what is wrong."""
    retired: Mapping[Any, str] = field(default_factory=dict)
    """Former options, each with a sentence on what became of it and what to take instead."""

    def label_of(self, option: Any) -> str:  # noqa: ANN401  an option is any literal
        """The human word for an option."""
        return self.labels.get(option, str(option))

    def choices(self) -> tuple[Any, ...]:
        """The options."""
        return self.options

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Membership by type and value; names the nearest option."""
        if any(same(value, option) for option in self.options):
            return None
        if isinstance(value, str) and value in self.retired:
            return f"{self.label}: {self.retired[value]}"
        near = nearest_option(value, self.options)
        if near is not None:
            hint = f" Did you mean {near!r}?"
        elif not isinstance(value, str) and all(isinstance(option, str) for option in self.options):
            hint = f" They are text: write for example {self.default or self.options[0]!r}."
        else:
            hint = ""
        named = ", ".join(repr(option) for option in self.options[:MOST_NAMED])
        further = len(self.options) - MOST_NAMED
        more = f" and {further} more" if further > 0 else ""
        return f"{self.label}: {_short(value)} is not one of {named}{more}.{hint}"


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number within bounds."""

    minimum: float | None = None
    """None where there is no lower bound."""
    maximum: float | None = None
    """None where there is no upper bound."""
    step: float | None = None
    """What a control moves by; None lets the control choose. Not a rule."""
    integer: bool = False
    open_minimum: bool = False
    """Whether `minimum` itself is outside."""
    open_maximum: bool = False
    """Whether `maximum` itself is outside."""
    multiple_of: float | None = None
    """What it must be a whole multiple of; None where it may be any number."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Type, finiteness and bounds."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"{self.label} must be a number, not {_kind(value)}."
        if isinstance(value, float) and not math.isfinite(value):
            return f"{self.label} must be a finite number."
        if self.integer and not isinstance(value, int):
            return f"{self.label} must be a whole number, not {_short(value)}."
        if self._is_outside(value):
            return f"{self.label} must be {self._bounds()}; {_short(value)} is outside."
        if self.multiple_of is not None and not _is_multiple(value, self.multiple_of):
            return f"{self.label} must be a multiple of {self.multiple_of}; {_short(value)} is none."
        return None

    def _is_outside(self, value: float) -> bool:
        low, high = self.minimum, self.maximum
        under = low is not None and (value < low or (self.open_minimum and value == low))
        return under or (high is not None and (value > high or (self.open_maximum and value == high)))

    def _bounds(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        if self.open_minimum or self.open_maximum:
            low = "" if self.minimum is None else f"{'above' if self.open_minimum else 'at least'} {self.minimum}"
            high = "" if self.maximum is None else f"{'below' if self.open_maximum else 'at most'} {self.maximum}"
            return f"{' and '.join(word for word in (low, high) if word)}{unit}"
        if self.minimum is None:
            return f"at most {self.maximum}{unit}"
        if self.maximum is None:
            return f"at least {self.minimum}{unit}"
        return f"from {self.minimum} to {self.maximum}{unit}"


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    on: str = "on"
    """The word for True on a control."""
    off: str = "off"
    """The word for False on a control."""

    def choices(self) -> tuple[Any, ...]:
        """Both values."""
        return (True, False)

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """True or False, not 1 or "true"."""
        return None if isinstance(value, bool) else f"{self.label} must be True or False, not {_short(value)}."


@dataclass(frozen=True, kw_only=True)
class Seed(Field):
    """The start of the model's random numbers. Left out, the provider draws one; 0 is a seed like any other."""

    minimum: int = 0
    maximum: int = 2**32 - 1
    """Where the provider states no bound, that of 32 bits, which every provider read here takes."""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """A whole number within bounds."""
        if isinstance(value, bool) or not isinstance(value, int):
            return f"{self.label} must be a whole number, not {_kind(value)}; leave it out for a random one."
        if not self.minimum <= value <= self.maximum:
            return f"{self.label} must be from {self.minimum} to {self.maximum}; {_short(value)} is outside."
        return None


def sendable(text: str) -> bool:
    """Whether JSON can carry it: UTF-8 has no form for half a character (text cut in the middle of an emoji)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and isinstance(step, int):
        return value % step == 0
    try:
        rest = abs(math.remainder(value, step))
    except OverflowError:  # an integer beyond any float
        return False
    return rest <= abs(value) * 1e-9  # 0.3 is three times 0.1, whatever binary fractions make of it


def _kind(value: object) -> str:
    return f"{_short(value)} ({type(value).__name__})"


def _short(value: object, most: int = 60) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return "a number of thousands of digits"
    return text if len(text) <= most else f"{text[:most]}…"
