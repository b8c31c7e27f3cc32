"""Documents that mean harm, or are only broken: bounded in time and size, and text stays text."""

from __future__ import annotations

import contextlib
import copy
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schema_grammar import ID, document, input_schemas, inputs
from spec_samples import json_values

from vidwidgets.errors import InvalidRequest
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.openapi.bounds import MOST_FIELDS
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source

PAGE = Source("a stranger's document", "2026-11-27")
A = "#/components/schemas/A"
HTML = '<script>alert(1)</script> **bold** [x](javascript:alert(1)) \x1b[31m\u202e\u2028 & "quoted".'
AT_MOST_SECONDS = 3.0
"""Far more than any of them takes, on a busy machine."""


def deep(levels: int, wrap: Callable[[Any], Any]) -> Any:
    """Something wrapped in itself so often."""
    found: Any = {"type": "string"}
    for _ in range(levels):
        found = wrap(found)
    return found


def read(properties: dict[str, Any], schemas: dict[str, Any] | None = None, **rest: Any) -> Endpoint:
    """The endpoint, which must come soon."""
    started = time.perf_counter()
    made = endpoint_of(document(inputs(properties, **rest), schemas), ID, source=PAGE)
    assert time.perf_counter() - started < AT_MOST_SECONDS
    return made


def size_of(endpoint: Endpoint) -> int:
    """How many characters its words have, options and notes included."""
    options = sum(len(str(option)) for field in endpoint.fields for option in field.choices())
    words = sum(len(f"{field.name}{field.label}{field.help}{field.default or ''}") for field in endpoint.fields)
    return options + words + sum(map(len, endpoint.notes)) + len(endpoint.title + endpoint.kind)


CYCLES: dict[str, dict[str, Any]] = {
    "itself": {"A": {"$ref": A}},
    "in a ring": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": A}},
    "a union of itself": {"A": {"anyOf": [{"$ref": A}, {"$ref": A}, {"$ref": A}]}},
    "all of itself": {"A": {"allOf": [{"$ref": A}, {"$ref": A}]}},
    "one of everything": {"A": {"oneOf": [{"allOf": [{"anyOf": [{"$ref": A}]}, {"$ref": A}]}]}},
    "a list of itself": {"A": {"type": "array", "items": {"$ref": A}}},
    "an object of itself": {"A": {"type": "object", "properties": {"a": {"$ref": A}}}},
    "beside null": {"A": {"anyOf": [{"$ref": A}, {"type": "null"}, {"type": "string"}]}},
}


@pytest.mark.parametrize("schemas", CYCLES.values(), ids=CYCLES.keys())
def test_what_refers_to_itself_ends(schemas: dict[str, Any]) -> None:
    """The property is drawn or named, and the form is made all the same."""
    endpoint = read({"thing": {"$ref": A}, "prompt": {"type": "string"}}, schemas)
    assert endpoint.field("prompt")
    assert "thing" in [field.name for field in endpoint.fields] or "thing" in endpoint.notes[0]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: {"anyOf": [inner, {"type": "null"}]},
        lambda inner: {"allOf": [inner]},
        lambda inner: {"type": "array", "items": inner},
        lambda inner: {"anyOf": [inner, inner]},
        lambda inner: {"type": "object", "properties": {"a": inner}},
    ],
)
def test_deep_nesting_is_read_to_some_depth(wrap: Callable[[Any], Any]) -> None:
    """Ten thousand levels are neither recursed into nor refused."""
    endpoint = read({"thing": deep(10_000, wrap), "prompt": {"type": "string"}})
    assert "thing" in " ".join([*endpoint.notes, *(field.name for field in endpoint.fields)])


def test_ten_thousand_properties_are_some_controls_and_a_count() -> None:
    """What must be given is drawn first; the rest goes by the JSON, and the note counts it without listing it."""
    names = [f"property_{number}" for number in range(10_000)]
    endpoint = read({name: {"type": "string"} for name in names}, required=names[-3:])
    assert len(endpoint.fields) == MOST_FIELDS + 1
    assert [field.name for field in endpoint.fields[:3]] == names[-3:]
    assert "9,932 more" in endpoint.notes[0]
    assert size_of(endpoint) < 20_000
    assert endpoint.body({"extra_json": {names[5000]: "x"}})[names[5000]] == "x"


def test_more_required_properties_than_controls_are_asked_for_in_the_json() -> None:
    """Nothing that is needed is forgotten, and the sentence about it is short."""
    names = [f"property_{number}" for number in range(500)]
    endpoint = read({name: {"type": "string"} for name in names}, required=names)
    extra = endpoint.fields[-1]
    assert isinstance(extra, Extra)
    assert len(extra.needed) == 500 - MOST_FIELDS
    assert all(len(problem.message) < 600 for problem in endpoint.problems({"extra_json": {}}))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "enum": [f"option {number}" for number in range(60_000)]},
        {"type": "string", "enum": ["x" * 1_000_000, "y"]},
        {"anyOf": [{"enum": [f"o{number}" for number in range(400)]} for _ in range(300)]},
        {"allOf": [{"enum": list(range(60_000))}, {"enum": list(range(60_000))}]},
        {"anyOf": [{"const": number} for number in range(50_000)]},
        {"type": ["string"] * 50_000},
        {"type": "integer", "minimum": 0, "maximum": 10**29},
        {"anyOf": [{"enum": ["auto"]}, {"type": "integer", "minimum": -(10**20), "maximum": 10**20}]},
    ],
)
def test_a_megabyte_of_options_is_no_list_to_choose_from(schema: dict[str, Any]) -> None:
    """Bounded, and still to be sent."""
    endpoint = read({"thing": schema, "prompt": {"type": "string"}})
    assert size_of(endpoint) < 50_000
    assert all(len(field.choices()) <= 500 for field in endpoint.fields)


@pytest.mark.parametrize("key", ["title", "description", "default", "limit_description"])
def test_a_megabyte_of_words_is_cut(key: str) -> None:
    """Titles, descriptions and defaults of any length."""
    endpoint = read({"image_url": {"type": "string", key: "word " * 200_000}, "x" * 5000: {"type": "string"}})
    assert size_of(endpoint) < 50_000


def test_html_and_control_characters_stay_text() -> None:
    """They are words like others, on one line, without what steers a terminal; Markdown shows them as they are."""
    schema = {"type": "string", "title": HTML, "description": HTML, "enum": ["<b>", "&amp;"], "default": "<b>"}
    whole = document(inputs({"thing": schema, "<i>": {"type": "object"}, "prompt": {"type": "string"}}))
    whole["info"]["x-fal-metadata"]["category"] = HTML
    endpoint = endpoint_of(whole, ID, source=PAGE)
    field = endpoint.fields[0]
    for text in (field.label, field.help, endpoint.kind, *endpoint.notes, endpoint.describe()):
        assert not set(text) & set("\x1b\u202e\u2028")
    assert field.help.startswith("<script>alert(1)</script>")
    markdown = endpoint._repr_markdown_()
    assert "\\<script\\>" in markdown
    assert "<script>" not in markdown.replace("\\<script\\>", "")
    assert "](javascript" not in markdown.replace("\\]", "")


@pytest.mark.parametrize(
    "name", ["", " ", "\ud83d", "\x00", "__class__", "a" * 10_000, "prompt\n", "../../etc/passwd", "<b>", "self"]
)
def test_a_name_of_any_kind(name: str) -> None:
    """It is a wire name like others, or goes by the JSON; nothing is made of it but text."""
    endpoint = read({name: {"type": "string"}, "prompt": {"type": "string"}})
    assert endpoint.field("prompt")
    assert size_of(endpoint) < 5_000
    assert endpoint.describe().encode()


@pytest.mark.parametrize(
    "root",
    [
        None,
        [],
        "{}",
        5,
        {},
        {"paths": []},
        {"paths": {5: {"post": {"requestBody": 5}}}},
        {"paths": {f"/{ID}": "x"}},
        {"paths": {f"/{ID}": {"post": {"requestBody": "x"}}}},
        {"paths": {f"/{ID}": {"post": {"requestBody": {"content": {5: {}, "text/html": {}}}}}}},
        {"paths": {f"/{number}/x": {"post": {"requestBody": {}}} for number in range(50_000)}},
        {"properties": 5},
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(root: object) -> None:
    """Short, whole, and nothing was sent."""
    with pytest.raises(InvalidRequest) as caught:
        endpoint_of(root, ID, source=PAGE)
    assert caught.value.message.endswith("Nothing was sent.")
    assert len(caught.value.message) < 700


def places(part: Any) -> list[tuple[Any, Any]]:
    """Every place in a document, as container and key."""
    keys = list(part) if isinstance(part, dict) else list(range(len(part))) if isinstance(part, list) else []
    return [(part, key) for key in keys] + [place for key in keys for place in places(part[key])]


@settings(max_examples=100)
@given(data=st.data(), schema=input_schemas())
def test_anything_anywhere_is_read_or_refused(data: st.DataObject, schema: dict[str, Any]) -> None:
    """Any value in place of any part of a good document: an endpoint that can be described, or a sentence."""
    whole = copy.deepcopy(document(schema))  # its parts are shared with the next example
    known = places(whole)
    parent, key = known[data.draw(st.integers(0, len(known) - 1))]
    parent[key] = data.draw(json_values)
    with contextlib.suppress(InvalidRequest):
        endpoint = endpoint_of(whole, ID, source=PAGE)
        assert endpoint.describe()
        assert isinstance(endpoint.problems({}), list)
