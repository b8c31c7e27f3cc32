"""Rules across fields, as data: `Limit`, `Span`, `Require`, `Forbid`, `OneOf`, and `Check` as the way out.

A rule narrows and explains. It never changes what a person asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vidwidgets.spec.conditions import Condition
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values, same


class Rule(ABC):
    """Something that the values of a request may break."""

    @property
    @abstractmethod
    def reads(self) -> tuple[str, ...]:
        """The wire names it looks at; the first is the field that a form shows it beside."""

    @abstractmethod
    def problem(self, values: Values) -> Problem | None:
        """What is broken; None when nothing is."""

    def leaves(self, field: str, option: Any, values: Values) -> bool:  # noqa: ANN401  an option is any literal
        """Whether an option of a field is still allowed beside the other values."""
        if field not in self.reads:
            return True
        tried = Values({**values.given, field: option}, values.defaults)
        return self.problem(tried) is None


@dataclass(frozen=True, kw_only=True)
class _About(Rule):
    field: str
    why: str
    """The sentence shown: what does not go together, and what to choose instead."""
    when: Condition | None = None
    """None: always."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The field, then what the condition reads."""
        return (self.field, *(self.when.reads if self.when else ()))

    def problem(self, values: Values) -> Problem | None:
        """The sentence, when the condition holds and the field breaks the rule."""
        if self.when is not None and not self.when.holds(values):
            return None
        return Problem(self.reads, self.why) if self.broken(values) else None

    def broken(self, values: Values) -> bool:
        """Whether the field breaks it, the condition aside."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Limit(_About):
    """Only these values of a field are allowed."""

    allowed: tuple[Any, ...]
    leaves_out: bool = False
    """Whether the other values do not exist there at all: a form then leaves them out rather than striking them."""

    def broken(self, values: Values) -> bool:
        """Whether the value that will count is none of them."""
        value = values[self.field]
        return value is not None and not any(same(value, option) for option in self.allowed)


@dataclass(frozen=True, kw_only=True)
class Span(_About):
    """A number must be within these bounds."""

    minimum: float
    maximum: float

    def broken(self, values: Values) -> bool:
        """Whether the value that will count is a number outside."""
        value = values[self.field]
        return isinstance(value, int | float) and not self.minimum <= value <= self.maximum


@dataclass(frozen=True, kw_only=True)
class Length(_About):
    """A text may have only so many characters, as its field counts them; `why` says whose limit it is."""

    maximum: int
    length: Callable[[str], int] = len
    """How the provider counts (`Text.length` of the field)."""

    def problem(self, values: Values) -> Problem | None:
        """How many it has and how many are too many."""
        text = values[self.field]
        if not isinstance(text, str) or (self.when is not None and not self.when.holds(values)):
            return None
        over = self.length(text) - self.maximum
        if over <= 0:
            return None
        has = f"{over + self.maximum:,} characters, {over:,} over the limit of {self.maximum:,}"
        return Problem(self.reads, f"{self.why} It has {has}: shorten it.")


@dataclass(frozen=True, kw_only=True)
class Require(_About):
    """The field must be given."""

    def broken(self, values: Values) -> bool:
        """Whether it was left out."""
        return not values.has(self.field)


@dataclass(frozen=True, kw_only=True)
class Forbid(_About):
    """The field must be left out."""

    def broken(self, values: Values) -> bool:
        """Whether it was given."""
        return values.has(self.field)


@dataclass(frozen=True, kw_only=True)
class OneOf(Rule):
    """Exactly one of several fields must be given."""

    fields: tuple[str, ...]
    why: str

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields."""
        return self.fields

    def problem(self, values: Values) -> Problem | None:
        """The sentence, when none or more than one was given."""
        return None if sum(values.has(name) for name in self.fields) == 1 else Problem(self.fields, self.why)


@dataclass(frozen=True, kw_only=True)
class Check(Rule):
    """The way out for what the other rules cannot say."""

    names: tuple[str, ...]
    """The fields it reads."""
    why: str
    broken: Callable[[Values], bool]

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields."""
        return self.names

    def problem(self, values: Values) -> Problem | None:
        """The sentence, when the function says that it is broken."""
        return Problem(self.names, self.why) if self.broken(values) else None
