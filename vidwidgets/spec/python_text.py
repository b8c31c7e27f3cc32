"""Values as Python text: what the snippets of every room are written with."""

from __future__ import annotations

import keyword
import math
from collections.abc import Mapping, Sequence
from pathlib import PurePath

LINE_LENGTH = 88
_INDENT = "    "


class Expression(str):
    """A piece of Python that stands in a snippet as it is: a variable, a call."""

    __slots__ = ()


def literal(value: object) -> str:
    """A value as a Python literal, texts in double quotes where that needs no more escapes."""
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, str | PurePath):
        return _text(str(value))
    if isinstance(value, float):
        return float.__repr__(value) if math.isfinite(value) else f'float("{value}")'
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(literal(item) for item in value) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return repr(value)


def is_name(name: str) -> bool:
    """Whether a text can stand as a keyword's name or a variable."""
    return name.isidentifier() and name.isascii() and not keyword.iskeyword(name)


def arguments(named: Mapping[str, object]) -> list[str]:
    """`name=value` for each; what is no name in Python goes together into one `**{…}`."""
    plain = [f"{name}={literal(value)}" for name, value in named.items() if is_name(name)]
    others = {name: value for name, value in named.items() if not is_name(name)}
    return [*plain, *([f"**{literal(others)}"] if others else [])]


def call(function: str, given: Sequence[str], *, after: str = "") -> list[str]:
    """A call as black would write it: on one line, or an argument a line; `after` stands behind its bracket."""
    line = f"{function}({', '.join(given)}){after}"
    if len(line) <= LINE_LENGTH and "\n" not in line:
        return [line]
    inside = [_INDENT + part.replace("\n", f"\n{_INDENT}") for part in given]
    return [f"{function}(", *(f"{part}," for part in inside), f"){after}"]


def mapping(values: Mapping[str, object]) -> str:
    """A dict with an entry a line, for an argument of `call`."""
    if not values:
        return "{}"
    return "\n".join(["{", *(f"{_INDENT}{literal(name)}: {literal(value)}," for name, value in values.items()), "}"])


def _text(text: str) -> str:
    shown = repr(text)
    if shown.startswith('"') or '"' in text:
        return shown
    return f'"{shown[1:-1]}"'
