"""Two schemas that hold at once, as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TIGHTER = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), min),
}


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Both together: the tighter bound, the common options, all properties; else what `other` says."""
    if not one or not other:
        return other or one
    whole = {**one, **other}
    for key in one.keys() & other.keys():
        first, second = one[key], other[key]
        if key in _TIGHTER and _is_number(first) and _is_number(second):
            whole[key] = _TIGHTER[key](first, second)
        elif key == "enum" and isinstance(first, list) and isinstance(second, list):
            whole[key] = _common(first, second)
        elif key == "properties" and isinstance(first, Mapping) and isinstance(second, Mapping):
            whole[key] = {**first, **second}
        elif key in {"required", "x-fal-order-properties"} and isinstance(first, list) and isinstance(second, list):
            whole[key] = [*first, *second]
    return whole


def _common(first: list[Any], second: list[Any]) -> list[Any]:
    # by how Python writes them: that tells 5, "5", 5.0 and True apart, and not every literal can be a key
    known = {written(option) for option in second}
    return [option for option in first if written(option) in known]


def written(value: object) -> str:
    """A literal as Python writes it."""
    try:
        return repr(value)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return f"a number of {value.bit_length() if isinstance(value, int) else 0} bits"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
