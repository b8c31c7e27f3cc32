"""What the controls say, and what is put into them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from form_fixtures import make, ready
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_endpoint import SAMPLE

from vidwidgets.errors import InvalidRequest

ANYTHING = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.binary(min_size=1),
    st.lists(st.integers(), min_size=1),
    st.sampled_from([5, "5", "5 s", 5.0, 10, "v4", "V4", True, "on", "0,5", "1e3", " 3 ", "007", 2**63, -0.0]),
)


def test_a_fresh_form_says_the_defaults_that_it_shows() -> None:
    """What you see is what is sent: defaults in sight are in; empty fields, hidden fields and a random seed are not."""
    assert make().values == {
        "duration": 5,
        "quality": "720p",
        "model": "v5.5",
        "generate_audio": True,
        "cfg_scale": 0.5,
        "negative_prompt": "blur, distort",
    }


def test_values_are_by_wire_name_in_form_order() -> None:
    """Common words stand for their field, and the order is the endpoint's."""
    names = list(make({"seed": 0, "prompt": "x", "image": "cat.jpg"}).values)
    assert names[:2] == ["image_url", "prompt"]
    assert names[-1] == "seed"


@settings(max_examples=300, deadline=dt.timedelta(seconds=2))
@given(name=st.sampled_from([field.name for field in SAMPLE.fields]), value=ANYTHING)
def test_nothing_that_is_given_is_altered(name: str, value: Any) -> None:
    """Any value of any type comes out as it went in, also where no control can show it; only empty text is left out."""
    said = make({name: value}).values
    if value == "" and name in ("prompt", "image_url", "tail_image_url"):
        assert name not in said or said[name] == value
    else:
        assert type(said[name]) is type(value)
        assert said[name] == value


@pytest.mark.parametrize("value", [object(), Path("cat.jpg"), b"\xff\xd8", "data:image/png;base64,AAAA"])
def test_a_picture_that_is_no_text_is_kept_until_it_is_replaced(value: object) -> None:
    """Objects stay the very object; typing a path replaces them."""
    form = make({"image": value})
    assert form.values["image_url"] is value
    form.controls["image_url"].widget.text = "dog.png"
    assert form.values["image_url"] == "dog.png"


def test_what_a_person_types_replaces_what_was_loaded() -> None:
    """A number given for a text is gone once the text is edited; so is an unknown option once another is chosen."""
    form = make({"prompt": 5, "duration": "8s"})
    assert (form.values["prompt"], form.values["duration"]) == (5, "8s")
    form.controls["prompt"].box.value = "5 boats"
    form.controls["duration"].widget.chosen = 1
    assert (form.values["prompt"], form.values["duration"]) == ("5 boats", 8)
    assert form.controls["duration"].widget.foreign == ""


def test_an_emptied_text_is_left_out_unless_a_default_would_come_back() -> None:
    """An empty prompt is not sent; an emptied negative prompt is sent empty, since its default was deleted."""
    form = make(ready())
    form.controls["prompt"].box.value = ""
    form.controls["negative_prompt"].box.value = ""
    assert "prompt" not in form.values
    assert form.values["negative_prompt"] == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("3.0", 3.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("0,5", "0,5"),
        ("1_000", "1_000"),
        ("nan", "nan"),
    ],
)
def test_a_typed_number_is_a_number_or_itself(typed: str, meant: object) -> None:
    """Whole and decimal numbers are read; anything else stays as typed, so that the field can say what is wrong."""
    form = make()
    form.controls["steps"].widget.text = typed
    assert type(form.values["steps"]) is type(meant)
    assert form.values["steps"] == meant


def test_an_empty_number_is_left_out() -> None:
    """Emptying a slider's entry leaves the field out; so does emptying a number alone."""
    form = make({"steps": 4})
    form.controls["steps"].widget.text = ""
    form.controls["cfg_scale"].widget.text = "  "
    assert "steps" not in form.values
    assert "cfg_scale" not in form.values


def test_a_seed_is_sent_only_when_it_is_fixed() -> None:
    """Random leaves it out and keeps the number that was typed; 0 is a seed."""
    form = make({"seed": 0})
    seed = form.controls["seed"]
    assert form.values["seed"] == 0
    seed.mode.chosen = 0
    assert "seed" not in form.values
    assert seed.number.value == "0"
    seed.mode.chosen = 1
    assert form.values["seed"] == 0


@given(seed=st.integers(min_value=-(2**70), max_value=2**70))
@settings(deadline=dt.timedelta(seconds=2))
def test_no_number_travels_as_a_number(seed: int) -> None:
    """A seed of any size is exact, because it travels to the front end as text."""
    form = make({"seed": seed, "steps": seed})
    assert form.values["seed"] == form.values["steps"] == seed
    assert form.controls["seed"].number.value == form.controls["steps"].widget.text == str(seed)


def test_a_hidden_field_is_not_sent_and_keeps_what_was_chosen() -> None:
    """A camera move leaves with the model that knows it, and is back when that model is."""
    form = make(ready(model="v4", camera="pan_left"))
    model = form.controls["model"].widget
    model.chosen = 5
    assert "camera" not in form.values
    assert form.controls["camera"].widget.tucked
    model.chosen = 1
    assert form.values["camera"] == "pan_left"
    assert not form.controls["camera"].widget.tucked


def test_what_was_asked_for_by_name_is_shown_although_it_would_be_hidden() -> None:
    """A camera move loaded for a model without one is not dropped silently: it is in sight, and the rule speaks."""
    form = make(ready(model="v6", camera="pan_left"))
    assert form.values["camera"] == "pan_left"
    assert [problem.fields[0] for problem in form.problems] == ["camera"]


def test_load_keeps_what_it_does_not_name() -> None:
    """Loading fills; None empties back to the default; `whole` empties the rest too."""
    form = make(ready(duration=8, seed=3))
    form.load({"duration": None, "quality": "540p"})
    assert (form.values["duration"], form.values["quality"], form.values["seed"]) == (5, "540p", 3)
    form.load({"prompt": "Another"}, whole=True)
    assert form.values == {**make().values, "prompt": "Another"}


def test_an_unknown_name_changes_nothing() -> None:
    """A mistyped keyword is refused with the nearest name, before anything is filled."""
    form = make(ready())
    before = form.values
    with pytest.raises(InvalidRequest, match="Did you mean duration"):
        form.load({"prompt": "gone", "durration": 8})
    assert form.values == before
    with pytest.raises(InvalidRequest, match="mean the same field"):
        make({"image_url": "a.png", "image": "b.png"})


def test_an_optional_choice_can_be_left_out_again() -> None:
    """A choice that is not required and has no default begins with `not set`."""
    form = make(ready(style="clay"))
    style = form.controls["style"].widget
    assert list(style.options) == ["not set", "anime", "clay"]
    style.chosen = 0
    assert "style" not in form.values
