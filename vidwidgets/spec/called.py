"""A call and a request as they were read in somebody's text; nothing of it was ever run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Called:
    """A call in a program, its arguments read where they are literals."""

    function: str
    """Its dotted name; calls on the way are passed over (`a.b(1).c` is "a.b.c")."""
    positional: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unread:
    """A value that only running the program would tell."""


@dataclass(frozen=True)
class Request:
    """What a call asks of a provider."""

    endpoint: str
    """The endpoint's id, whether it is declared here or not."""
    body: Mapping[str, Any]
    """By the provider's wire names."""
