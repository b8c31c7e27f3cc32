"""A document as a whole: what is not drawn, what is drawn in part, its order and its words."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_kit import PAGE, endpoint_with
from schema_grammar import ID, document, inputs

from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice
from vidwidgets.spec.openapi.endpoint import endpoint_of


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"type": "array", "items": {"type": "object"}}, "a list of objects"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Size"}}, "a list of objects"),
        ({"type": "array", "items": {"type": "string"}}, "a list of texts"),
        ({"type": "array"}, "a list"),
        ({"type": "object", "properties": {}}, "an object"),
        ({"$ref": "#/components/schemas/Size"}, "an object"),
        ({}, "anything"),
        ({"type": "tuple"}, "something else"),
        ({"type": "null"}, "nothing but null"),
        ({"$ref": "#/components/schemas/Nowhere"}, "anything"),
        ({"$ref": "https://elsewhere.example/schema.json"}, "anything"),
        ({"type": "number", "minimum": 5, "maximum": 1}, "a number"),
        ({"type": "string", "minLength": 5, "maxLength": 1}, "a text"),
        ({"enum": [{"a": 1}, [1]]}, "it lists what is no text"),
        ({"enum": []}, "nothing but null"),
        ("not a schema", "anything"),
        (None, "anything"),
    ],
)
def test_what_is_not_drawn_is_named_and_can_be_sent(schema: Any, said: str) -> None:
    """It has no control; a note names it, and the JSON carries it."""
    endpoint = endpoint_with({"thing": schema, "prompt": {"type": "string"}})
    assert [found.name for found in endpoint.fields] == ["prompt", "extra_json"]
    assert f"thing ({said}" in endpoint.notes[0]
    assert endpoint.body({"extra_json": {"thing": [1]}}) == {"thing": [1]}


def test_what_must_be_given_and_is_not_drawn_is_asked_for_in_the_json() -> None:
    """The JSON is then needed, not folded away, and says what it must hold; a default is where a form begins."""
    endpoint = endpoint_with({"shots": {"type": "array", "items": {}}, "prompt": {"type": "string"}}, ["shots"])
    extra = endpoint.fields[-1]
    assert isinstance(extra, Extra)
    assert (extra.required, extra.more, extra.needed) == (True, False, ("shots",))
    assert "must hold shots" in endpoint.problems({})[0].message
    assert "Extra JSON lacks shots" in endpoint.problems({"extra_json": "{}"})[0].message
    assert endpoint.problems({"extra_json": {"shots": []}}) == []
    begun = endpoint_with({"shots": {"type": "array", "default": [{"a": 1}]}}, ["shots"]).fields[-1]
    assert begun.initial == {"shots": [{"a": 1}]}


SIZE = {
    "anyOf": [{"$ref": "#/components/schemas/Size"}, {"enum": ["square", "wide"], "type": "string"}],
    "default": "wide",
}


@pytest.mark.parametrize("required", [False, True])
def test_what_is_drawn_in_part_can_be_given_either_way(required: bool) -> None:
    """The list has a control that can be left out; the object goes by the JSON; both at once is a problem."""
    endpoint = endpoint_with({"image_size": SIZE}, ["image_size"] if required else [])
    size = endpoint.field("image_size")
    assert (size.choices(), size.default) == (("square", "wide"), None)
    assert "image_size (an object)" in endpoint.notes[0]
    for values in ({"image_size": "wide"}, {"extra_json": {"image_size": {"width": 5}}}, {}):
        assert endpoint.problems(values) == []
    assert endpoint.body({}) == ({"image_size": "wide"} if required else {})
    assert endpoint.body({"extra_json": {"image_size": {"width": 5}}}) == {"image_size": {"width": 5}}
    (problem,) = endpoint.problems({"image_size": "wide", "extra_json": {"image_size": {"width": 5}}})
    assert "keep one of the two" in problem.message


def test_what_is_drawn_in_part_and_has_no_default_must_be_given_one_way() -> None:
    """Neither the control nor the JSON: one problem beside the control."""
    schema = {"anyOf": [{"type": "object"}, {"type": "integer"}, {"enum": ["a", "b"]}]}
    endpoint = endpoint_with({"thing": schema}, ["thing"])
    (problem,) = endpoint.problems({})
    assert problem.fields[0] == "thing"
    assert "in the JSON" in problem.message
    assert endpoint.problems({"extra_json": {"thing": 5}}) == []


def test_null_can_be_said_where_the_schema_takes_it() -> None:
    """A control leaves out; what must be null is so in the JSON, unless the control says something else."""
    negative = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": "blur"}
    endpoint = endpoint_with({"negative_prompt": negative, "prompt": {"type": "string"}})
    assert endpoint.problems({"extra_json": {"negative_prompt": None}}) == []
    assert endpoint.body({"extra_json": '{"negative_prompt": null}'}) == {"negative_prompt": None}
    for extra in ({"negative_prompt": "x"}, {"prompt": None}):
        assert "control of its own" in endpoint.problems({"extra_json": extra})[0].message
    assert endpoint.problems({"negative_prompt": "x", "extra_json": {"negative_prompt": None}}) != []


def test_fals_order_is_the_forms() -> None:
    """Names that are stated twice or are gone do not matter; what is not stated comes after."""
    properties = {name: {"type": "string"} for name in ("a", "b", "c", "d")}
    endpoint = endpoint_with(properties, **{"x-fal-order-properties": ["c", "gone", "a", "c", 5]})
    assert [found.name for found in endpoint.fields] == ["c", "a", "b", "d", "extra_json"]


def test_the_words_are_a_persons() -> None:
    """Labels as the hand-written forms have them, titles that someone wrote, help in one line, seconds as seconds."""
    endpoint = endpoint_with(
        {
            "cfg_scale": {"type": "number", "title": "Cfg Scale"},
            "num_inference_steps": {"type": "integer", "title": "Num Inference Steps"},
            "fps": {"type": "integer", "title": "Frames per Second"},
            "negative_prompt": {"type": "string", "description": "First line.\n\nSecond   line"},
            "duration": {"enum": ["5", "10"], "description": "x" * 5000},
        }
    )
    labels = {found.name: found.label for found in endpoint.fields}
    assert labels["cfg_scale"] == "Guidance"
    assert labels["num_inference_steps"] == "Num inference steps"
    assert labels["fps"] == "Frames per Second"
    assert endpoint.field("negative_prompt").help == "First line. Second line."
    duration = endpoint.field("duration")
    assert isinstance(duration, Choice)
    assert (duration.label_of("5"), duration.unit, duration.more) == ("5 s", "s", False)
    assert len(duration.help) <= 240
    assert endpoint.field("negative_prompt").more


def test_the_model_is_named() -> None:
    """Title and kind out of the id and fal's category."""
    whole = document(inputs({"prompt": {"type": "string"}}), endpoint_id="fal-ai/kling-video/v3/pro/image-to-video")
    made = endpoint_of(whole, "fal-ai/kling-video/v3/pro/image-to-video", source=PAGE)
    assert (made.title, made.kind, made.provider) == ("Kling Video v3 Pro", "image to video", "fal")
    whole = document(inputs({"prompt": {"type": "string"}}), endpoint_id="fal-ai/veo3.1")
    whole["info"]["x-fal-metadata"]["category"] = "text-to-video"
    made = endpoint_of(whole, "fal-ai/veo3.1", source=PAGE)
    assert (made.title, made.kind) == ("Veo 3.1", "text to video")


def test_the_documents_examples_are_an_example() -> None:
    """Where they make a request that breaks nothing, the endpoint has it; else it has none."""
    properties = {
        "prompt": {"type": "string", "examples": ["A boat."]},
        "image_url": {"type": "string", "examples": ["https://a.b/c.png"]},
    }
    (example,) = endpoint_with(properties, ["prompt"]).examples
    assert dict(example.values) == dict(example.body) == {"prompt": "A boat.", "image_url": "https://a.b/c.png"}
    assert endpoint_with({**properties, "seed": {"type": "integer", "examples": ["x"]}}, ["prompt"]).examples == ()


def test_a_word_of_ours_that_is_a_wire_name_goes_by_the_json() -> None:
    """`connection` and `schema` mean something else in `vw.form`; `extra_json` moves out of the way of its like."""
    endpoint = endpoint_with({name: {"type": "string"} for name in ("connection", "schema", "extra_json", "prompt")})
    assert [found.name for found in endpoint.fields] == ["extra_json", "prompt", "extra_json_"]
    assert endpoint.body({"extra_json_": {"schema": "x"}, "extra_json": "y"}) == {"extra_json": "y", "schema": "x"}


def test_a_bare_schema_is_a_document_too() -> None:
    """What pydantic writes for the input alone will do."""
    made = endpoint_of(inputs({"prompt": {"type": "string"}}, ["prompt"]), ID, source=PAGE)
    assert made.field("prompt").required
