"""An HTTP reply as a value, and the reading of one that may be anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OK_FROM, OK_BELOW = 200, 300
MAX_JSON_BYTES = 4 * 1024 * 1024
"""More than any API's JSON; read, it takes some twenty times its length of memory at worst."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply, body and all."""

    status: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By lower-case name."""

    @property
    def ok(self) -> bool:
        """Whether the status is a 2xx."""
        return OK_FROM <= self.status < OK_BELOW

    @property
    def json(self) -> Any:  # noqa: ANN401  a JSON value
        """The body as JSON; None where it is not JSON, or too much of it."""
        if len(self.content) > MAX_JSON_BYTES:
            return None
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    @property
    def text(self) -> str:
        """The body's beginning as text, for people."""
        return self.content[:500].decode("utf-8", "replace").strip()

    @property
    def is_html(self) -> bool:
        """Whether it is a web page: an error of something between us and the API."""
        kind = self.headers.get("content-type", "").lower()
        return "text/html" in kind or self.content[:64].lstrip().lower().startswith((b"<!doctype", b"<html"))

    @property
    def retry_after_seconds(self) -> float | None:
        """What `Retry-After` says, when it says seconds; None otherwise."""
        try:
            seconds = float(self.headers.get("retry-after", ""))
        except ValueError:
            return None
        return seconds if 0 <= seconds < float("inf") else None


def take(value: object, *steps: str | int) -> Any:  # noqa: ANN401  a JSON value
    """The value at a path of keys and indices; None where a step is missing or of another kind."""
    for step in steps:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: object, *steps: str | int) -> str:
    """The text at a path; empty where there is none."""
    found = take(value, *steps)
    return found if isinstance(found, str) else ""
