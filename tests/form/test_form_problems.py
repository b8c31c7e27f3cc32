"""What stops a request, where it is said, and what it costs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from form_fixtures import button, foot, make, ready, said
from sample_endpoint import SAMPLE

from vidwidgets.errors import Refused
from vidwidgets.form.reasons import option_reasons
from vidwidgets.form.sentences import to_settle
from vidwidgets.spec.problem import Problem


def test_a_fresh_form_does_not_shout() -> None:
    """Required fields that nobody touched are named in the footer only."""
    form = make()
    assert foot(form).reason == "2 things to settle: an image, a prompt"
    assert button(form).disabled
    assert said(form, "prompt") == said(form, "image_url") == ""


def test_an_emptied_field_is_spoken_of_beside_it() -> None:
    """Once touched, a missing prompt is said beside the prompt; typing takes the sentence away."""
    form = make(ready())
    box = form.controls["prompt"].box
    box.value = ""
    assert "Prompt is missing" in said(form, "prompt")
    box.value = "x"
    assert said(form, "prompt") == ""
    assert not button(form).disabled


def test_a_broken_rule_is_said_beside_its_first_field() -> None:
    """10 s at 1080p is said under the duration, and in the footer as `the duration`."""
    form = make(ready(duration=10))
    form.controls["quality"].widget.chosen = 3
    assert said(form, "duration") == "10 s is not made at 1080p. Choose 5 or 8 s, or 720p."
    assert said(form, "quality") == ""
    assert foot(form).reason == "1 thing to settle: the duration"
    assert form.values["duration"] == 10, "a present choice is never altered"


def test_an_option_that_breaks_a_rule_is_struck_with_the_reason() -> None:
    """At 1080p the 10 s option carries the rule's sentence; at 720p it carries none."""
    form = make(ready(quality="1080p"))
    assert dict(form.controls["duration"].widget.reasons) == {
        "2": "10 s is not made at 1080p. Choose 5 or 8 s, or 720p."
    }
    form.controls["quality"].widget.chosen = 2
    assert form.controls["duration"].widget.reasons == {}


def test_a_rule_that_asks_for_more_strikes_nothing() -> None:
    """v3.5 needs a style: it can be chosen without one, and then says so beside the style."""
    form = make(ready())
    assert "0" not in form.controls["model"].widget.reasons
    form.controls["model"].widget.chosen = 0
    assert said(form, "style") == ""
    assert foot(form).reason == "1 thing to settle: a style"


@pytest.mark.parametrize(
    ("duration", "quality", "model"),
    list(itertools.product((5, 8, 10), ("360p", "720p", "1080p"), ("v4", "v5.5"))),
)
def test_struck_options_are_those_that_the_endpoint_does_not_offer(duration: int, quality: str, model: str) -> None:
    """The strikes agree with `Endpoint.options` for every combination of what depends on each other."""
    values = {"duration": duration, "quality": quality, "model": model}
    reasons = option_reasons(SAMPLE, values)
    for name in values:
        options = SAMPLE.field(name).choices()
        kept = tuple(option for at, option in enumerate(options) if at not in reasons[name])
        offered = SAMPLE.options(name, values)
        assert kept == offered or (name == "model" and set(kept) - set(offered) == {"v3.5"})


def test_options_of_an_optional_choice_are_struck_at_their_own_place() -> None:
    """`not set` comes first in the control, so reasons are shifted by one."""
    form = make(ready(model="v6", camera="zoom_in"))
    reasons = form.controls["camera"].widget.reasons
    assert reasons == {}, "every camera move breaks the rule: the fault is the model's"
    assert set(form.controls["model"].widget.reasons) == {"0", "3", "4", "5"}


def test_the_price_follows_the_controls() -> None:
    """The amount and how it was reckoned, in the footer and as a value; nothing where none is published."""
    form = make(ready())
    assert (foot(form).amount, foot(form).how) == ("$2.00", "5 s × $0.40, list price")
    form.controls["duration"].widget.chosen = 1
    assert str(form.price) == "$3.20"
    assert foot(form).amount == "$3.20"
    form.controls["quality"].widget.chosen = 0
    assert form.price is None
    assert foot(form).amount == ""
    assert "not known here" in foot(form).hints[0]


def test_where_nothing_is_paid_the_list_price_is_still_said() -> None:
    """`free here`, and what it would cost at the provider."""
    form = make(ready(), free="free here")
    assert (foot(form).amount, foot(form).how) == ("free here", "$2.00 at fal: 5 s × $0.40, list price")


def test_another_connection_is_said_at_once() -> None:
    """Line, dashes and price follow the connection."""
    form = make(ready(), free="free here")
    form.use_connection("fal", sandbox=False)
    assert (form.connection_line, form._surface.head.sandbox, foot(form).amount) == ("fal", False, "$2.00")  # noqa: SLF001
    form.connection_line = "fal · second key"
    assert form.connection_line == "fal · second key"


def test_generate_hands_on_only_when_nothing_stops_it() -> None:
    """A press on a form with problems calls nothing and shows each problem beside its field."""
    pressed: list[str] = []
    form = make(on_submit=lambda: pressed.append("yes"))
    button(form).click()
    assert pressed == []
    assert said(form, "prompt")
    assert said(form, "image_url")
    form.load(ready())
    button(form).click()
    assert pressed == ["yes"]


def test_a_refused_submit_is_said_in_the_footer_until_something_changes() -> None:
    """What `on_submit` raises is a sentence for a person, not a traceback."""

    def refuse() -> None:
        raise Refused("fal said no: nothing was made.")

    form = make(ready(), on_submit=refuse)
    button(form).click()
    assert (foot(form).message, foot(form).message_kind) == ("fal said no: nothing was made.", "error")
    form.controls["prompt"].box.value = "Another prompt"
    assert foot(form).message == ""


def test_a_problem_in_the_fold_is_counted_on_the_fold() -> None:
    """A folded field cannot speak, so its line says how many are to be settled."""
    form = make(ready())
    fold = form._surface.fold  # noqa: SLF001  what a person sees has no public name
    assert fold.label == "More: CFG scale, negative prompt, steps, style, …"
    assert not fold.unfolded
    form.load({"cfg_scale": 2})
    assert fold.label.endswith("(1 to settle)")
    assert fold.unfolded


def test_warnings_are_said_softly_and_block_nothing() -> None:
    """Advice about a field in sight stands beside it; the form can be sent."""
    form = make(ready(model="v4", quality="540p", camera="zoom_in"))
    assert form.controls["quality"].widget.hint == "Camera moves look coarse so small."
    assert not button(form).disabled
    assert [warning.fields for warning in form.warnings] == [("quality", "camera")]


@pytest.mark.parametrize(
    ("values", "problems", "sentence"),
    [
        ({}, [], ""),
        ({"cfg_scale": 2}, [Problem(("cfg_scale",), "")], "1 thing to settle: the CFG scale"),
        ({}, [Problem(("prompt",), ""), Problem(("image_url",), "")], "2 things to settle: an image, a prompt"),
        ({"prompt": 0}, [Problem(("prompt",), ""), Problem(("prompt",), "")], "1 thing to settle: the prompt"),
        ({}, [Problem(("gone",), "gone is no field")], "1 thing to settle: gone is no field"),
    ],
)
def test_what_is_to_settle_is_one_line(values: dict[str, Any], problems: list[Problem], sentence: str) -> None:
    """Each field once, in form order; `a` what is missing, `the` what is wrong."""
    assert to_settle(SAMPLE, values, problems) == sentence


def test_the_counter_counts_as_the_provider_does() -> None:
    """Code points for the prompt, UTF-16 units for the negative prompt."""
    form = make(ready(prompt="a🐈", negative_prompt="a🐈"))
    assert form.controls["prompt"].note.counter == "2 / 20\u202f000"
    assert form.controls["negative_prompt"].note.counter == "3 / 500"
