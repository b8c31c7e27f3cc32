"""Single values against a JSON schema, told in pydantic's words: lax where pydantic is lax, strict where it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with an input, as pydantic would say it."""

    loc: Loc
    type: str
    msg: str
    input: Any
    ctx: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """What a check found; ``value`` is the input with types settled and defaults filled in."""

    value: Any
    faults: tuple[Fault, ...] = ()


def check_choice(choices: list[Any], value: object, loc: Loc) -> Checked:
    """``enum`` and ``const``: equal and of the same type, so 5 is not "5" and True is not 1."""
    if any(choice == value and type(choice) is type(value) for choice in choices):
        return Checked(value)
    quoted = [repr(choice) for choice in choices]
    expected = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
    fault = Fault(loc, "literal_error", f"Input should be {expected}", value, {"expected": expected})
    return Checked(value, (fault,))


def check_string(schema: dict[str, Any], value: object, loc: Loc) -> Checked:
    """``type: string`` with its lengths."""
    if not isinstance(value, str):
        return Checked(value, (Fault(loc, "string_type", "Input should be a valid string", value),))
    most, least = schema.get("maxLength"), schema.get("minLength")
    for limit, broken, kind, word, name in (
        (most, most is not None and len(value) > most, "string_too_long", "most", "max_length"),
        (least, least is not None and len(value) < least, "string_too_short", "least", "min_length"),
    ):
        if broken:
            unit = "character" if limit == 1 else "characters"
            msg = f"String should have at {word} {limit} {unit}"
            return Checked(value, (Fault(loc, kind, msg, value, {name: limit}),))
    return Checked(value)


def check_null(_schema: dict[str, Any], value: object, loc: Loc) -> Checked:
    """``type: null``."""
    faults = () if value is None else (Fault(loc, "none_required", "Input should be None", value),)
    return Checked(value, faults)


def check_boolean(_schema: dict[str, Any], value: object, loc: Loc) -> Checked:
    """``type: boolean``; pydantic also reads "true", "off", 1 and the like."""
    if isinstance(value, bool):
        return Checked(value)
    words = {"true": True, "1": True, "yes": True, "on": True, "t": True, "y": True}
    words |= {"false": False, "0": False, "no": False, "off": False, "f": False, "n": False}
    if isinstance(value, str | int | float):
        word = str(value).lower() if isinstance(value, str) else str(int(value)) if value in (0, 1) else ""
        if word in words:
            return Checked(words[word])
        msg = "Input should be a valid boolean, unable to interpret input"
        return Checked(value, (Fault(loc, "bool_parsing", msg, value),))
    return Checked(value, (Fault(loc, "bool_type", "Input should be a valid boolean", value),))


def check_number(schema: dict[str, Any], value: object, loc: Loc) -> Checked:
    """``type: integer`` and ``type: number`` with their bounds; pydantic also reads "5"."""
    whole = schema["type"] == "integer"
    name, noun = ("int", "integer") if whole else ("float", "number")
    if not isinstance(value, str | int | float):
        return Checked(value, (Fault(loc, f"{name}_type", f"Input should be a valid {noun}", value),))
    try:
        number: int | float = _as_integer(value) if whole else float(value)
    except _FractionalError:
        msg = "Input should be a valid integer, got a number with a fractional part"
        return Checked(value, (Fault(loc, "int_from_float", msg, value),))
    except (ValueError, OverflowError):
        msg = f"Input should be a valid {noun}, unable to parse string as an {noun}"
        msg = msg if whole else "Input should be a valid number, unable to parse string as a number"
        return Checked(value, (Fault(loc, f"{name}_parsing", msg, value),))
    fault = _bound_fault(schema, number, value, loc)
    return Checked(number, (fault,) if fault else ())


class _FractionalError(ValueError):
    pass


def _as_integer(value: str | float) -> int:
    if isinstance(value, float) and not value.is_integer():
        if math.isfinite(value):
            raise _FractionalError
        raise ValueError(value)
    return int(value)


def _bound_fault(schema: dict[str, Any], number: float, value: object, loc: Loc) -> Fault | None:
    for closed, opened in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if schema.get(opened) is True:  # OpenAPI 3.0 has a yes or no beside the bound
            schema = {**schema, opened: schema.get(closed), closed: None}
    bounds = (
        ("minimum", "greater_than_equal", "greater than or equal to", "ge", lambda n: number >= n),
        ("exclusiveMinimum", "greater_than", "greater than", "gt", lambda n: number > n),
        ("maximum", "less_than_equal", "less than or equal to", "le", lambda n: number <= n),
        ("exclusiveMaximum", "less_than", "less than", "lt", lambda n: number < n),
        ("multipleOf", "multiple_of", "a multiple of", "multiple_of", lambda n: _is_multiple(number, n)),
    )
    for keyword, kind, words, name, kept in bounds:
        limit = schema.get(keyword)
        if isinstance(limit, int | float) and not isinstance(limit, bool) and not kept(limit):
            return Fault(loc, kind, f"Input should be {words} {limit:g}", value, {name: limit})
    return None


def _is_multiple(number: float, step: float) -> bool:
    if not math.isfinite(number):
        return False
    return abs(number - round(number / step) * step) <= 1e-9 * max(1.0, abs(number))
