"""Bodies and headers as texts to be kept and shown: indented, cut, without keys, signed queries and pictures."""

from __future__ import annotations

import contextlib
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import readable
from vidwidgets.wire.exchange import Headers
from vidwidgets.wire.redact import redacted, redacted_bytes, without_queries
from vidwidgets.wire.reply import MAX_JSON_BYTES

MOST_CHARACTERS = 6_000
"""Of one body."""
MOST_READ = 7_000
"""Characters of a JSON body that are looked at: a long log is not gone through whole with each poll."""
VALUE_CHARACTERS = 16
"""What a value counts for besides its own."""
LONGEST_TEXT = 3_000
"""Of one text in a JSON body: longer than any prompt that is taken."""
LONGEST_EVENT = 400
DEEPEST = 24
MOST_HEADERS = 40
LONGEST_VALUE = 300
HIDDEN = "(hidden)"
_HIDDEN_HEADERS = {"set-cookie", "cookie"}
_DATA_URI = re.compile(r"data:[a-z]{1,12}/[a-z0-9.+-]{1,30};base64,", re.IGNORECASE)


def safe(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text without any key and any URL's query, cut."""
    clean = redacted(text)
    cut = len(clean) > longest
    # cut before the queries go: looking for them in a megabyte takes long
    clean = clean[:longest]
    if "://" in clean:
        clean = without_queries(clean)
    if not (clean.isascii() and clean.isprintable()):
        clean = readable(clean)
    return f"{clean}…" if cut else clean


def json_text(value: Any) -> str:  # noqa: ANN401  a JSON value
    """A JSON value, indented; what JSON cannot say is said as text."""
    text = json.dumps(_tidy(value, [MOST_READ], 0), ensure_ascii=False, indent=2, default=str)
    return safe(text, MOST_CHARACTERS)


def body_text(content: bytes) -> str:
    """A reply's body: indented where it is JSON, its beginning where it is other text."""
    if not content.strip():
        return ""
    if len(content) <= MAX_JSON_BYTES:
        try:
            return json_text(json.loads(content))
        except (ValueError, RecursionError):
            pass
    # in bytes first: a key must not be cut in two before it is looked for
    beginning = redacted_bytes(content)[: 4 * MOST_CHARACTERS]
    if b"\0" in beginning:
        return "(no text)"
    return safe(beginning.decode("utf-8", "replace"), MOST_CHARACTERS)


def event_text(data: str) -> str:
    """One event of a stream, in a line."""
    with contextlib.suppress(ValueError, RecursionError):  # other text is taken as it is
        data = json.dumps(_tidy(json.loads(data), [MOST_READ], 0), ensure_ascii=False)
    return " ".join(safe(data, LONGEST_EVENT).split())


def header_pairs(headers: Mapping[str, str]) -> Headers:
    """Headers as they may be kept."""
    pairs = list(headers.items())[:MOST_HEADERS]
    return tuple((sys.intern(safe(name.lower(), 80)), _value(name.lower(), value)) for name, value in pairs)


def _value(name: str, value: str) -> str:
    return HIDDEN if name in _HIDDEN_HEADERS else safe(value, LONGEST_VALUE)


def _tidy(value: Any, left: list[int], depth: int) -> Any:  # noqa: ANN401  a JSON value
    """The value with each text made safe by itself: once it is JSON again, an escape may break a key up."""
    left[0] -= VALUE_CHARACTERS + (min(len(value), LONGEST_TEXT) if isinstance(value, str) else 0)
    if left[0] < 0 or depth > DEEPEST:
        return "…"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        items = [(_text(str(name)), _tidy(one, left, depth + 1)) for name, one in value.items() if left[0] >= 0]
        return dict(items)
    if isinstance(value, list | tuple):
        return [_tidy(one, left, depth + 1) for one in value if left[0] >= 0]
    return value


def _text(text: str) -> str:
    picture = _DATA_URI.match(text)
    return f"{picture[0]}… ({len(text):,} characters)" if picture else safe(text)
