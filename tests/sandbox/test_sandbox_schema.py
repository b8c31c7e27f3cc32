"""The validator: any schema that fal publishes, in pydantic's words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.sandbox.fal_catalogue import load_catalogue
from vidwidgets.sandbox.schema import Schema

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def faults(schema: dict[str, Any], value: object) -> list[tuple[str, Any, str]]:
    """(type, last part of loc, msg) of every fault."""
    return [(fault.type, fault.loc[-1], fault.msg) for fault in Schema({}, schema).check(value).faults]


def first(schema: dict[str, Any], value: object) -> str | None:
    """The type of the first fault, None when there is none."""
    found = faults(schema, value)
    return found[0][0] if found else None


MODELS = load_catalogue()
JUDGED = [
    "fal-ai/veo3/image-to-video",
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video",
    "fal-ai/kling-video/v3/pro/text-to-video",
    "sandbox/odd/constructs",
]


@pytest.mark.parametrize("endpoint", JUDGED)
@given(value=JSON)
def test_any_json_is_judged(endpoint: str, value: object) -> None:
    """No input makes the validator fall over, and each fault says where it is."""
    schema = MODELS[endpoint].input
    checked = schema.check(value)
    # prompt and image_url are not in there; one model needs nothing at all
    assert checked.faults or (isinstance(value, dict) and not schema.root.get("required"))
    assert all(fault.loc[0] == "body" and fault.msg and fault.type for fault in checked.faults)


@given(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_a_number_within_its_bounds_passes_and_one_beyond_does_not(low: int, high: int, value: int) -> None:
    """Bounds are inclusive, and the lower one is told first."""
    schema = {"type": "integer", "minimum": low, "maximum": high}
    expected = "greater_than_equal" if value < low else "less_than_equal" if value > high else None
    assert first(schema, value) == expected


@given(st.text(max_size=30), st.integers(0, 20), st.integers(0, 20))
def test_a_string_is_measured_in_characters(text: str, least: int, most: int) -> None:
    """Too long and too short are told apart, and both limits are inclusive."""
    found = first({"type": "string", "minLength": least, "maxLength": most}, text)
    expected = "string_too_long" if len(text) > most else "string_too_short" if len(text) < least else None
    assert found == expected


@given(st.lists(st.sampled_from(["4s", "6s", "8s", "5", "10", 5, 10, True, None]), min_size=1), JSON)
def test_a_choice_takes_exactly_its_members(choices: list[Any], value: Any) -> None:
    """Equal and of the same type: 5 is not "5", and True is not 1."""
    member = any(type(choice) is type(value) and choice == value for choice in choices)
    assert (first({"enum": choices}, value) is None) == member


def test_the_words_are_those_of_pydantic() -> None:
    """Messages as FastAPI would send them."""
    assert faults({"type": "string", "enum": ["4s", "6s", "8s"]}, "5")[0][2] == "Input should be '4s', '6s' or '8s'"
    assert faults({"type": "number", "maximum": 1}, 2)[0][2] == "Input should be less than or equal to 1"
    assert faults({"type": "string", "maxLength": 1}, "xx")[0][2] == "String should have at most 1 character"
    assert faults({"type": "object", "properties": {"a": {}}, "required": ["a"]}, {}) == [
        ("missing", "a", "Field required")
    ]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "integer"}, 5.0, None),
        ({"type": "integer"}, 5.5, "int_from_float"),
        ({"type": "integer"}, "7", None),
        ({"type": "integer"}, "x", "int_parsing"),
        ({"type": "integer"}, [], "int_type"),
        ({"type": "integer"}, 2**70, None),
        ({"type": "number"}, "0.5", None),
        ({"type": "number"}, {}, "float_type"),
        ({"type": "number", "exclusiveMinimum": 0}, 0, "greater_than"),
        ({"type": "number", "multipleOf": 0.1}, 0.3, None),
        ({"type": "number", "multipleOf": 0.1}, 0.35, "multiple_of"),
        ({"type": "boolean"}, "off", None),
        ({"type": "boolean"}, 2, "bool_parsing"),
        ({"type": "boolean"}, None, "bool_type"),
        ({"type": "string"}, 5, "string_type"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, None, None),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, 5, "string_type"),
        ({"type": "string", "nullable": True}, None, None),
        ({"const": "16:9"}, "9:16", "literal_error"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a", "b"], "sequence_too_long"),
        ({"type": "array", "items": {"type": "string"}}, "a", "list_type"),
    ],
)
def test_values_are_judged_as_pydantic_does(schema: dict[str, Any], value: object, expected: str | None) -> None:
    """Lax where pydantic is lax, strict where it is."""
    assert first(schema, value) == expected


def test_references_are_followed_and_faults_name_their_place() -> None:
    """A fault inside a list of referenced objects says which one; unions name the member."""
    document = {"components": {"schemas": {"Part": {"type": "object", "properties": {"n": {"type": "integer"}}}}}}
    part = {"$ref": "#/components/schemas/Part"}
    schema = Schema(document, {"type": "object", "properties": {"parts": {"type": "array", "items": part}}})
    checked = schema.check({"parts": [{"n": 1}, {"n": "x"}]})
    assert [fault.loc for fault in checked.faults] == [("body", "parts", 1, "n")]
    union = Schema({}, {"anyOf": [{"type": "integer"}, {"enum": ["auto"]}]})
    assert [fault.loc for fault in union.check("x").faults] == [("body", "int"), ("body", "literal")]


def test_defaults_are_filled_in_and_unknown_keys_let_through() -> None:
    """The checked value has what a model would see."""
    checked = load_catalogue()["fal-ai/veo3/image-to-video"].input.check(
        {"prompt": "p", "image_url": "u", "unheard": 1, "seed": None}
    )
    assert not checked.faults
    assert checked.value["duration"] == "8s"
    assert checked.value["generate_audio"] is True
    assert checked.value["unheard"] == 1
    assert "negative_prompt" not in checked.value


def test_a_document_that_refers_to_itself_ends() -> None:
    """A circle of references is read as a schema that says nothing."""
    circle = {"components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}}
    assert not Schema(circle, {"$ref": "#/components/schemas/A"}).check(5).faults
