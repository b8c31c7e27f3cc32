"""One fal model: its id and its OpenAPI document (fal.ai/api/openapi/queue/openapi.json; facts/fal.md §3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vidwidgets.sandbox.schema import Schema


class UnusableDocumentError(ValueError):
    """A document that no input can be held against; the message says why."""


@dataclass(frozen=True)
class FalModel:
    """A model that can be played."""

    endpoint: str
    document: dict[str, Any]

    def check(self) -> None:
        """See that the input can be found.

        Raises:
            UnusableDocumentError: it cannot.
        """
        try:
            properties = self.input.root.get("properties")
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise UnusableDocumentError(f"The document describes no POST /{self.endpoint} with a JSON body.") from error
        if not isinstance(properties, dict):
            raise UnusableDocumentError(f"The input of {self.endpoint} has no properties.")

    @cached_property
    def input(self) -> Schema:
        """The schema of the request body, found by following the paths as fal's own tools do."""
        post = self.document["paths"][f"/{self.endpoint}"]["post"]
        return Schema(self.document, post["requestBody"]["content"]["application/json"]["schema"])

    @cached_property
    def image_fields(self) -> dict[str, dict[str, Any]]:
        """Fields that take an image's address, or several, each with its ``x-fal`` limits (empty where it has none)."""
        found: dict[str, dict[str, Any]] = {}
        for name in self.input.root["properties"]:
            parts = self._parts(name)
            hints = {_hint(part) for part in parts}
            named = name.endswith(("image_url", "frame_url", "image_urls", "frame_urls"))
            if hints & {"image", "image_mask"} or (named and not hints & {"video", "audio"}):
                limits: dict[str, Any] = next(
                    (part["x-fal"] for part in parts if isinstance(part.get("x-fal"), dict)), {}
                )
                found[name] = limits
        return found

    @cached_property
    def clip_fields(self) -> tuple[str, ...]:
        """Fields that take a clip's address: the sandbox does not open it."""
        names = self.input.root["properties"]
        return tuple(n for n in names if n.endswith("video_url") or "video" in {_hint(p) for p in self._parts(n)})

    def options(self, name: str) -> list[Any]:
        """Every literal that a field lists; empty for a field that lists none, or is not there."""
        if name not in self.input.root["properties"]:
            return []
        return [o for part in self._parts(name) if isinstance(part.get("enum"), list) for o in part["enum"]]

    def _parts(self, name: str) -> list[dict[str, Any]]:
        """A field's schema, the members of its unions, and what its lists are of."""
        whole = self.input.resolve(self.input.root["properties"][name])
        members = [part for word in ("anyOf", "oneOf") for part in (whole.get(word) or ())]
        parts = [whole, *(self.input.resolve(part) for part in members)]
        return [*parts, *(self.input.resolve(part["items"]) for part in parts if "items" in part)]


def _hint(part: dict[str, Any]) -> str:
    hint = part.get("ui")
    said = hint.get("field") if isinstance(hint, dict) else part.get("_fal_ui_field")
    return said if isinstance(said, str) else ""
