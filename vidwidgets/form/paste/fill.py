"""From what a text asks for to the values of one endpoint's form, and what of it was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.form.code import TO_FILL_IN
from vidwidgets.form.paste.found import MOST_SENTENCES, Found, listed, named
from vidwidgets.spec.called import Called, Unread
from vidwidgets.spec.describe import SENT_AS_IT_IS
from vidwidgets.spec.endpoint import COMMON_WORDS, Endpoint
from vidwidgets.spec.fields import Field, sendable
from vidwidgets.spec.media import Media
from vidwidgets.spec.suggest import nearest_name

MOST_NAMES = 200
MOST_PICTURES = 50
_UPLOADED_FIRST = "<uploaded first:"


@dataclass(frozen=True)
class Filling:
    """What to put into a form."""

    values: Mapping[str, Any]
    """By wire name."""
    unshown: frozenset[str]
    """The picture fields that the text names without showing the picture."""
    said: tuple[str, ...]
    """What was not understood."""


def fill(endpoint: Endpoint, found: Found, *, only_addresses: bool = False) -> Filling:
    """The values that a text gives for an endpoint; each is taken as it stands, right or wrong: the form says that.

    Args:
        endpoint: Whose values.
        found: What the text asks for.
        only_addresses: Whether a picture that is neither an address nor an id is only a word for one.
    """
    given = endpoint.flat(found.body) if found.body is not None else dict(found.values or {})
    values: dict[str, Any] = {}
    unshown: set[str] = set()
    unknown: list[str] = []
    said: list[str] = []
    for name, value in list(given.items())[:MOST_NAMES]:
        field = _field(endpoint, name)
        if field is None:
            unknown.append(_unknown(endpoint, name))
        elif value is None:
            continue
        elif isinstance(field, Media):
            picture, why = _pictures(field, value, only_addresses=only_addresses)
            if why:
                unshown.add(field.name)
                said.append(why)
            else:
                values[field.name] = picture
        elif isinstance(value, Unread | Called):
            said.append(f"{field.label}: its value is worked out in the code, and was not read.")
        elif not _can_be_shown(field, value):
            said.append(f"{field.label}: what stands there is no value of a field, and was not read.")
        elif field.name in values:
            said.append(f"{field.label} stands there twice: the first one was taken.")
        else:
            values[field.name] = value
    if len(given) > MOST_NAMES:
        said.append(f"Only the first {MOST_NAMES} names were read.")
    if unknown:
        said.append(f"Not known to {endpoint.id}, and left out: {listed(unknown)}.")
    return Filling(values, frozenset(unshown), tuple(said[:MOST_SENTENCES]))


def _field(endpoint: Endpoint, name: object) -> Field | None:
    role = COMMON_WORDS.get(str(name))
    by_name = (field for field in endpoint.fields if field.name == name)
    return next(by_name, None) or next((field for field in endpoint.fields if role and field.role == role), None)


def _can_be_shown(field: Field, value: object) -> bool:
    """A scalar can, also a wrong one; an object or a list only where the field takes it."""
    if isinstance(value, str):
        return sendable(value)
    return isinstance(value, int | float) or field.check(value) is None


def _unknown(endpoint: Endpoint, name: object) -> str:
    near = nearest_name(str(name)[:100], [field.name for field in endpoint.fields])
    return f"{named(name)} (the nearest is {near})" if near else named(name)


def _pictures(field: Media, value: object, *, only_addresses: bool) -> tuple[Any, str]:
    """The picture, or pictures, of a value; else why there is none, as a sentence."""
    if not isinstance(value, list | tuple):
        return _picture(field, value, only_addresses=only_addresses)
    pictures = []
    for one in value[:MOST_PICTURES]:
        picture, why = _picture(field, one, only_addresses=only_addresses)
        if why:
            return None, why
        pictures.append(picture)
    return pictures, ""


def _picture(field: Media, value: object, *, only_addresses: bool) -> tuple[Any, str]:
    if isinstance(value, Called):
        value = _path_in(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value, ""
    if not isinstance(value, str) or not sendable(value):
        return None, f"{field.label}: which picture it is cannot be read from the text."
    is_word = value.startswith(_UPLOADED_FIRST) or value.strip() in {"", TO_FILL_IN, "..."}
    if is_word or (only_addresses and not value.startswith(SENT_AS_IT_IS)):
        return None, f"{field.label}: the picture itself is not there: give it in the form."
    return value, ""


def _path_in(called: Called) -> object:
    """The path or address that a call is about: `upload_file("cat.jpg")`, `upload(open("cat.jpg", "rb"))`."""
    for value in (*called.positional, *called.named.values()):
        found = _path_in(value) if isinstance(value, Called) else value
        if isinstance(found, str):
            return found
    return Unread()
