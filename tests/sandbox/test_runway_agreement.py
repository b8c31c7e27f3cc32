"""What our forms offer for Runway against the sandbox's own table: both were written from the facts, separately."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from vidwidgets.providers.find import endpoint
from vidwidgets.sandbox.runway_check import check
from vidwidgets.sandbox.runway_models import load_models
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.values import Values

IMAGE = "https://pictures.example/lake.png"
MODELS = load_models()
OPERATIONS = {"image_to_video": endpoint("runway/image-to-video"), "text_to_video": endpoint("runway/text-to-video")}
CASES = [(operation, model) for operation, models in MODELS.items() for model in models]
CLOSED = (
    "ratio",
    "resolution",
    "duration",
    "outputFormat",
    "promptExpansionMode",
    "contentModeration",
    "proresProfile",
)
LEFT_OUT = {
    # frames in a .zip are no clip that could be played; upper case is deprecated (SDK 5.24.0)
    "outputFormat": {
        option for option in MODELS["image_to_video"]["gen4.5"]["outputFormat"]["enum"] if "seq" in option
    },
    "resolution": {"768P", "2K", "720P", "1080P"},
}


def takes(whole: Endpoint, field: str, model: str) -> bool:
    """Whether the form has the field for this model."""
    shown = whole.field(field).visible
    return shown is None or shown.holds(Values({"model": model, "outputFormat": "prores"}, whole.defaults))


def offered(whole: Endpoint, field: str, model: str) -> set[Any]:
    """What the form lists."""
    return set(whole.offered(field, {"model": model})) if takes(whole, field, model) else set()


def base(whole: Endpoint, model: str) -> dict[str, Any]:
    """The first thing offered of what every model may need, and a prompt and a picture."""
    values: dict[str, Any] = {"model": model, "promptText": "a cat"}
    if whole.media:
        values["promptImage"] = IMAGE
    for name in ("ratio", "duration"):
        listed = whole.offered(name, values)
        if takes(whole, name, model) and listed:
            values[name] = listed[0]
    return values


def variants(whole: Endpoint, model: str) -> Iterator[dict[str, Any]]:
    """A request for each single thing that the form offers."""
    start = base(whole, model)
    yield start
    for field in CLOSED:
        for option in offered(whole, field, model):
            with_prores = {"outputFormat": "prores"} if field == "proresProfile" else {}
            yield {**start, **with_prores, field: option}
    given = {"audio": False, "seed": 0, "negativePrompt": "blur", "cfgScale": 0.5, "draft": True, "lastFrame": IMAGE}
    for field, value in given.items():
        if any(known.name == field for known in whole.fields) and takes(whole, field, model):
            yield {**start, field: value}


@pytest.mark.parametrize(("operation", "model"), CASES)
def test_what_a_form_offers_is_taken(operation: str, model: str) -> None:
    """Nothing that our rules let through is refused by the sandbox."""
    whole = OPERATIONS[operation]
    for values in variants(whole, model):
        assert whole.problems(values) == [], values
        assert check(MODELS[operation], whole.body(values)) == [], values


@pytest.mark.parametrize(("operation", "model"), CASES)
def test_what_is_taken_is_offered(operation: str, model: str) -> None:
    """Nothing that the documents list is missing from a form, but for what is left out on purpose."""
    whole, rules = OPERATIONS[operation], MODELS[operation][model]
    for field in CLOSED:
        rule = rules.get(field, {})
        listed = set(rule.get("enum", ())) | set(rule.get("object", {}).get("publicFigureThreshold", ()))
        if field == "duration" and "integer" in rule:
            shortest, longest = rule["integer"]
            listed = {*range(shortest, (longest or 30) + 1), *(["auto"] if rule.get("auto") else [])}
        listed -= LEFT_OUT.get(field, set())
        if field == "ratio" and operation == "image_to_video" and model.startswith("wan3"):
            listed = {option for option in listed if option.startswith("auto_")}  # a first frame decides the shape
        if field == "ratio" and operation == "text_to_video" and model == "hailuo3":
            listed -= {"adaptive"}  # only beside references
        assert offered(whole, field, model) == listed, field


@pytest.mark.parametrize(("operation", "model"), CASES)
def test_needs_agree(operation: str, model: str) -> None:
    """A field is missed by our rules exactly where the documents require it."""
    whole = OPERATIONS[operation]
    given = {"model": model, **({"promptImage": IMAGE} if whole.media else {})}
    missed = {problem.fields[0] for problem in whole.problems(given)}
    rules = MODELS[operation][model]
    wanted = {name for name, rule in rules.items() if name != "closed" and rule.get("required")} - {"promptImage"}
    assert missed == wanted
