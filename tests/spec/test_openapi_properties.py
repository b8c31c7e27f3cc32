"""What holds of any schema in fal's grammar: it becomes an endpoint that asks for neither more nor less than it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from schema_grammar import ID, document, input_schemas, shared

from vidwidgets.sandbox.schema import Schema
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import same

PAGE = Source("a test's document", "2026-11-27")
EXAMPLES = 80
PICTURE = "https://pictures.example/lake.png"


def endpoint_for(schema: dict[str, Any]) -> Endpoint:
    """The endpoint of an input schema."""
    return endpoint_of(document(schema, shared), ID, source=PAGE)


def validator(schema: dict[str, Any]) -> Any:
    """The referee: jsonschema, by the whole document, so that references are found."""
    whole = {"$ref": "#/components/schemas/ModelInput", **document(schema, shared)}
    return jsonschema.Draft202012Validator(whole)


def takes(schema: dict[str, Any], name: str, value: object) -> bool:
    """Whether the referee takes a value for one property."""
    whole = {**schema["properties"][name], "components": {"schemas": shared}}
    return bool(jsonschema.Draft202012Validator(whole).is_valid(value))


def likely(field: Field) -> st.SearchStrategy[Any]:
    """Values that the field takes by itself, at its bounds and within them."""
    if field.choices():
        return st.sampled_from(field.choices())
    if isinstance(field, MediaList):
        most = field.least + 2 if field.most is None else field.most
        return st.sampled_from([[PICTURE] * count for count in range(field.least, most + 1)])
    if isinstance(field, Media):
        return st.just(PICTURE)
    if isinstance(field, Text):
        most = 60 if field.max_length is None else field.max_length
        return st.sampled_from([PICTURE, "x" * field.min_length, "x" * most, "a", "The fog lifts."])
    if isinstance(field, Number | Seed):
        low = -3 if field.minimum is None else field.minimum
        high = low + 5 if field.maximum is None else field.maximum
        return st.sampled_from([low, high, low + 1, 0, 4, 0.5, 8])
    return st.nothing()


@settings(max_examples=EXAMPLES)
@given(schema=input_schemas(), data=st.data())
def test_what_the_endpoint_takes_the_schema_takes(schema: dict[str, Any], data: st.DataObject) -> None:
    """Defaults are valid, and a body without a problem is valid by the schema, whatever was chosen."""
    endpoint = endpoint_for(schema)
    referee = validator(schema)
    values: dict[str, Any] = dict(endpoint.defaults)
    for field in endpoint.fields:
        assert field.default is None or field.check(field.default) is None
        if isinstance(field, Extra):
            # what is not drawn must come from somewhere: from the referee, by trying
            given = {name: _some(schema, name) for name in field.needed}
            assume(None not in given.values())
            values |= {field.name: given} if given else {}
        elif field.required or data.draw(st.booleans(), label=field.name):
            chosen = data.draw(likely(field).filter(lambda v, f=field: f.check(v) is None), label=field.name)
            values[field.name] = chosen
    problems = endpoint.problems(values)
    either = {p.fields[0] for p in problems if "is missing: set it" in str(p)}
    assert len(either) == len(problems), problems
    assume(not problems)
    body = endpoint.body(values)
    assert json.loads(json.dumps(body)) == body
    wrong = [error.message for error in referee.iter_errors(body)]
    assert not wrong, (body, wrong)
    assert Schema(document(schema, shared), schema).check(body).faults == ()


def _some(schema: dict[str, Any], name: str) -> Any:
    """A value that the referee takes for a property; None where none of the likely ones does."""
    tries = [
        {"width": 1},
        [],
        ["x"],
        ["https://a.b"],
        [{"a": "x"}],
        [5],
        [4],
        [True],
        ["5"],
        ["a" * 5],
        "x",
        5,
        True,
        0.5,
    ]
    tries += [[option] for option in ("8s", "auto", 8, 10, 5.5, False, "16:9", "720p", "<b>x</b>", 0, "10")]
    tries += [[n] for n in range(-52, 54)] + [[n / 2] for n in range(-99, 99)] + ["auto", "hd", 8]
    return next((value for value in tries if takes(schema, name, value)), None)


@settings(max_examples=EXAMPLES)
@given(schema=input_schemas())
def test_every_literal_of_the_schema_can_be_sent(schema: dict[str, Any]) -> None:
    """Each property is a field or goes by the JSON; each value that the schema lists can be sent as that literal."""
    endpoint = endpoint_for(schema)
    known = {field.name: field for field in endpoint.fields}
    extra = endpoint.fields[-1]
    assert isinstance(extra, Extra)
    assert extra.name not in schema["properties"]
    for name, property_schema in schema["properties"].items():
        field = known.get(name)
        wanted = [v for v in _literals(property_schema) if v is not None and takes(schema, name, v)]
        for value in wanted:
            if field is not None and field.check(value) is None:
                sent = endpoint.body({name: value})[name]
            else:
                wrong = extra.check({name: value})
                assert wrong is None or " lacks " in wrong
                sent = endpoint.body({extra.name: {name: value}})[name]
            assert same(sent, value)
        if field is None and name.isprintable():
            assert any(" ".join(name.split()) in note for note in endpoint.notes)


def _literals(schema: Any) -> list[Any]:
    """Every enum, const and default in a property, of the shared schemas too."""
    if not isinstance(schema, dict):
        return []
    found = [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]
    for word in ("anyOf", "oneOf", "allOf"):
        found += [value for member in schema.get(word, []) for value in _literals(member)]
    return found + (["a", "b"] if schema.get("$ref", "").endswith("Shared") else [])


@settings(max_examples=EXAMPLES)
@given(schema=input_schemas())
def test_the_order_is_fals(schema: dict[str, Any]) -> None:
    """Fields come in the order that the document states, and what it says of them is one line of text."""
    endpoint = endpoint_for(schema)
    stated = schema.get("x-fal-order-properties") or list(schema["properties"])
    names = [field.name for field in endpoint.fields[:-1]]
    assert names == [name for name in stated if name in names]
    for field in endpoint.fields:
        assert field.label.strip() == field.label != ""
        assert field.help.endswith(".")
        assert "\n" not in field.help
        assert len(field.help) <= 240
        if isinstance(field, Choice):
            assert all(not same(one, other) for at, one in enumerate(field.options) for other in field.options[:at])
        assert not isinstance(field, Flag) or field.default in {True, False, None}
