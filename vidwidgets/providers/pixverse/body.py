"""From what was asked to PixVerse's body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.providers.pixverse.models import WITH_MOTION


def shape(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was given under its wire name, but for what means nothing there; each is said in the field's help.

    Template 0 is none; normal motion is no field of v5 and later; a template's request has a prompt even if empty.
    """
    body = dict(values)
    if body.get("template_id") == 0:
        del body["template_id"]
    if body.get("motion_mode") == "normal" and body.get("model") not in WITH_MOTION:
        del body["motion_mode"]
    if "template_id" in body:
        body.setdefault("prompt", "")
    return body
