"""The document of a fal model as an `Endpoint`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.extra import Extra, Merged, Once
from vidwidgets.spec.fields import Choice, Field, Text, sendable
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.openapi.bounds import LONGEST_NAME, MOST_FIELDS, MOST_NAMED
from vidwidgets.spec.openapi.document import Document
from vidwidgets.spec.openapi.pictures import roles_of
from vidwidgets.spec.openapi.property import Drawn, drawn
from vidwidgets.spec.openapi.shape import Shape, shape_of
from vidwidgets.spec.openapi.words import kind_of, one_line, title_of
from vidwidgets.spec.source import Source

EXTRA = "extra_json"
PROMPTS = ("prompt", "text_prompt", "motion_prompt", "text", "instruction", "instructions")
"""What the prompt is called, the usual name first."""
KEYWORDS = {"endpoint_id", "connection", "fresh", "schema"}
"""What `vw.form` and `vw.submit` mean by these is no wire field."""
_MOST_EXAMPLE = 4_000
_SHAPE = "aspect_ratio"


def endpoint_of(document: object, endpoint_id: str, *, source: Source, notes: tuple[str, ...] = ()) -> Endpoint:
    """What can be asked of a model, by its OpenAPI document.

    Every property is drawn, or can be sent in the extra JSON and is named in a note.

    Args:
        document: The document, parsed; anything may have been given.
        endpoint_id: The model's id in fal's words.
        source: Where the document is from.
        notes: What to know besides (an old copy, a document that was given).

    Raises:
        InvalidRequest: It is no document of this model.
    """
    whole = Document(document, endpoint_id)
    schema = whole.input()
    shapes = _shapes(schema, whole)
    required = {name for name in _list(schema.get("required")) if isinstance(name, str)}
    found = {
        name: drawn(name, shape, required=name in required, source=source)
        for name, shape in list(shapes.items())[:MOST_FIELDS]
    }
    beyond = _names(schema) - found.keys()
    fields = _with_roles({name: one.field for name, one in found.items() if one.field is not None})
    undrawn = {name: one for name, one in found.items() if one.field is None}
    needed = [name for name, one in undrawn.items() if one.needed]
    needed += sorted(name for name in beyond & required)
    partly = tuple(name for name, one in found.items() if one.field is not None and one.partly)
    extra = _extra(fields, found, tuple(needed), _names(schema), source)
    either = tuple(name for name in fields if name in partly or name in extra.nullable)
    also = tuple(name for name in partly if found[name].needed)
    always = {name: one.always for name, one in found.items() if one.always is not None}
    made = Endpoint(
        id=endpoint_id,
        provider="fal",
        title=title_of(endpoint_id),
        kind=kind_of(endpoint_id, whole.metadata),
        source=source,
        fields=(*fields.values(), extra),
        rules=(Once(extra=extra.name, fields=either, required=also),) if either else (),
        shape=Merged(extra.name, always),
        notes=(*notes, *_notes(undrawn, found, beyond)),
    )
    example = _example(made, shapes)
    return replace(made, examples=(example,)) if example else made


def _shapes(schema: Mapping[str, Any], document: Document) -> dict[str, Shape]:
    """The properties that may become controls, in fal's order, else in the document's."""
    properties = schema["properties"]
    ordered = [name for name in _list(schema.get("x-fal-order-properties")) if isinstance(name, str)]
    needed = [name for name in _list(schema.get("required")) if isinstance(name, str)]
    if len(properties) > MOST_FIELDS:  # what must be given is drawn first, so that it is not what is left over
        ordered = [*needed, *ordered]
    names = [name for name in dict.fromkeys([*ordered, *properties]) if name in properties and _is_name(name)]
    return {name: shape_of(properties[name], document) for name in names[:MOST_FIELDS]}


def _names(schema: Mapping[str, Any]) -> set[str]:
    return {name for name in schema["properties"] if isinstance(name, str) and sendable(name)}


def _is_name(name: object) -> bool:
    """Whether it can be a keyword and be shown; what cannot is sent in the JSON."""
    return isinstance(name, str) and 0 < len(name) <= LONGEST_NAME and name.isprintable() and name not in KEYWORDS


def _with_roles(fields: dict[str, Field]) -> dict[str, Field]:
    """The same fields; prompt and pictures say what they are for."""
    pictures = [name for name, field in fields.items() if isinstance(field, Media)]
    lists = [name for name in pictures if isinstance(fields[name], MediaList)]
    roles = {**roles_of(name for name in pictures if name not in lists), **dict.fromkeys(lists, "reference")}
    prompt = next((name for name in PROMPTS if type(fields.get(name)) is Text), None)
    if prompt is not None:
        roles[prompt] = "prompt"
    found = {name: replace(field, role=roles.get(name, "")) for name, field in fields.items()}
    for name, field in found.items():
        if isinstance(field, Media) and field.role in {"first", "last"} and isinstance(found.get(_SHAPE), Choice):
            found[name] = replace(field, shaped_by=_SHAPE)
    leading = found.get(prompt) if prompt is not None else None
    if isinstance(leading, Text):
        found[leading.name] = replace(leading, multiline=True, more=False)
    return found


def _extra(
    fields: Mapping[str, Field], found: Mapping[str, Drawn], needed: tuple[str, ...], taken: set[str], source: Source
) -> Extra:
    partly = {key for key in fields if found[key].partly}
    name = EXTRA
    while name in taken:
        name = f"{name}_"
    named = needed or tuple(key for key, one in found.items() if one.field is None)
    shown = ", ".join(f'"{one_line(key, 40)}": …' for key in named[:3])
    says = f" It must hold {_listed(needed)}." if needed else ""
    return Extra(
        name=name,
        label="Extra JSON",
        help=f"Further fields of the model as a JSON object, sent as they are.{says}",
        source=source,
        required=bool(needed),
        more=not needed,
        drawn=frozenset(fields) - partly,
        nullable=frozenset(key for key in fields if found[key].nullable) - partly,
        needed=needed,
        initial=_begun(needed, found),
        placeholder=f"{{{shown}}}" if shown else '{"field": "value"}',
    )


def _begun(needed: tuple[str, ...], found: Mapping[str, Drawn]) -> dict[str, Any] | None:
    """What a form begins with: the defaults of what must be in the JSON, where each has one."""
    known = {name: found[name].default for name in needed if name in found and found[name].default is not None}
    return known if known and len(known) == len(needed) else None


def _notes(undrawn: Mapping[str, Drawn], found: Mapping[str, Drawn], beyond: set[str]) -> tuple[str, ...]:
    """What is not drawn, by name, and what is drawn only in part."""
    left = [f"{_shown(name)} ({one.why})" for name, one in undrawn.items()]
    left += [_shown(name) for name in sorted(beyond)[: MOST_NAMED + 1]]
    total = len(undrawn) + len(beyond)
    notes = []
    if left:
        further = f" and {total - MOST_NAMED:,} more" if total > MOST_NAMED else ""
        notes.append(f"Not drawn here; give it in Extra JSON: {', '.join(left[:MOST_NAMED])}{further}.")
    half = [f"{_shown(name)} ({one.partly})" for name, one in found.items() if one.field is not None and one.partly]
    if half:
        further = f" and {len(half) - MOST_NAMED:,} more" if len(half) > MOST_NAMED else ""
        listed = ", ".join(half[:MOST_NAMED])
        notes.append(f"May also be something else; leave it out and give that in Extra JSON: {listed}{further}.")
    return tuple(notes)


def _example(endpoint: Endpoint, shapes: Mapping[str, Shape]) -> Example | None:
    """The request that the document's own examples make up; None where they do not make one."""
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    needed = next((field.needed for field in endpoint.fields if isinstance(field, Extra)), ())
    drawn_names = {field.name for field in endpoint.fields}
    for name, shape in shapes.items():
        first = next(iter(_list(shape.said.get("examples"))), shape.said.get("example"))
        if first is None or len(repr(first)) > _MOST_EXAMPLE:
            continue
        if name in drawn_names:
            values[name] = first
        elif name in needed:
            extra[name] = first
    name = endpoint.fields[-1].name
    values |= {name: extra} if extra else {}
    if not values or endpoint.problems(values):
        return None
    return Example(values=values, body=endpoint.body(values), source=endpoint.source, note="The document's examples.")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _listed(names: Iterable[str]) -> str:
    short = [_shown(name) for name in names]
    return ", ".join(short[:MOST_NAMED]) + (f" and {len(short) - MOST_NAMED} more" if len(short) > MOST_NAMED else "")


def _shown(name: str) -> str:
    return one_line(name, 40) or "one without a readable name"
