"""One property of a document as a field."""

from __future__ import annotations

from typing import Any

from schema_grammar import ID, document, inputs

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Field
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source

PAGE = Source("a test's document", "2026-11-27")
SHARED = {
    "Url": {"type": "string", "format": "uri", "maxLength": 2083},
    "Ratio": {"type": "string", "enum": ["16:9", "9:16"], "title": "Ratio"},
    "Size": {"type": "object", "properties": {"width": {"type": "integer"}}},
    "Again": {"$ref": "#/components/schemas/Ratio"},
    "odd/name~x": {"type": "integer", "minimum": 1, "maximum": 3},
}


def endpoint_with(properties: dict[str, Any], required: list[str] | None = None, **rest: Any) -> Endpoint:
    """The endpoint of an input with these properties."""
    return endpoint_of(document(inputs(properties, required, **rest), SHARED), ID, source=PAGE)


def field(schema: dict[str, Any], name: str = "thing", *, required: bool = False) -> Field:
    """The field of one property."""
    return endpoint_with({name: schema}, [name] if required else []).fields[0]


def as_told(found: Field, **expected: Any) -> None:
    """See that a field has these attributes, of these types."""
    for name, value in expected.items():
        assert getattr(found, name) == value, name
        assert type(getattr(found, name)) is type(value), name
