"""An input against an OpenAPI 3.0 schema as fal publishes them, all faults at once, in pydantic's shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from vidwidgets.sandbox.scalars import (
    Checked,
    Fault,
    Loc,
    check_boolean,
    check_choice,
    check_null,
    check_number,
    check_string,
)

_MOST_CHECKS: Final = 50_000
_DEEPEST: Final = 100


class Schema:
    """One schema of a document.

    Args:
        document: the whole OpenAPI document, in which ``$ref`` are looked up.
        root: the schema that inputs are held against.
    """

    def __init__(self, document: dict[str, Any], root: dict[str, Any]) -> None:
        self._document = document
        self.root = self.resolve(root)

    def check(self, value: object) -> Checked:
        """Hold ``value`` against the schema. Unknown keys are let through and ignored, as fal does."""
        return self._check(self.root, value, ("body",), [_MOST_CHECKS, _DEEPEST])

    def resolve(self, schema: Any, deep: int = 0) -> dict[str, Any]:  # noqa: ANN401 - a given document may hold anything
        """Follow ``$ref`` and ``allOf``; what stands beside them is kept. Empty for what is no schema."""
        seen = 0
        while isinstance(schema, dict) and ("$ref" in schema or isinstance(schema.get("allOf"), list)):
            seen += 1
            if seen > 50 or deep > 6:  # noqa: PLR2004 - a document that refers to itself would never end
                return {}
            if "$ref" in schema:
                inner: Any = self._document
                for step in str(schema["$ref"]).removeprefix("#/").split("/"):
                    inner = inner.get(step, {}) if isinstance(inner, dict) else {}
            else:
                inner = {k: v for part in schema["allOf"] for k, v in self.resolve(part, deep + 1).items()}
            inner = inner if isinstance(inner, dict) else {}
            schema = {**inner, **{k: v for k, v in schema.items() if k not in ("$ref", "allOf")}}
        return schema if isinstance(schema, dict) else {}

    def _check(self, schema: Any, value: object, loc: Loc, left: list[int]) -> Checked:  # noqa: ANN401 - as above
        """``left`` is how many checks, and how deep, are still to come: some schemas refer to themselves."""
        if left[0] <= 0 or left[1] <= 0:
            return Checked(value)
        left[:] = left[0] - 1, left[1] - 1
        checked = self._check_resolved(self.resolve(schema), value, loc, left)
        left[1] += 1
        return checked

    def _check_resolved(self, schema: dict[str, Any], value: object, loc: Loc, left: list[int]) -> Checked:
        kind = schema.get("type")
        listed = [{**schema, "type": one} for one in kind] if isinstance(kind, list) else None
        members = listed or schema.get("anyOf") or schema.get("oneOf")
        if members:
            return self._check_any(members, value, loc, left)
        if value is None and (schema.get("nullable") or schema.get("type") == "null"):
            return Checked(None)
        if "enum" in schema:
            return check_choice(schema["enum"], value, loc)
        if "const" in schema:
            return check_choice([schema["const"]], value, loc)
        return self._check_type(schema, value, loc, left)

    def _check_type(self, schema: dict[str, Any], value: object, loc: Loc, left: list[int]) -> Checked:
        checks: dict[Any, Callable[[dict[str, Any], object, Loc], Checked]] = {
            "string": check_string,
            "boolean": check_boolean,
            "integer": check_number,
            "number": check_number,
            "null": check_null,
            "array": partial(self._check_array, left=left),
            "object": partial(self._check_object, left=left),
        }
        check = checks.get(schema.get("type", "object" if "properties" in schema else ""))
        return check(schema, value, loc) if check else Checked(value)

    def _check_any(self, members: list[dict[str, Any]], value: object, loc: Loc, left: list[int]) -> Checked:
        if value is None and any(self._takes_null(member) for member in members):
            return Checked(None)
        real = [member for member in members if self.resolve(member).get("type") != "null"]
        tried = [self._check(member, value, loc, left) for member in real]
        for checked in tried:
            if not checked.faults:
                return checked
        if len(tried) == 1:
            return tried[0]
        # Pydantic names the member that each fault belongs to.
        named = zip((self._name(member) for member in real), tried, strict=True)
        faults = [
            Fault((*fault.loc[: len(loc)], name, *fault.loc[len(loc) :]), fault.type, fault.msg, fault.input, fault.ctx)
            for name, checked in named
            for fault in checked.faults
        ]
        return Checked(value, tuple(faults))

    def _takes_null(self, schema: dict[str, Any]) -> bool:
        schema = self.resolve(schema)
        return schema.get("type") == "null" or bool(schema.get("nullable"))

    def _name(self, schema: dict[str, Any]) -> str:
        schema = self.resolve(schema)
        if "enum" in schema or "const" in schema:
            return "literal"
        short = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "array": "list"}
        return str(short.get(schema.get("type", "")) or schema.get("title") or "object")

    def _check_object(self, schema: dict[str, Any], value: object, loc: Loc, left: list[int]) -> Checked:
        if not isinstance(value, dict):
            msg = "Input should be a valid dictionary or object to extract fields from"
            return Checked(value, (Fault(loc, "model_attributes_type", msg, value),))
        settled = dict(value)
        faults: list[Fault] = []
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                checked = self._check(inner, value[name], (*loc, name), left)
                settled[name] = checked.value
                faults += checked.faults
            elif name in schema.get("required", ()):
                faults.append(Fault((*loc, name), "missing", "Field required", value))
            elif "default" in (resolved := self.resolve(inner)):
                settled[name] = resolved["default"]
        return Checked(settled, tuple(faults))

    def _check_array(self, schema: dict[str, Any], value: object, loc: Loc, left: list[int]) -> Checked:
        if not isinstance(value, list):
            return Checked(value, (Fault(loc, "list_type", "Input should be a valid list", value),))
        few, many = schema.get("minItems"), schema.get("maxItems")
        for limit, broken, kind, word, name in (
            (few, few is not None and len(value) < few, "sequence_too_short", "least", "min_length"),
            (many, many is not None and len(value) > many, "sequence_too_long", "most", "max_length"),
        ):
            if broken:
                msg = f"List should have at {word} {limit} items, not {len(value)}"
                return Checked(value, (Fault(loc, kind, msg, value, {name: limit, "actual_length": len(value)}),))
        items = schema.get("items", {})
        checked = [self._check(items, item, (*loc, index), left) for index, item in enumerate(value)]
        return Checked([c.value for c in checked], tuple(fault for c in checked for fault in c.faults))
