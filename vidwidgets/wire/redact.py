"""Taking every key that was read in this process out of whatever is shown or kept, in all its spellings."""

from __future__ import annotations

import base64
import json
import logging
import re
import threading
import traceback
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from vidwidgets.errors import VidwidgetsError, readable

MASK = "(the key)"
SHORTEST_KEY = 12
"""Shorter than any provider's key; a shorter word may stand in a text by chance."""
LIBRARY_LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "httpx2",
    "httpcore2.connection",
    "httpcore2.http11",
    "httpcore2.http2",
    "httpcore2.proxy",
    "httpcore2.socks",
)
_QUERY = re.compile(r"(https?://[^\s?#'\"<>]+)\?[^\s'\"<>]+")

_lock = threading.Lock()
_keys: set[str] = set()
_spellings: list[str] = []
"""All spellings of all keys, the longest first: one key may begin as another does."""


def remember(key: str) -> None:
    """Take this key out of everything from now on; it stays in this process's memory."""
    if len(key) >= SHORTEST_KEY and key not in _keys:
        with _lock:
            _keys.add(key)
            _spellings[:] = sorted({*_spellings, *_spelled(key)}, key=len, reverse=True)


def redacted(text: str) -> str:
    """The text without any key."""
    for spelling in tuple(_spellings):
        if spelling in text:
            text = text.replace(spelling, MASK)
    return text


def redacted_bytes(content: bytes) -> bytes:
    """The bytes without any key."""
    for spelling in tuple(_spellings):
        if spelling.encode() in content:
            content = content.replace(spelling.encode(), MASK.encode())
    return content


def without_queries(text: str) -> str:
    """The text with each URL cut before its query: signed ones carry what opens them there."""
    return _QUERY.sub(r"\1?…", text)


def make_safe(error: BaseException) -> None:
    """Take the keys out of an error and all that led to it, and the frames whose variables held one.

    A verbose traceback (`%xmode Verbose`, rich) shows the variables of each frame, headers among them; so does the
    request that the HTTP library's errors carry. It never raises: it runs where errors are met. A group's own sentence
    is read-only and stays; what is in the group is made safe.
    """
    for one in _chain(error):
        one.args = tuple(redacted(part) if isinstance(part, str) else part for part in one.args)
        one.__traceback__ = None
        if isinstance(one, VidwidgetsError):
            one.message = redacted(one.message)
        if hasattr(one, "__notes__"):
            one.__notes__ = [redacted(str(note)) for note in one.__notes__]
        if hasattr(one, "_request"):
            one._request = None  # noqa: SLF001  where httpx and httpx2 keep it


def guard_logs() -> None:
    """Have the HTTP libraries and our own logger say no key and no signed URL; once is enough."""
    for name in ("vidwidgets", *LIBRARY_LOGGERS):
        logger = logging.getLogger(name)
        if not any(isinstance(one, KeyFilter) for one in logger.filters):
            logger.addFilter(KeyFilter())


class KeyFilter(logging.Filter):
    """Rewrites each record before any handler sees it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always passes the record on."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):  # words and arguments do not fit: said as they are
            message = f"{record.msg} {record.args}"
        record.msg, record.args = readable(without_queries(redacted(message))), None
        if record.exc_info and record.exc_info[1] is not None:
            told = "".join(traceback.format_exception(record.exc_info[1]))
            record.exc_text, record.exc_info = readable(without_queries(redacted(told))).rstrip(), None
        return True


def _spelled(key: str) -> Iterator[str]:
    yield key
    yield quote(key, safe="")
    yield quote_plus(key)
    in_json = json.dumps(key)[1:-1]
    yield in_json
    yield in_json.replace("/", "\\/")  # as PHP writes it
    for scheme in ("", "Key ", "Bearer "):
        # without its last four signs: what follows the key in the same text changes those
        yield base64.b64encode(f"{scheme}{key}".encode()).decode()[:-(4)]


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]
            if isinstance(one, BaseExceptionGroup):  # a host with several addresses, none of which answered
                waiting += one.exceptions
