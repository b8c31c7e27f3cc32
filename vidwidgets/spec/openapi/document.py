"""Finding one's way in an OpenAPI document: the operation, its input, and what a `$ref` stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.spec.openapi.bounds import LONGEST_NAME, MOST_NAMED, MOST_PARTS, MOST_STEPS
from vidwidgets.spec.openapi.merging import merged


class Document:
    """One document; nothing of it is trusted to be of the kind that it should be."""

    def __init__(self, root: object, endpoint_id: str) -> None:
        if not isinstance(root, Mapping):
            what = "says null: there is no such model" if root is None else f"is {_kind(root)}"
            raise InvalidRequest(
                f"The OpenAPI document for {_cut(endpoint_id)} {what}; a JSON object is needed. Nothing was sent."
            )
        self.root: Mapping[str, Any] = root
        self.endpoint_id = endpoint_id

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What fal says of the model besides (`x-fal-metadata`); empty where there is nothing."""
        return mapping_at(self.root, "info", "x-fal-metadata")

    def input(self) -> Mapping[str, Any]:
        """The schema of the request's body.

        Raises:
            InvalidRequest: The document describes another model, or no input.
        """
        operation = self._operation()
        content = mapping_at(self.resolved(operation.get("requestBody")), "content")
        kinds = [kind for kind in content if isinstance(kind, str) and kind.partition(";")[0].strip().endswith("json")]
        schema = mapping_at(content, *kinds[:1], "schema") if kinds else {}
        found = self.resolved(schema)
        if not isinstance(found.get("properties"), Mapping):
            raise InvalidRequest(
                f"The OpenAPI document for {_cut(self.endpoint_id)} says nothing of what it takes: its request's body "
                "has no properties. Nothing was sent."
            )
        return found

    def resolved(self, schema: object) -> Mapping[str, Any]:
        """The schema with every `$ref` and `allOf` at its top taken in; empty for what is none, or has no end."""
        return self._resolved(schema, [MOST_PARTS])

    def _resolved(self, schema: object, left: list[int]) -> Mapping[str, Any]:
        steps = 0
        while isinstance(schema, Mapping) and ("$ref" in schema or isinstance(schema.get("allOf"), list)):
            steps, left[0] = steps + 1, left[0] - 1
            if steps > MOST_STEPS or left[0] < 0:
                return {}
            if "$ref" in schema:
                beside = {key: value for key, value in schema.items() if key != "$ref"}
                schema = merged(self.at(schema["$ref"]), beside)
            else:
                whole: Mapping[str, Any] = {}
                for part in schema["allOf"][:MOST_PARTS]:
                    whole = merged(whole, self._resolved(part, left))
                schema = merged(whole, {key: value for key, value in schema.items() if key != "allOf"})
        return schema if isinstance(schema, Mapping) else {}

    def at(self, reference: object) -> Mapping[str, Any]:
        """What a `$ref` of this document stands for; empty where it leads nowhere, or out of it."""
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return {}
        found: object = self.root
        for step in reference[2:].split("/", MOST_STEPS):
            name = step.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    def _operation(self) -> Mapping[str, Any]:
        paths = mapping_at(self.root, "paths")
        own = _posted(paths.get(f"/{self.endpoint_id}"))
        if own is not None:
            return own
        others = list(_described(paths))
        if not others and isinstance(self.root.get("properties"), Mapping):
            # the bare schema of the input, as pydantic writes it
            return {"requestBody": {"content": {"application/json": {"schema": self.root}}}}
        if not others:
            raise InvalidRequest(
                "This is no OpenAPI document of a fal model: it describes no POST with a body. Give the one of "
                f"fal.ai/api/openapi/queue/openapi.json?endpoint_id={_cut(self.endpoint_id)}. Nothing was sent."
            )
        listed = ", ".join(_cut(path.strip("/")) for path, _ in others[:MOST_NAMED])
        further = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        raise InvalidRequest(
            f"This OpenAPI document does not describe {_cut(self.endpoint_id)}, but {listed}{further}. "
            "Nothing was sent."
        )


def mapping_at(value: object, *steps: str) -> Mapping[str, Any]:
    """The mapping at a path of keys; empty where a step is missing or of another kind."""
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _described(paths: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in paths.items():
        operation = _posted(item)
        if operation is not None and isinstance(path, str):
            yield path, operation


def _posted(item: object) -> Mapping[str, Any] | None:
    found = mapping_at(item, "post")
    return found if "requestBody" in found else None


def _kind(value: object) -> str:
    return {list: "a list", str: "a text", bool: "true or false"}.get(type(value), "a number")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
