"""JSON in and out, so that nothing a client sends can break an answer that repeats it."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from starlette.responses import JSONResponse


class JsonAnswer(JSONResponse):
    """An answer in ASCII, so that it also holds half a surrogate pair, which is JSON but no UTF-8."""

    def render(self, content: object) -> bytes:
        """The body."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def read_json(data: bytes) -> Any:  # noqa: ANN401 - any JSON is what it gives
    """Parse JSON strictly.

    Raises:
        ValueError: it is no JSON: also NaN, numbers beyond a float, and nesting without end.
    """
    try:
        return json.loads(data, parse_constant=_refuse_constant, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is beyond a float")
    return number
