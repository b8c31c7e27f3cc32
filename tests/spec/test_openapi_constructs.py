"""Each construct of fal's documents, and its odd forms, as one field."""

from __future__ import annotations

from typing import Any

import pytest
from schema_grammar import ID, document, inputs

from vidwidgets.spec.address import Address
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import same

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


@pytest.mark.parametrize(
    ("name", "schema", "kind"),
    [
        ("image_url", {"type": "string"}, Media),
        ("anything", {"type": "string", "ui": {"field": "image"}}, Media),
        ("anything", {"anyOf": [{"type": "string", "ui": {"field": "image_mask"}}, {"type": "null"}]}, Media),
        ("anything", {"type": "string", "_fal_ui_field": "image"}, Media),
        ("last_frame_url", {"anyOf": [{"type": "string"}, {"type": "null"}]}, Media),
        ("mask_image_url", {"type": "string", "format": "uri"}, Media),
        ("video_url", {"type": "string"}, Address),
        ("reference_video_url", {"type": "string"}, Address),
        ("image_url", {"type": "string", "ui": {"field": "video"}}, Address),
        ("audio_url", {"anyOf": [{"type": "string"}, {"type": "null"}]}, Address),
        ("lora_url", {"type": "string"}, Address),
        ("image_size", {"type": "string"}, Text),
        ("curl", {"type": "string"}, Text),
        ("image_url", {"type": "string", "enum": ["a", "b"]}, Choice),
        ("image_url", {"type": "string", "maxLength": 20}, Address),
    ],
)
def test_what_takes_a_file(name: str, schema: dict[str, Any], kind: type) -> None:
    """By fal's hint first, else by its name; a clip or a sound goes by its address."""
    assert type(field(schema, name)) is kind


@pytest.mark.parametrize(
    ("name", "schema", "least", "most"),
    [
        ("image_urls", {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 5}, 2, 5),
        ("image_urls", {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "null"}]}, 0, None),
        ("things", {"type": "array", "items": {"type": "string", "ui": {"field": "image"}}}, 0, None),
        ("things", {"type": "array", "items": {"type": "string"}, "ui": {"field": "image"}, "default": []}, 0, None),
        ("frame_urls", {"type": "array", "items": {"$ref": "#/components/schemas/Url"}, "maxItems": 7}, 0, 7),
    ],
)
def test_several_pictures(name: str, schema: dict[str, Any], least: int, most: int | None) -> None:
    """A list of pictures' addresses, by fal's hint or its name; its pictures have the limits of their kind."""
    found = field(schema, name)
    assert isinstance(found, MediaList)
    as_told(found, least=least, most=most, role="reference", default=None)
    assert endpoint_with({name: schema}).body({name: ["https://a.b/c.png"]}) == {name: ["https://a.b/c.png"]}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"type": "string", "maxLength": 5}},
        {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
        {"type": "array", "items": {"type": "object"}},
        {"type": "array", "items": {"type": "string"}, "maxItems": 0},
        {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        {"type": "array"},
    ],
)
def test_a_list_that_no_pictures_fit_goes_by_the_json(schema: dict[str, Any]) -> None:
    """Its name alone makes no pictures of it."""
    assert [found.name for found in endpoint_with({"image_urls": schema}).fields] == ["extra_json"]


def test_an_address_is_one() -> None:
    """A path on this machine is no address that the provider could open."""
    found = field({"type": "string"}, "video_url")
    assert found.check("https://clips.example/a.mp4") is None
    assert "begin it with https://" in str(found.check("a.mp4"))


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (["image_url", "end_image_url"], {"image_url": "first", "end_image_url": "last"}),
        (["tail_image_url", "image_url"], {"image_url": "first", "tail_image_url": "last"}),
        (["first_frame_url", "last_frame_url"], {"first_frame_url": "first", "last_frame_url": "last"}),
        (["start_image_url", "end_image_url"], {"start_image_url": "first", "end_image_url": "last"}),
        (["first_image_url", "end_image_url"], {"first_image_url": "first", "end_image_url": "last"}),
        (["image_url", "reference_image_url"], {"image_url": "first", "reference_image_url": "reference"}),
        (["subject_image_url", "mask_url"], {"subject_image_url": "reference", "mask_url": "mask"}),
        (["photo_url"], {"photo_url": "first"}),
        (["left_image_url", "right_image_url"], {"left_image_url": "", "right_image_url": ""}),
        (["start_image_url", "image_url"], {"image_url": "first", "start_image_url": ""}),
    ],
)
def test_what_a_picture_is_for(names: list[str], roles: dict[str, str]) -> None:
    """First, last, reference or mask by its name; `image=` means exactly one, or none where nobody could say which."""
    endpoint = endpoint_with({name: {"type": "string"} for name in names})
    assert {name: endpoint.field(name).role for name in names} == roles


def test_a_picture_has_fals_limits() -> None:
    """The `x-fal` limits, wherever they stand; what makes no sense limits nothing."""
    stated = {"min_width": 300, "min_height": 200, "min_aspect_ratio": 0.4, "max_aspect_ratio": 2.5, "timeout": 20}
    stated |= {"max_file_size": 10485760, "max_width": 4000, "max_height": 3000}
    union = {"anyOf": [{"type": "string", "x-fal": stated}, {"type": "null"}], "limit_description": "Up to 10 MB"}
    for schema in ({"type": "string", "x-fal": stated}, union):
        found = field(schema, "image_url")
        assert isinstance(found, Media)
        as_told(found.limits, min_width=300, min_height=200, max_size_bytes=10485760, max_side=4000)
        as_told(found.limits, min_aspect_ratio=0.4, max_aspect_ratio=2.5)
    assert "Up to 10 MB." in field(union, "image_url").help
    odd = {"min_width": -1, "max_file_size": "big", "min_aspect_ratio": 3, "max_aspect_ratio": 1, "max_width": 10**40}
    nothing = field({"type": "string", "x-fal": odd}, "image_url")
    assert isinstance(nothing, Media)
    as_told(nothing.limits, min_width=None, max_size_bytes=None, min_aspect_ratio=None, max_side=None)


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
