"""A form made from a model's document: every field has a control, and the JSON has one too."""

from __future__ import annotations

from typing import Any

import pytest

from vidwidgets.form.choice_control import ChoiceControl
from vidwidgets.form.form import EndpointForm
from vidwidgets.form.json_control import JsonControl
from vidwidgets.form.media_control import MediaControl
from vidwidgets.form.number_control import NumberControl
from vidwidgets.sandbox.fal_catalogue import load_catalogue
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source

MODELS = load_catalogue()
ODD = "sandbox/odd/constructs"


def endpoint_for(endpoint_id: str) -> Endpoint:
    """The endpoint of one of the sandbox's documents."""
    return endpoint_of(MODELS[endpoint_id].document, endpoint_id, source=Source("the sandbox", "2026-11-27"))


def form_of(endpoint_id: str, **values: Any) -> EndpointForm:
    """Its form."""
    return EndpointForm(
        endpoint_for(endpoint_id),
        values,
        inspect=None,
        on_submit=lambda: None,
        connection_line="sandbox",
        sandbox=True,
    )


@pytest.mark.parametrize("endpoint_id", sorted(MODELS))
def test_what_a_form_shows_is_what_it_sends(endpoint_id: str) -> None:
    """Untouched, it says the document's defaults and nothing else; the example fills it as it stands."""
    endpoint = endpoint_for(endpoint_id)
    assert form_of(endpoint_id).values == endpoint.defaults
    for example in endpoint.examples:
        form = form_of(endpoint_id, **example.values)
        assert form.values == {**endpoint.defaults, **example.values}
        assert form.problems == []


def test_the_kinds_of_control() -> None:
    """Literals as a list, numbers as numbers, a constant as one segment, the JSON as a text area."""
    form = form_of(ODD)
    kinds = {"mode": ChoiceControl, "duration": ChoiceControl, "strength": NumberControl, "extra_json": JsonControl}
    kinds |= {"start_image_url": MediaControl, "mask_url": MediaControl, "camera": ChoiceControl}
    assert {name: type(form.controls[name]) for name in kinds} == kinds
    mode = form.controls["mode"].widget
    assert (list(mode.options), mode.chosen) == (["pro"], 0)
    duration = form.controls["duration"].widget
    duration.chosen = 1
    assert form.values["duration"] == 4


def test_json_is_typed() -> None:
    """A text is the object that it is; while it is none, that is said beside it, and nothing is lost."""
    form = form_of(ODD, prompt="A boat.")
    control = form.controls["extra_json"]
    assert isinstance(control, JsonControl)
    assert "extra_json" not in form.values
    control.box.value = '{"loras": [{"path": "a"}'
    assert form.values["extra_json"] == '{"loras": [{"path": "a"}'
    assert "is not valid JSON" in control.note.problem
    control.box.value = '{"loras": [{"path": "a"}]}'
    assert form.values["extra_json"] == {"loras": [{"path": "a"}]}
    assert control.note.problem == ""
    control.box.value = '{"frames": 8}'
    assert "frames has a control of its own" in control.note.problem
    control.box.value = "  "
    assert "extra_json" not in form.values


@pytest.mark.parametrize(
    "value", [{"loras": []}, {"a": 1.0, "b": "ü"}, {}, '{"a": 1}', {"a": float("nan")}, {"a": {1}}]
)
def test_json_is_loaded(value: Any) -> None:
    """What is given from Python is what the form says, though it may be wrong; a text becomes what it means."""
    form = form_of(ODD, extra_json=value)
    said = form.values["extra_json"]
    assert said == ({"a": 1} if isinstance(value, str) else value) or said is value
    form.load({"extra_json": None})
    assert "extra_json" not in form.values
