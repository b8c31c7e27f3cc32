"""What each provider's room says of its own SDK: how a request is written with it, and how one is read.

Written and read as text only. vidwidgets itself uses none of them: they send paid requests again by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vidwidgets.spec.called import Called, Request
from vidwidgets.spec.python_text import Expression, literal


@dataclass(frozen=True)
class LocalFile:
    """A picture on this machine, in a body that is to be written as code."""

    path: str
    """The path, or an `Expression`: the variable that holds it."""


Writer = Callable[[str, Mapping[str, Any], Sequence[str]], str]


@dataclass(frozen=True)
class Sdk:
    """A provider's own client for Python."""

    label: str
    """What the button says after "Copy" ("fal_client")."""
    code: Writer
    """A script for an endpoint's id and a body, whose local pictures are `LocalFile`s; the third argument is lines
    that stand above the request: variables for what has to be filled in."""
    endpoint_at: Callable[[str, str], str]
    """The id of the endpoint that a host and a path lead to; "" where they are none of this provider's."""
    read: Callable[[Called], Request | None] = lambda _called: None
    """The request that a call of the SDK makes; None where it is no such call."""


def with_uploads(value: Any, upload: Callable[[str], str]) -> Any:  # noqa: ANN401  any JSON
    """The same body with each `LocalFile` as the code that `upload` gives for its path's literal."""
    if isinstance(value, LocalFile):
        return Expression(upload(literal(value.path)))
    if isinstance(value, Mapping):
        return {name: with_uploads(one, upload) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [with_uploads(one, upload) for one in value]
    return value


def has_local(value: Any) -> bool:  # noqa: ANN401  any JSON
    """Whether a body holds a picture of this machine."""
    if isinstance(value, Mapping):
        return any(has_local(one) for one in value.values())
    if isinstance(value, list | tuple):
        return any(has_local(one) for one in value)
    return isinstance(value, LocalFile)
