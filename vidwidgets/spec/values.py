"""The values of one request, as rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Values:
    """What a person gave, and what the provider will use where nothing was given."""

    given: Mapping[str, Any]
    """By wire name; what was left out or None is not in it."""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """The provider's own defaults, for the fields that have one."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  a field's value may be of any type
        """The value that will count: the given one, else the default, else None."""
        return self.given.get(name, self.defaults.get(name))

    def has(self, name: str) -> bool:
        """Whether a person gave it; an empty text or list counts as not given, 0 and False as given."""
        value = self.given.get(name)
        return value is not None and not (isinstance(value, str | bytes | list | tuple) and len(value) == 0)


def same(one: object, other: object) -> bool:
    """Whether two wire values are the same literal: 5, "5", 5.0 and True are four things."""
    return type(one) is type(other) and one == other
