"""An HTTP request as a value. Providers make them; only `wire/send.py` sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Purpose = Literal["submit", "status", "events", "result", "cancel", "upload", "media", "account", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. Exactly one of `path` and `url` is set."""

    purpose: Purpose
    """What it is for; "submit" is the one that costs money and is never repeated without proof."""
    method: str
    path: str = ""
    """Below the connection's base URL (or its `service`); such calls carry the connection's key."""
    service: str = ""
    """Which of the connection's own hosts: empty for the API itself, "storage" for its uploads."""
    url: str = ""
    """Anywhere else, absolute; such calls never carry a key."""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    """A JSON body; None for none."""
    content: bytes | None = field(default=None, repr=False)
    """A raw body; None for none."""
    form: Mapping[str, str] = field(default_factory=dict)
    """Text parts of a multipart body."""
    file: tuple[str, str, bytes, str] | None = field(default=None, repr=False)
    """The file part of a multipart body: part name, file name, bytes, content type."""
    timeout_seconds: float = 30.0
    """How long to wait for the reply to begin, and between its bytes."""
