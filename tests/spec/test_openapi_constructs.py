"""Each construct of fal's documents, and its odd forms, as one field: lists, numbers, flags, texts."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_kit import as_told, endpoint_with, field

from vidwidgets.spec.fields import Choice, Flag, Number, Seed, Text
from vidwidgets.spec.values import same


@pytest.mark.parametrize(
    ("schema", "options", "default"),
    [
        ({"type": "string", "enum": ["5", "10"], "default": "5"}, ("5", "10"), "5"),
        ({"type": "string", "enum": ["4s", "6s", "8s"], "default": "8s"}, ("4s", "6s", "8s"), "8s"),
        ({"type": "integer", "enum": [6, 8], "default": 6}, (6, 8), 6),
        ({"enum": ["auto", 5, "5", 5.5, True]}, ("auto", 5, "5", 5.5, True), None),
        ({"enum": ["a", "a", 1, 1.0, True]}, ("a", 1, 1.0, True), None),
        ({"enum": ["a", "b", None], "default": None}, ("a", "b"), None),
        ({"type": "integer", "enum": [5, "5"]}, (5,), None),
        ({"enum": ["a", "b"], "default": "c"}, ("a", "b"), None),
        ({"anyOf": [{"enum": ["a", "b"]}, {"type": "null"}], "default": "b"}, ("a", "b"), "b"),
        ({"anyOf": [{"enum": ["a"]}, {"const": "b"}, {"enum": ["a", "c"]}]}, ("a", "b", "c"), None),
        ({"anyOf": [{"enum": ["auto"]}, {"type": "integer", "minimum": 4, "maximum": 6}]}, ("auto", 4, 5, 6), None),
        ({"anyOf": [{"enum": ["auto"]}, {"type": "boolean"}], "default": True}, ("auto", True, False), True),
        ({"type": ["string", "null"], "enum": ["a", "b", None]}, ("a", "b"), None),
        ({"type": "string", "nullable": True, "enum": ["a", "b"]}, ("a", "b"), None),
        ({"$ref": "#/components/schemas/Ratio"}, ("16:9", "9:16"), None),
        ({"$ref": "#/components/schemas/Again"}, ("16:9", "9:16"), None),
        ({"allOf": [{"$ref": "#/components/schemas/Ratio"}], "default": "9:16"}, ("16:9", "9:16"), "9:16"),
        ({"allOf": [{"enum": ["a", "b", "c"]}, {"enum": ["b", "c", 5]}]}, ("b", "c"), None),
        ({"$ref": "#/components/schemas/Ratio", "default": "9:16"}, ("16:9", "9:16"), "9:16"),
        ({"const": "pro"}, ("pro",), None),
        ({"const": "pro", "default": "pro"}, ("pro",), "pro"),
        ({"type": "integer", "minimum": 5, "maximum": 5}, (5,), None),
    ],
)
def test_a_list_gives_its_own_literals(schema: dict[str, Any], options: tuple[Any, ...], default: Any) -> None:
    """Each literal with its type, once; null is leaving it out; a default that is none of them is not one."""
    found = field(schema)
    assert isinstance(found, Choice)
    assert len(found.options) == len(options)
    assert all(same(one, other) for one, other in zip(found.options, options, strict=True))
    assert same(found.default, default)
    endpoint = endpoint_with({"thing": schema})
    for option in options:
        assert same(endpoint.body({"thing": option})["thing"], option)


def test_a_constant_that_is_needed_is_sent_by_itself() -> None:
    """There is nothing to choose: it is shown, and in the body of whoever leaves it out."""
    endpoint = endpoint_with({"mode": {"const": "pro"}, "prompt": {"type": "string"}}, ["mode", "prompt"])
    assert endpoint.field("mode").default == "pro"
    assert endpoint.problems({"prompt": "A boat."}) == []
    assert endpoint.body({"prompt": "A boat."}) == {"mode": "pro", "prompt": "A boat."}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "minimum": 2, "maximum": 15, "default": 5}, {"minimum": 2, "maximum": 15, "default": 5}),
        ({"type": "integer", "minimum": 2.0, "default": 5.0}, {"minimum": 2, "default": 5}),
        ({"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 4}, {"minimum": 1, "maximum": 3}),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, {"minimum": 1}),
        ({"type": "integer", "minimum": 0.5, "maximum": 3.5}, {"minimum": 1, "maximum": 3}),
        ({"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}, {"minimum": 0, "maximum": 1, "default": 0.5}),
        ({"type": "number", "exclusiveMinimum": 0}, {"minimum": 0, "open_minimum": True}),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": 0}, {"minimum": 1, "open_minimum": False}),
        ({"type": "number", "maximum": 1, "exclusiveMaximum": True}, {"maximum": 1, "open_maximum": True}),
        ({"type": "number", "multipleOf": 0.5}, {"multiple_of": 0.5, "step": 0.5}),
        ({"type": "number", "multipleOf": -1}, {"multiple_of": None}),
        ({"type": "number"}, {"minimum": None, "maximum": None}),
        ({"type": "number", "default": "much"}, {"default": None}),
        ({"type": "number", "default": 3, "maximum": 2}, {"default": None}),
        ({"type": "number", "minimum": "low", "maximum": True}, {"minimum": None, "maximum": None}),
        ({"type": "number", "maximum": float("inf"), "minimum": -(10**400)}, {"minimum": None, "maximum": None}),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]}, {"integer": False}),
        ({"$ref": "#/components/schemas/odd~1name~0x"}, {"minimum": 1, "maximum": 3, "integer": True}),
        ({"minimum": 3, "maximum": 5}, {"minimum": 3, "maximum": 5}),
        ({"allOf": [{"type": "number", "minimum": 0}, {"minimum": 2, "maximum": 9}]}, {"minimum": 2, "maximum": 9}),
    ],
)
def test_a_number_has_its_bounds(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    """Inclusive and exclusive in either spelling, multiples, and what bounds nothing."""
    found = field(schema)
    assert isinstance(found, Number)
    as_told(found, **expected)


@pytest.mark.parametrize(
    ("schema", "right", "wrong"),
    [
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 1}, [0.1, 1], [0, 0.0, -1, 1.5]),
        ({"type": "number", "multipleOf": 0.1}, [0.3, 0.7, 0, 10**20], [0.35, 0.31]),
        ({"type": "integer", "multipleOf": 8, "minimum": 8}, [8, 64], [0, 12, 8.0]),
    ],
)
def test_a_bound_is_kept(schema: dict[str, Any], right: list[Any], wrong: list[Any]) -> None:
    """What the bound allows passes, whatever binary fractions make of it, and the rest is a sentence."""
    found = field(schema)
    assert [found.check(value) for value in right] == [None] * len(right)
    for value in wrong:
        said = found.check(value)
        assert said is not None
        assert said.startswith("Thing must be ")


def test_a_seed_is_one() -> None:
    """`seed` is a seed where it is a whole number; a default below 0 widens it, a list makes it a list."""
    as_told(field({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "seed"), minimum=0, maximum=2**32 - 1)
    as_told(field({"type": "integer", "minimum": -1, "maximum": 99, "default": -1}, "seed"), minimum=-1, default=-1)
    as_told(field({"type": "integer", "default": -1}, "seed"), minimum=-1, default=-1)
    assert isinstance(field({"type": "integer"}, "seed"), Seed)
    assert isinstance(field({"type": "integer", "enum": [1, 2]}, "seed"), Choice)
    assert isinstance(field({"type": "number"}, "seed"), Number)


def test_yes_and_no() -> None:
    """Three ways to write a flag; without a default it can be left out."""
    as_told(field({"type": "boolean", "default": False}), default=False)
    for schema in (
        {"type": "boolean"},
        {"enum": [True, False]},
        {"anyOf": [{"type": "boolean"}, {"type": "null"}], "default": None},
    ):
        found = field(schema)
        assert isinstance(found, Flag)
        assert found.default is None


def test_a_text_has_its_lengths() -> None:
    """Lengths, also as floats; a limit that makes no sense is none; a free text beside a list is a text."""
    as_told(field({"type": "string", "minLength": 3, "maxLength": 5000.0}), min_length=3, max_length=5000)
    as_told(field({"type": "string", "minLength": -1, "maxLength": True}), min_length=0, max_length=None)
    assert type(field({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}], "default": "a"})) is Text
    assert field({"type": "string", "default": ""}).default == ""
