"""Numbers and seeds out of a schema, with their bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.fields import Field, Number, Seed
from vidwidgets.spec.openapi.bounds import LARGEST_NUMBER

Words = Mapping[str, Any]
"""What every field has: name, label, help, source, and so on."""


def number_field(kind: Mapping[str, Any], words: Words, default: object = None) -> Field | None:
    """A number within the bounds of a plain schema; None where no number keeps them.

    A seed whose default is below 0 (some say "random" by -1) may be as low as that.
    """
    whole = kind.get("type") == "integer"
    low, low_open = _bound(kind, "minimum", "exclusiveMinimum", lower=True)
    high, high_open = _bound(kind, "maximum", "exclusiveMaximum", lower=False)
    if whole:
        low, low_open = (None if low is None else math.floor(low) + 1 if low_open else math.ceil(low)), False
        high, high_open = (None if high is None else math.ceil(high) - 1 if high_open else math.floor(high)), False
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    step = finite(kind.get("multipleOf"))
    step = None if step is None or step <= 0 else _plain(step)
    if whole and words["name"] == "seed" and step is None and (low is None or low != high):
        return _seed(low, high, words, default)
    return Number(
        **words,
        minimum=low,
        maximum=high,
        open_minimum=low_open,
        open_maximum=high_open,
        multiple_of=step,
        step=step,
        integer=whole,
    )


def finite(value: object) -> float | None:
    """A number of a document that bounds something; None for what is none, or beyond all use."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) <= LARGEST_NUMBER else None  # no NaN is, and no infinity


def _seed(low: float | None, high: float | None, words: Words, default: object) -> Seed:
    least = min(0, int(finite(default) or 0)) if low is None else int(low)
    usual = Seed(**words).maximum
    most = max(usual, least + 1) if high is None else int(high)
    return Seed(**words, minimum=min(least, most - 1) if low is None else least, maximum=most)


def _bound(kind: Mapping[str, Any], closed: str, opened: str, *, lower: bool) -> tuple[float | None, bool]:
    """The tighter of both kinds of bound, and whether it is itself outside.

    OpenAPI 3.0 has `exclusiveMinimum: true` beside `minimum`; JSON Schema since draft 6 has a number in its place.
    """
    found, outside = finite(kind.get(closed)), kind.get(opened)
    if outside is True:
        return (None if found is None else _plain(found)), found is not None
    beyond = finite(outside)
    if beyond is None:
        return (None if found is None else _plain(found)), False
    if found is None or (beyond >= found if lower else beyond <= found):
        return _plain(beyond), True
    return _plain(found), False


def _plain(number: float) -> float:
    """2500.0 as 2500, as people write it."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
