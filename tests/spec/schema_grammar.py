"""Any input schema of the grammar that fal's documents are written in (facts/fal.md §3), and its document."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ID = "maker/model/image-to-video"
NAMES = (
    *("prompt", "negative_prompt", "image_url", "end_image_url", "video_url", "audio_url", "image_urls", "duration"),
    *(
        "aspect_ratio",
        "resolution",
        "seed",
        "cfg_scale",
        "num_frames",
        "generate_audio",
        "loras",
        "style",
        "image_size",
    ),
    *("mask_url", "reference_image_url", "fps", "mode", "multi_prompt", "schema", "extra_json", "größe", "a-b", "x y"),
)
words = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=12)
small = st.integers(-50, 50)
literals = st.sampled_from(["5", "8s", "auto", "10", 5, 8, 10, 5.5, True, False, "16:9", "720p", "<b>x</b>"])


def document(schema: dict[str, Any], schemas: dict[str, Any] | None = None, endpoint_id: str = ID) -> dict[str, Any]:
    """The OpenAPI document of a model with this input, in fal's shape."""
    post = {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ModelInput"}}},
        },
        "responses": {},
    }
    return {
        "openapi": "3.0.4",
        "info": {"title": f"Queue OpenAPI for {endpoint_id}", "x-fal-metadata": {"endpointId": endpoint_id}},
        "components": {"schemas": {"ModelInput": schema, **(schemas or {})}},
        "paths": {f"/{endpoint_id}": {"post": post}},
    }


def inputs(properties: dict[str, Any], required: list[str] | None = None, **rest: Any) -> dict[str, Any]:
    """An input schema."""
    return {"title": "ModelInput", "type": "object", "properties": properties, "required": required or [], **rest}


@st.composite
def texts(draw: st.DrawFn) -> dict[str, Any]:
    """A string with its lengths; now and then with a default, which may break them, as published ones do."""
    least = draw(st.none() | st.integers(0, 5))
    most = draw(st.none() | st.integers(5, 400))
    found: dict[str, Any] = {"type": "string"}
    found |= {} if least is None else {"minLength": least}
    found |= {} if most is None else {"maxLength": most}
    found |= draw(st.sampled_from([{}, {}, {"default": ""}, {"default": "blur"}, {"format": "uri"}, {"ui": {}}]))
    return found


@st.composite
def numbers(draw: st.DrawFn) -> dict[str, Any]:
    """A number or whole number with any of the bounds, and a default within or beyond them."""
    kind = draw(st.sampled_from(["integer", "number"]))
    low, high = sorted((draw(small), draw(small)))
    found: dict[str, Any] = {"type": kind}
    found |= draw(st.sampled_from([{}, {"minimum": low}, {"exclusiveMinimum": low}, {"minimum": float(low)}]))
    found |= draw(st.sampled_from([{}, {"maximum": high}, {"exclusiveMaximum": high + 2}]))
    found |= draw(st.sampled_from([{}, {}, {"multipleOf": 0.5 if kind == "number" else 4}]))
    found |= draw(st.sampled_from([{}, {"default": low}, {"default": high}, {"default": 1000}, {"default": None}]))
    return found


@st.composite
def enums(draw: st.DrawFn) -> dict[str, Any]:
    """Literals of one type or of several, with or without the type, and now and then with null among them."""
    options = draw(st.lists(literals, min_size=1, max_size=6))
    found: dict[str, Any] = {"enum": [*options, *draw(st.sampled_from([[], [], [None], [{"a": 1}]]))]}
    if all(isinstance(option, str) for option in found["enum"]):
        found["type"] = "string"
    found |= draw(st.sampled_from([{}, {"default": options[0]}, {"default": "none of them"}]))
    return found


consts = st.builds(lambda value, more: {"const": value, **more}, literals, st.sampled_from([{}, {"title": "Only"}]))
flags = st.builds(
    lambda more: {"type": "boolean", **more}, st.sampled_from([{}, {"default": True}, {"default": False}])
)
scalars = texts() | numbers() | enums() | consts | flags
lists = st.builds(
    lambda items, bounds: {"type": "array", "items": items, **bounds},
    scalars | st.just({"type": "object", "properties": {"a": {"type": "string"}}}),
    st.sampled_from([{}, {"minItems": 1, "maxItems": 3}]),
)
objects = st.just({"type": "object", "properties": {"width": {"type": "integer"}}, "required": ["width"]})
anything = st.just({})


def unions(member: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """One or several members, mostly with null, with what is said of the whole outside.

    `oneOf` has one member besides null: of several that overlap the referee would refuse what two of them take.
    """
    return st.builds(
        lambda members, null, said: {
            "oneOf" if len(members) == 1 and null else "anyOf": [*members, *([{"type": "null"}] if null else [])],
            **said,
        },
        st.lists(member, min_size=1, max_size=3),
        st.sampled_from([True, True, False]),
        st.sampled_from([{}, {"default": None}, {"default": "auto"}, {"default": 5}, {"title": "A <i>title</i>"}]),
    )


plain = scalars | lists | objects
shared = {
    "Shared": {"type": "string", "enum": ["a", "b"], "title": "Shared"},
    "Size": {"$ref": "#/components/schemas/Wide"},
}
shared |= {"Wide": {"type": "object", "properties": {"width": {"type": "integer"}}}}
references = st.sampled_from(
    [
        {"$ref": "#/components/schemas/Shared"},
        {"allOf": [{"$ref": "#/components/schemas/Shared"}], "default": "b"},
        {"anyOf": [{"$ref": "#/components/schemas/Size"}, {"type": "string", "enum": ["hd", "sd"]}], "default": "hd"},
        {"$ref": "#/components/schemas/Size"},
    ]
)
said = st.fixed_dictionaries({}, optional={"title": words, "description": st.text(max_size=400)})
properties = st.builds(lambda schema, about: {**about, **schema}, plain | unions(plain) | references, said)


@st.composite
def input_schemas(draw: st.DrawFn) -> dict[str, Any]:
    """An input with some properties in an order of its own, some of them required."""
    found = draw(st.dictionaries(st.sampled_from(NAMES) | words, properties, min_size=1, max_size=8))
    names = list(found)
    order = draw(st.permutations(names))
    required = draw(st.lists(st.sampled_from(names), unique=True))
    more = draw(st.sampled_from([{}, {"x-fal-order-properties": [*order, "gone"]}]))
    return inputs(found, required, **more)
