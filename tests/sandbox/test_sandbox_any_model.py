"""The sandbox plays any fal model whose document it has or is given, and holds inputs against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import jsonschema
import pytest
from sandbox_kit import read_stream

from vidwidgets.sandbox.fal_catalogue import Catalogue, load_catalogue, read_model
from vidwidgets.sandbox.fal_model import UnusableDocumentError
from vidwidgets.sandbox.schema import Schema
from vidwidgets.sandbox.server import start_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODELS = load_catalogue()
HEADERS = {"Authorization": "Key k"}
ODD = "sandbox/odd/constructs"
GIVEN = "someone/new-model"
SHORT: dict[str, list[Any]] = {"resolution": ["480p", "540p", "720p"], "duration": ["4", "5", 4]}
"""What keeps rendering quick, where a model takes it."""
INPUT = {
    "type": "object",
    "properties": {
        "prompt": {"type": "string"},
        "duration": {"enum": [1], "type": "integer", "default": 1},
        "resolution": {"type": "string", "default": "240p"},
    },
    "required": ["prompt"],
}


def example_of(endpoint: str) -> dict[str, Any]:
    """The request that a model's own examples make up, short."""
    found: dict[str, Any] = {"mode": "pro"} if endpoint == ODD else {}
    for name, schema in MODELS[endpoint].input.root["properties"].items():
        if schema.get("examples"):
            found[name] = schema["examples"][0]
        for quick in SHORT.get(name, []):
            if name not in found and MODELS[endpoint].input.check({**found, name: quick}).faults == ():
                found[name] = quick
    return found


@pytest.mark.parametrize("endpoint", sorted(MODELS))
def test_every_document_is_one(endpoint: str, client: httpx.Client) -> None:
    """It is served over HTTP as fal serves it, its references lead somewhere, and its schemas are JSON Schema."""
    served = client.get("/api/openapi/queue/openapi.json", params={"endpoint_id": endpoint}).json()
    assert served == MODELS[endpoint].document
    assert served["info"]["x-fal-metadata"]["endpointId"] == endpoint
    root = MODELS[endpoint].input.root
    jsonschema.Draft202012Validator.check_schema({**root, "components": {}})
    assert root["x-fal-order-properties"] == list(dict.fromkeys(root["x-fal-order-properties"]))
    assert set(root["x-fal-order-properties"]) == set(root["properties"])
    text = json.dumps(served)
    for name in {piece.split('"')[0] for piece in text.split("#/components/schemas/")[1:]}:
        assert name in served["components"]["schemas"]


RENDERED = [
    "bytedance/seedance-2.0/text-to-video",
    "fal-ai/wan-flf2v",
    "fal-ai/pika/v2.2/pikaframes",
    "fal-ai/wan/v2.2-14b/animate/move",
    ODD,
]
"""One of each kind: from words, from two frames, from a list of pictures, from a clip, and of odd make."""


@pytest.mark.parametrize("endpoint", sorted(endpoint for endpoint in MODELS if example_of(endpoint)))
def test_a_models_own_examples_are_taken(endpoint: str) -> None:
    """The request that the document's examples make up has no fault."""
    assert MODELS[endpoint].input.check(example_of(endpoint)).faults == ()


@pytest.mark.parametrize("endpoint", RENDERED)
def test_a_model_makes_a_clip(
    endpoint: str, client: httpx.Client, finish: Callable[[dict[str, Any]], httpx.Response]
) -> None:
    """The request of its own examples is taken, queued, and ends as a clip."""
    reply = client.post(f"/{endpoint}", json=example_of(endpoint))
    assert reply.status_code == 200, reply.text
    result = finish(reply.json())
    assert result.status_code == 200, result.text
    assert client.get(result.json()["video"]["url"]).content[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("change", "loc", "kind"),
    [
        ({"mode": ...}, ["mode"], "missing"),
        ({"mode": "std"}, ["mode"], "literal_error"),
        ({"duration": 9}, ["duration", "int"], "less_than_equal"),
        ({"image_size": {"width": 5000}}, ["image_size", "ImageSize", "width"], "less_than_equal"),
        ({"style": "opera"}, ["style"], "literal_error"),
        ({"strength": 0}, ["strength"], "greater_than"),
        ({"frames": 12}, ["frames"], "multiple_of"),
        ({"camera": "fly"}, ["camera"], "literal_error"),
        ({"quality": "2"}, ["quality"], "literal_error"),
        ({"nickname": "x"}, ["nickname"], "string_too_short"),
        ({"temperature": "hot"}, ["temperature"], "float_parsing"),
        ({"loras": [{"scale": 2}]}, ["loras", 0, "path"], "missing"),
        ({"start_image_url": "data:image/png;base64,AAAA"}, ["start_image_url"], "image_load_error"),
    ],
)
def test_odd_constructs_are_held(
    *,
    client: httpx.Client,
    finish: Callable[[dict[str, Any]], httpx.Response],
    change: dict[str, Any],
    loc: list[Any],
    kind: str,
) -> None:
    """Each construct refuses what it forbids, as 422 at the result, at its place."""
    body = {"prompt": "A boat.", "mode": "pro", **change}
    reply = client.post(f"/{ODD}", json={name: value for name, value in body.items() if value is not ...})
    refused = finish(reply.json())
    assert refused.status_code == 422
    assert (["body", *loc], kind) in [(entry["loc"], entry["type"]) for entry in refused.json()["detail"]]


@pytest.mark.parametrize(
    "change",
    [
        {"duration": "auto"},
        {"duration": 8},
        {"image_size": {"width": 640}},
        {"strength": None},
        {"camera": None},
        {"nickname": None},
        {"options": {"a": [1]}},
        {"unknown": 1},
    ],
)
def test_odd_constructs_are_taken(change: dict[str, Any]) -> None:
    """And takes what it allows."""
    assert MODELS[ODD].input.check({"prompt": "A boat.", "mode": "pro", **change}).faults == ()


def test_a_list_of_pictures_is_looked_at_one_by_one(
    client: httpx.Client, finish: Callable[[dict[str, Any]], httpx.Response]
) -> None:
    """A broken picture in a list is refused at its place."""
    body = {"image_urls": ["https://pictures.example/a.png", "data:image/png;base64,AAAA"]}
    refused = finish(client.post("/fal-ai/pika/v2.2/pikaframes", json=body).json())
    assert [entry["loc"] for entry in refused.json()["detail"]] == [["body", "image_urls", 1]]


def test_a_given_model_outlives_the_sandbox(tmp_path: Path) -> None:
    """It is played after a restart of the sandbox, and so is a file that was put into its folder."""
    home = tmp_path / "sandbox"
    first = start_sandbox(home=home, speed=50)
    assert httpx.post(f"{first.url}/{GIVEN}", json={"prompt": "p"}, headers=HEADERS).status_code == 404
    given = httpx.post(f"{first.url}/_sandbox/schema", params={"endpoint_id": GIVEN}, json=INPUT)
    assert (given.status_code, given.json()) == (201, {"endpoint": GIVEN})
    job = httpx.post(f"{first.url}/{GIVEN}", json={"prompt": "p"}, headers=HEADERS).json()
    first.stop()
    (home / "fal_models" / "by-hand.json").write_text(json.dumps(read_model(INPUT, "someone/by-hand").document))
    (home / "fal_models" / "broken.json").write_text("{")
    second = start_sandbox(home=home, speed=50)
    try:
        with httpx.Client(base_url=second.url, headers=HEADERS, timeout=30) as client:
            path = f"/{GIVEN}/requests/{job['request_id']}"
            assert read_stream(client, f"{path}/status")[-1]["status"] == "COMPLETED"
            assert client.get(path).json()["video"]["url"].startswith(second.url)
            assert client.post("/someone/by-hand", json={"prompt": "p"}).status_code == 200
            assert client.post("/someone/broken", json={"prompt": "p"}).status_code == 404
    finally:
        second.stop()


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        5,
        {},
        {"paths": {}},
        {"paths": {"/a/b": {"post": {}}}},
        {"paths": {"/a/b": {"post": {"requestBody": {"content": {"application/json": {"schema": 5}}}}}}},
        {"input": 5, "endpoint": "a/b"},
        {"input": {"properties": []}, "endpoint": "a/b"},
        {"input": {"properties": {}}, "endpoint": "no-owner"},
        {"input": {"properties": {}}, "endpoint": "../../etc"},
        {"input": {"properties": {}}, "endpoint": "v1/b"},
        {"input": {"$ref": "#/input"}, "endpoint": "a/b"},
    ],
)
def test_a_document_that_is_none_is_refused(document: object, tmp_path: Path) -> None:
    """Each with a sentence, and nothing is kept."""
    with pytest.raises(UnusableDocumentError, match=r"\w"):
        Catalogue(tmp_path).add(document)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [{"$ref": "#/schemas/A"}, {"$ref": "#/schemas/A"}]},
        {"allOf": [{"$ref": "#/schemas/A"}, {"$ref": "#/schemas/A"}]},
        {"properties": {"a": {"$ref": "#/schemas/A"}}},
        {"type": "array", "items": {"$ref": "#/schemas/A"}},
    ],
)
def test_a_schema_that_never_ends_is_left(schema: dict[str, Any]) -> None:
    """A schema that refers to itself is checked to some depth, and the check comes back."""
    value: Any = "x"
    for _ in range(200):
        value = {"a": value} if "properties" in schema else [value]
    assert Schema({"schemas": {"A": schema}}, {"$ref": "#/schemas/A"}).check(value) is not None
