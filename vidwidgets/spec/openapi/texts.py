"""Texts and addresses out of a schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.address import Address
from vidwidgets.spec.fields import Field, Text
from vidwidgets.spec.openapi.numbers import Words, finite

_MULTILINE_FROM = 300
"""A limit of so many characters is one for sentences."""
_SENTENCES = {"prompt", "negative_prompt", "text", "script", "description", "caption", "lyrics", "instructions"}


def text_field(kind: Mapping[str, Any], words: Words, *, placeholder: str = "", address: bool = False) -> Field | None:
    """A text of the lengths of a plain schema; None where no text keeps them."""
    least, most = _length(kind.get("minLength")) or 0, _length(kind.get("maxLength"))
    if most is not None and least > most:
        return None
    if address:
        return Address(**words, min_length=least, max_length=most, placeholder=placeholder or "https://…")
    name = str(words["name"])
    long = name in _SENTENCES or name.endswith("_prompt") or (most or 0) >= _MULTILINE_FROM
    return Text(
        **words, min_length=least, max_length=most, multiline=long and not words.get("more"), placeholder=placeholder
    )


def _length(value: object) -> int | None:
    found = finite(value)
    return int(found) if found is not None and found >= 0 else None
