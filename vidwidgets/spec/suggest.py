"""The nearest thing to what was mistyped."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

_NUMBER = re.compile(r"\d+(\.\d+)?")


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a mistyped one; None when none is near."""
    found = difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def nearest_option(value: Any, options: tuple[Any, ...]) -> Any | None:  # noqa: ANN401  options are any literals
    """The option that means the same in another spelling (5 → "5", "8" → "8s"), or is spelled alike.

    None when no option is near. A different number is never suggested: 5 is not a misspelling of 6.
    """
    number = _number(value)
    if number is not None:
        return next((option for option in options if _number(option) == number), None)
    if not isinstance(value, str):
        return None
    return nearest_of_texts(value, options)


def nearest_of_texts(value: str, options: tuple[Any, ...]) -> Any | None:  # noqa: ANN401  options are any literals
    """The text option spelled most like `value`."""
    texts = {str(option).lower(): option for option in options if isinstance(option, str)}
    name = nearest_name(value, texts)
    return texts[name] if name is not None else None


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:  # an integer beyond any option
            return None
    if isinstance(value, str):
        found = _NUMBER.match(value.strip())
        rest = value.strip()[found.end() :].strip() if found else ""
        if found and rest in {"", "s", "sec", "seconds", "p"}:
            return float(found.group())
    return None
