"""One property, read: what it may be, each in a schema of its own, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.spec.fields import sendable
from vidwidgets.spec.openapi.bounds import LARGEST_NUMBER, LONGEST_OPTION, MOST_OPTIONS, MOST_PARTS
from vidwidgets.spec.openapi.document import Document
from vidwidgets.spec.openapi.merging import merged, written

_UNIONS = ("anyOf", "oneOf")
_ABOUT = {"title", "description", "default", "examples", "example", "ui", "_fal_ui_field", "x-fal", "limit_description"}
"""What is said of a property rather than asked of its value."""


@dataclass(frozen=True)
class Shape:
    """A property without its references and unions."""

    said: Mapping[str, Any]
    """Title, description, default and what else is said of the property as a whole."""
    kinds: tuple[Mapping[str, Any], ...]
    """What it may be besides null: plain schemas, each of one `type` ("" for anything) and without an enum."""
    options: tuple[Any, ...]
    """The literals that it may be, from every enum and const in it; each once."""
    nullable: bool
    unread: str = ""
    """Why it was not read to its end, in words; empty when it was."""

    @property
    def default(self) -> Any:  # noqa: ANN401  a JSON value
        """Its default; None where it has none, or null."""
        return self.said.get("default")

    def hints(self, *keys: str) -> Iterator[Any]:
        """What is under a key in the property, in each of its kinds, and in what its lists are of."""
        for part in (self.said, *self.kinds, *(kind["items"] for kind in self.kinds if "items" in kind)):
            found: Any = part
            for key in keys:
                found = found.get(key) if isinstance(found, Mapping) else None
            if found is not None:
                yield found


def shape_of(schema: object, document: Document) -> Shape:
    """Read a property's schema."""
    whole = document.resolved(schema)
    reading = _Reading(document)
    kinds, options, nullable = [], [], False
    seen: set[str] = set()
    for part in reading.parts(whole):
        if part.get("type") == "null":
            nullable = True
        elif "enum" not in part:
            kinds.append({**part, "items": document.resolved(part["items"])} if "items" in part else part)
        else:
            for option in _listed(part["enum"]):
                nullable = nullable or option is None
                if option is not None and _has_type(option, part.get("type")) and written(option) not in seen:
                    seen.add(written(option))
                    options.append(option)
    usable = tuple(option for option in options if _is_literal(option))
    unread = reading.unread or ("it lists what is no text, number or yes and no" if len(usable) < len(options) else "")
    if len(usable) > MOST_OPTIONS or any(isinstance(o, str) and len(o) > LONGEST_OPTION for o in usable):
        usable, unread = (), f"it lists {len(usable):,} values, too many or too long to choose from"
    return Shape(whole, tuple(kinds), usable, nullable, unread)


class _Reading:
    """Takes unions and lists of types apart, at most `MOST_PARTS` of them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = MOST_PARTS
        self.unread = ""

    def parts(self, schema: Mapping[str, Any], deep: int = 0) -> Iterator[Mapping[str, Any]]:
        """Schemas of one type or one enum each."""
        self._left -= 1
        if self._left < 0 or deep > 20:  # noqa: PLR2004  a union in a union in a union is rare already
            self.unread = "it is nested too deeply"
            return
        union = next((key for key in _UNIONS if isinstance(schema.get(key), list) and schema[key]), None)
        if union is not None:
            around = {key: value for key, value in schema.items() if key not in _ABOUT and key != union}
            for member in schema[union][: MOST_PARTS + 1]:
                inner = self._document.resolved(member)
                if not inner and member != {}:
                    self.unread = "a part of it leads nowhere"
                    continue
                yield from self.parts(merged(around, inner), deep + 1)
            return
        if schema.get("nullable") is True:
            yield {"type": "null"}
        if "const" in schema:
            yield {**schema, "enum": [schema["const"]]}
        elif isinstance(schema.get("type"), list):
            for kind in schema["type"][:MOST_PARTS]:
                yield {**schema, "type": kind}
        else:
            yield {**schema, "type": _type_of(schema)}


def _type_of(schema: Mapping[str, Any]) -> str:
    """The type it names, or that its other words imply; empty for anything."""
    kind = schema.get("type")
    if isinstance(kind, str):
        return kind
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    if "maxLength" in schema or "minLength" in schema:
        return "string"
    return "number" if "minimum" in schema or "maximum" in schema else ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _has_type(option: object, kind: object) -> bool:
    """Whether a literal is of the type beside its list; an option of another type can never be right."""
    if not isinstance(kind, str) or not kind:
        return True
    if isinstance(option, bool):
        return kind == "boolean"
    if isinstance(option, int | float):
        return kind == "number" or (kind == "integer" and (isinstance(option, int) or option.is_integer()))
    return (isinstance(option, str) and kind == "string") or (isinstance(option, list) and kind == "array")


def _is_literal(option: object) -> bool:
    if isinstance(option, str):
        return sendable(option)
    return isinstance(option, bool | int | float) and abs(option) <= LARGEST_NUMBER  # no NaN is
