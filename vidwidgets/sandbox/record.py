"""The log of requests: what came, with keys hashed and long bodies cut."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from typing import Any, Final

from vidwidgets.sandbox.json_text import read_json

KEY_HEADERS: Final = frozenset({"authorization", "api-key", "x-api-key", "cookie", "proxy-authorization"})
_LONGEST_TEXT: Final = 2_000
_LONGEST_LOG: Final = 20_000


def hash_key(value: str) -> str:
    """``"Key abc"`` as ``"Key sha256:…"``; a value without a scheme is hashed whole."""
    scheme, space, secret = value.partition(" ")
    if not space:
        scheme, secret = "", value
    return f"{scheme}{space}sha256:{hashlib.sha256(secret.encode()).hexdigest()}"


def cut_body(value: object) -> object:
    """JSON with its long strings (base64 images) cut."""
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"{value[:200]}… ({len(value)} characters)"
    if isinstance(value, dict):
        return {key: cut_body(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [cut_body(inner) for inner in value]
    return value


def show_body(body: bytes, content_type: str) -> object:
    """A request's body for the log: JSON as JSON, other text as text, anything else as its size; None when empty."""
    if not body:
        return None
    try:
        return cut_body(read_json(body))
    except ValueError:
        pass
    try:
        return cut_body(body.decode())
    except UnicodeDecodeError:
        return f"({len(body)} bytes of {content_type or 'no stated type'})"


class Record:
    """The requests that this server took, oldest first; the oldest of very many are dropped."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_LONGEST_LOG)
        self._lock = threading.Lock()

    def add(self, *, method: str, path: str, query: str, headers: list[tuple[str, str]], at: float) -> dict[str, Any]:
        """Begin an entry; ``body``, ``status`` (of the answer) and ``flags`` are filled in as they become known."""
        shown = {name: hash_key(value) if name in KEY_HEADERS else value for name, value in headers}
        entry: dict[str, Any] = {
            "method": method,
            "path": path,
            "query": query,
            "headers": shown,
            "body": None,
            "at": at,
        }
        entry |= {"status": None, "flags": []}
        with self._lock:
            self._entries.append(entry)
        return entry

    def entries(self) -> list[dict[str, Any]]:
        """All entries."""
        with self._lock:
            return [dict(entry) for entry in self._entries]

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._entries.clear()
