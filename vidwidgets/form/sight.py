"""Which fields of a form are in sight, and so which values count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.values import Values


def in_sight(endpoint: Endpoint, said: Mapping[str, Any], insisted: Collection[str]) -> tuple[dict[str, Any], set[str]]:
    """The values that count, and the fields that are shown: each depends on the other, until nothing changes.

    Args:
        endpoint: Whose fields they are.
        said: What every control says, in sight or not, by wire name.
        insisted: The fields that are shown in any case.
    """
    shown = {field.name for field in endpoint.fields}
    for _ in endpoint.fields:
        defaults = {name: value for name, value in endpoint.defaults.items() if name in shown}
        values = Values({name: value for name, value in said.items() if name in shown}, defaults)
        now = {
            field.name
            for field in endpoint.fields
            if field.visible is None or field.name in insisted or field.visible.holds(values)
        }
        if now == shown:
            break
        shown = now
    return {name: value for name, value in said.items() if name in shown}, shown
