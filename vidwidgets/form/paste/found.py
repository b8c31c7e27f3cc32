"""What a pasted text asks for, and how the words of it are said again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from vidwidgets.spec.called import Called, Request

LONGEST_NAME = 40
MOST_SENTENCES = 12
_NAME = re.compile(r"[A-Za-z_$][\w.-]*", re.ASCII)
_KEY_LIKE = re.compile(r"(?=[a-z_-]*[0-9])[\w-]{20,}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A request in a text. No header of it is ever in here, and so no key."""

    kind: str = ""
    """What the text is, for a sentence ("a curl command"); "" where nothing was understood."""
    values: Mapping[str, Any] | None = None
    """By our names (the wire's, `prompt`, `image`); None where the text has a body, or an id."""
    body: Mapping[str, Any] | None = None
    """As the provider takes it."""
    endpoint: str = ""
    """The endpoint that it names; "" where it names none."""
    address: tuple[str, str] | None = None
    """Host ("" where only a path stands there) and path; no query, no user."""
    connection: str = ""
    """The connection that a snippet of ours names."""
    request_id: str = ""
    said: tuple[str, ...] = ()
    """What was not understood, or passed over."""


@dataclass(frozen=True)
class Readers:
    """What is known outside of this room."""

    calls: tuple[Callable[[Called], Request | None], ...] = field(default=())
    """One of each provider's SDK."""


def named(name: object) -> str:
    """A name from the text for a sentence; what is long, or might be a key, is not said again."""
    text = str(name)
    if len(text) <= LONGEST_NAME and _NAME.fullmatch(text) and not _KEY_LIKE.fullmatch(text):
        return text
    return "(a name that is not repeated here)"


def listed(names: list[str], most: int = 6) -> str:
    """Several names, the last ones counted."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
