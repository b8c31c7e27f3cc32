"""The fal models that the sandbox knows: one OpenAPI document each, in the shape that fal publishes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

from vidwidgets.sandbox.schema import Schema


@dataclass(frozen=True)
class FalModel:
    """One model: its id and its OpenAPI document (fal.ai/api/openapi/queue/openapi.json; facts/fal.md §3)."""

    endpoint: str
    document: dict[str, Any]

    @cached_property
    def input(self) -> Schema:
        """The schema of the request body, found by following the paths as fal's own tools do."""
        post = self.document["paths"][f"/{self.endpoint}"]["post"]
        return Schema(self.document, post["requestBody"]["content"]["application/json"]["schema"])

    @cached_property
    def image_fields(self) -> dict[str, dict[str, Any]]:
        """Fields that take the address of an image, each with its ``x-fal`` limits (empty where none are published)."""
        found: dict[str, dict[str, Any]] = {}
        for name, schema in self.input.root.get("properties", {}).items():
            parts = [self.input.resolve(part) for part in (schema, *schema.get("anyOf", ()))]
            hints = {part.get("ui", {}).get("field") or part.get("_fal_ui_field") for part in parts}
            if "image" in hints or name.endswith(("image_url", "frame_url")):
                found[name] = next((part["x-fal"] for part in parts if "x-fal" in part), {})
        return found


def load_catalogue() -> dict[str, FalModel]:
    """All models by id, from ``fal_models/*.json``."""
    models = {}
    for entry in files("vidwidgets.sandbox").joinpath("fal_models").iterdir():
        if entry.name.endswith(".json"):
            document = json.loads(entry.read_text(encoding="utf-8"))
            endpoint = document["info"]["x-fal-metadata"]["endpointId"]
            models[endpoint] = FalModel(endpoint, document)
    return models
