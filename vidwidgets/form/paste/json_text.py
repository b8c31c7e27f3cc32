"""JSON as people write it: with comments, with a comma too many, inside a text."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_DEPTH = 20
_STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
"""To its end, or to the end of the text: so that no text is read more than once."""
_COMMENT = re.compile(rf"({_STRING})|//[^\n]*+|/\*.*?(?:\*/|\Z)|#[^\n]*+", re.DOTALL)
_COMMA = re.compile(rf"({_STRING})|,(?=\s*+[}}\]])", re.DOTALL)


class NotJson(ValueError):
    """Why a text is no JSON, as a sentence."""


def read_json(text: str) -> Any:  # noqa: ANN401  any JSON
    """The value of a text; comments and trailing commas are forgiven, and JSON written inside a JSON text is opened.

    Raises:
        NotJson: It is none, or nested too deeply.
    """
    value = _loads(text)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = _loads(value)
    if _is_deep(value):
        raise NotJson(f"The JSON is nested more than {MOST_DEPTH} deep: no request is.")
    return value


def _loads(text: str) -> Any:  # noqa: ANN401  any JSON
    plain = _COMMA.sub(lambda found: found[1] or " ", _COMMENT.sub(_blank, text))
    try:
        return json.loads(plain, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        curly = " It has curly quotation marks: they must be straight ones." if re.search("[“”]", text) else ""
        raise NotJson(f"The JSON breaks off at {where} ({error.msg}).{curly}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets without end
        raise NotJson("The JSON has a number or a nesting beyond all measure.") from None


def _blank(found: re.Match[str]) -> str:
    """A comment as spaces, so that lines and columns stay where they are; a string as it is."""
    return found[1] if found[1] is not None else re.sub(r"[^\n]", " ", found[0])


def _is_deep(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(MOST_DEPTH):
        inside: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inside += one.values()
            elif isinstance(one, list):
                inside += one
        if not inside:
            return False
        level = inside
    return True
