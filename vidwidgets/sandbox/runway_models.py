"""The models of Runway's API that the sandbox knows, and what a gateway knows besides."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any, Final, TypeAlias

Rule: TypeAlias = dict[str, Any]
"""What one field takes: ``required`` and one of ``enum``, ``text``, ``integer``, ``number``, ``flag``, ``frames``, …"""
Model: TypeAlias = dict[str, Any]
"""Field to rule; ``closed`` is true where unknown keys are refused."""

_OLD_RATIOS: Final = ["1280:768", "768:1280"]
# The OpenAPI document of 2026-03-04; gateways' pages froze at that contract (facts/runway.md §2.1, §6).
_GEN3A: Final[Model] = {
    "promptImage": {"required": True, "frames": ["first", "last"]},
    "promptText": {"text": [1, 1000]},
    "ratio": {"enum": _OLD_RATIOS},
    "duration": {"enum": [5, 10]},
    "seed": {"integer": [0, 4294967295]},
    "watermark": {"flag": True},
    "contentModeration": {"object": {"publicFigureThreshold": ["auto", "low"]}},
}


def load_models() -> dict[str, dict[str, Model]]:
    """Operation to model name to what it takes."""
    text = files("vidwidgets.sandbox").joinpath("runway_models.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Model]] = {name: part for name, part in json.loads(text).items() if name != "source"}
    return found


def with_gateways_own(models: dict[str, dict[str, Model]]) -> dict[str, dict[str, Model]]:
    """The same, with ``gen3a_turbo`` and its ratios, which gateways also take for ``gen4_turbo`` (seed 003)."""
    images = dict(models["image_to_video"])
    turbo = dict(images["gen4_turbo"])
    turbo["ratio"] = {**turbo["ratio"], "enum": [*turbo["ratio"]["enum"], *_OLD_RATIOS]}
    return {**models, "image_to_video": {**images, "gen4_turbo": turbo, "gen3a_turbo": _GEN3A}}
