"""The OpenAPI document of a model around its input, in the shape that fal publishes (facts/fal.md §3). Pure."""

from __future__ import annotations

from typing import Any

_FILE = {
    "title": "File",
    "type": "object",
    "properties": {
        "url": {"type": "string", "title": "Url"},
        "content_type": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Content Type"},
        "file_name": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "File Name"},
        "file_size": {"anyOf": [{"type": "integer"}, {"type": "null"}], "title": "File Size"},
    },
    "x-fal-order-properties": ["url", "content_type", "file_name", "file_size"],
    "required": ["url"],
}
_STATUS = {
    "type": "object",
    "properties": {
        "status": {"type": "string", "enum": ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]},
        "request_id": {"type": "string"},
        "response_url": {"type": "string"},
        "status_url": {"type": "string"},
        "cancel_url": {"type": "string"},
        "logs": {"type": "object", "additionalProperties": True},
        "metrics": {"type": "object", "additionalProperties": True},
        "queue_position": {"type": "integer"},
    },
    "required": ["status", "request_id"],
}
_REQUEST_ID = {"name": "request_id", "in": "path", "required": True, "schema": {"type": "string"}}


def queue_document(
    endpoint: str, input_schema: dict[str, Any], *, category: str = "", schemas: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The whole document.

    Args:
        endpoint: the model's id.
        input_schema: what the request's body must be.
        category: fal's word for what it makes ("image-to-video").
        schemas: what the input refers to, by name.
    """
    stem = "".join(word[:1].upper() + word[1:] for word in endpoint.replace("/", "-").replace(".", "").split("-"))
    output = {
        "title": f"{stem}Output",
        "type": "object",
        "properties": {"video": {"allOf": [_ref("File")], "description": "The clip."}},
        "x-fal-order-properties": ["video"],
        "required": ["video"],
    }
    metadata = {"endpointId": endpoint, **({"category": category} if category else {})}
    named = {f"{stem}Input": {"title": f"{stem}Input", **input_schema}, f"{stem}Output": output}
    place = f"/{endpoint}/requests/{{request_id}}"
    about = {"parameters": [_REQUEST_ID]}
    return {
        "openapi": "3.0.4",
        "info": {"title": f"Queue OpenAPI for {endpoint}", "version": "1.0.0", "x-fal-metadata": metadata},
        "components": {
            "securitySchemes": {"apiKeyAuth": {"type": "apiKey", "in": "header", "name": "Authorization"}},
            "schemas": {"QueueStatus": _STATUS, **named, "File": _FILE, **(schemas or {})},
        },
        "paths": {
            f"{place}/status": {"get": {**about, "responses": _answers("QueueStatus")}},
            f"{place}/cancel": {"put": {**about, "responses": {"200": {"description": "It was cancelled."}}}},
            f"/{endpoint}": {
                "post": {
                    "requestBody": {"required": True, "content": _json(f"{stem}Input")},
                    "responses": _answers("QueueStatus"),
                }
            },
            place: {"get": {**about, "responses": _answers(f"{stem}Output")}},
        },
        "servers": [{"url": "https://queue.fal.run"}],
        "security": [{"apiKeyAuth": []}],
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _answers(name: str) -> dict[str, Any]:
    return {"200": {"description": "As it stands.", "content": _json(name)}}
