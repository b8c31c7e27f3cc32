"""What a form says now, compared with an earlier clip: so that one thing at a time is changed knowingly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.form.picture_words import short_name
from vidwidgets.form.sentences import lower
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Choice, Field, Flag, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.values import same

_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Base:
    """What is compared with."""

    values: Mapping[str, Any]
    """By wire name."""
    name: str
    """Inside a sentence: "the clip of 12:03"."""


def compared(endpoint: Endpoint, base: Base, values: Mapping[str, Any]) -> str:
    """What differs from the base, in a sentence: `… the clip of 12:03: duration 5 s, was 10 s`."""
    defaults = endpoint.defaults
    before, now = ({**defaults, **given} for given in (base.values, values))
    changed = [f for f in endpoint.fields if not _equal(f, before.get(f.name), now.get(f.name))]
    if not changed:
        return f"Compared with {base.name}: nothing is changed yet."
    told = [_change(field, before.get(field.name), now.get(field.name)) for field in changed[:_MOST_SHOWN]]
    more = f" and {len(changed) - _MOST_SHOWN} more" if len(changed) > _MOST_SHOWN else ""
    count = "" if len(changed) == 1 else f"{len(changed)} things differ: "
    return f"Compared with {base.name}: {count}{', '.join(told)}{more}."


def _equal(field: Field, before: object, now: object) -> bool:
    if isinstance(field, Media) and not isinstance(now, str | bytes | int | None):
        return before is now  # a picture object; an array has no one answer to ==
    return same(before, now)


def _change(field: Field, before: object, now: object) -> str:
    name = lower(field.label)
    if isinstance(field, Text):
        return f"another {name}"
    return f"{name} {_said(field, now)}, was {_said(field, before)}"


def _said(field: Field, value: object) -> str:
    if value is None:
        return "left out"
    if isinstance(field, Media):
        return short_name(value)
    if isinstance(field, Flag):
        return field.on if value else field.off
    if isinstance(field, Choice):
        return field.label_of(value)
    return f"{value} {field.unit}".strip()
