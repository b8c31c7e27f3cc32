"""Further wire fields as JSON: what a model takes and no control draws."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from vidwidgets.spec.fields import Field, sendable
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.rules import Rule
from vidwidgets.spec.values import Values

MOST_CHARACTERS = 200_000
"""Of a text: more than any request; a picture goes by its address."""
MOST_DEPTH = 40
_NAMED = 6


@dataclass(frozen=True, kw_only=True)
class Extra(Field):
    """A JSON object, or its text, whose members are put into the body as they are, null included.

    It is no wire field itself: `Merged` puts its members beside the others.
    """

    drawn: frozenset[str] = frozenset()
    """Wire names that have a control of their own, and are refused here."""
    nullable: frozenset[str] = frozenset()
    """Those of them that may be null here, since a control cannot say so."""
    needed: tuple[str, ...] = ()
    """Wire names that must be in it."""
    placeholder: str = ""

    def check(self, value: Any) -> str | None:  # noqa: ANN401  anything may have been given
        """Whether it is a JSON object, holds what is needed, and overwrites no control."""
        try:
            members = members_of(value)
        except ValueError as error:
            return f"{self.label} {error}"
        taken = [name for name in members if name in self.drawn and not self._may_be_null(name, members[name])]
        if taken:
            return f"{self.label}: {_listed(taken)} has a control of its own: set it there, and take it out here."
        absent = [name for name in self.needed if name not in members]
        return f"{self.label} lacks {_listed(absent)}, which the model needs." if absent else None

    def _may_be_null(self, name: str, value: object) -> bool:
        return value is None and name in self.nullable


@dataclass(frozen=True, kw_only=True)
class Once(Rule):
    """What a control draws only in part may be given by the control or in the JSON, not by both."""

    extra: str
    """The name of the `Extra` field."""
    fields: tuple[str, ...]
    """The fields that may be in either."""
    required: tuple[str, ...] = ()
    """Those of them that must be in one."""

    @property
    def reads(self) -> tuple[str, ...]:
        """The JSON, then the fields."""
        return (self.extra, *self.fields)

    def problem(self, values: Values) -> Problem | None:
        """The sentence, when something is given twice or is missing in both."""
        members = members_or_none(values[self.extra])
        twice = [name for name in self.fields if name in members and values.has(name)]
        if twice:
            return Problem(
                (self.extra, *twice), f"{_listed(twice)} is given by its control and in the JSON: keep one of the two."
            )
        absent = [name for name in self.required if name not in members and not values.has(name)]
        if absent:
            return Problem((absent[0], self.extra), f"{_listed(absent)} is missing: set it, or give it in the JSON.")
        return None


@dataclass(frozen=True)
class Merged:
    """The shape of a body: what was given, the members of the JSON beside it, and what must always be there."""

    extra: str
    """The name of the `Extra` field."""
    always: Mapping[str, Any] = field(default_factory=dict)
    """Defaults that the provider wants to be sent."""

    def __call__(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        """The body. JSON that is none is left out: it is a problem of its field, which stops the request."""
        members = members_or_none(flat.get(self.extra))
        given = {name: value for name, value in flat.items() if name != self.extra}
        missing = {name: value for name, value in self.always.items() if name not in given and name not in members}
        return {**missing, **given, **{name: value for name, value in members.items() if name not in given}}


def members_of(value: object) -> dict[str, Any]:
    """The members of a JSON object, given as a mapping or as text.

    Raises:
        ValueError: It is none; the message is the end of a sentence about it.
    """
    if isinstance(value, str):
        return _parsed(value)
    if not isinstance(value, Mapping):
        raise ValueError(f'must be a JSON object such as {{"name": "value"}}, not {type(value).__name__}.')  # noqa: TRY004  one kind of error for all that is wrong
    wrong = _no_json(value, MOST_DEPTH)
    if wrong:
        raise ValueError(wrong)
    return dict(value)


def members_or_none(value: object) -> dict[str, Any]:
    """The members; none of what is no JSON object, or not there."""
    try:
        return {} if value is None else members_of(value)
    except ValueError:
        return {}


def _parsed(text: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"has {len(text):,} characters; at most {MOST_CHARACTERS:,} are sent.")
    try:
        found = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"is not valid JSON at {where}: {error.msg[:1].lower()}{error.msg[1:]}.") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply.") from error
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise ValueError("holds a number that JSON cannot carry.") from error
    if not isinstance(found, dict):
        raise ValueError("must be a JSON object: begin it with { and end it with }.")  # noqa: TRY004  as above
    wrong = _no_json(found, MOST_DEPTH)
    if wrong:
        raise ValueError(wrong)
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _no_json(value: object, depth: int) -> str:
    """Why a value cannot be sent as JSON, as the end of a sentence; empty when it can."""
    if depth == 0:
        return "is nested too deeply."
    if isinstance(value, str):
        return "" if sendable(value) else "holds half a character, which cannot be sent."
    if isinstance(value, float):
        return "" if math.isfinite(value) else "holds a number that JSON cannot carry."
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            return "has a name that is no text: JSON names its members by text."
        return next((why for part in (*value, *value.values()) if (why := _no_json(part, depth - 1))), "")
    if isinstance(value, list | tuple):
        return next((why for part in value if (why := _no_json(part, depth - 1))), "")
    if isinstance(value, int):
        return "" if value.bit_length() < 4096 else "holds a number that JSON cannot carry."  # noqa: PLR2004  some 1200 digits
    return "" if value is None else f"holds a {type(value).__name__}, which JSON cannot carry."


def _listed(names: list[str]) -> str:
    short = [name if len(name) <= 40 else f"{name[:40]}…" for name in names[:_NAMED]]  # noqa: PLR2004  a name in a sentence
    return ", ".join(short) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
