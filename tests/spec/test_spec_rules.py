"""Rules across fields: when they hold, what they say, and what they leave of a field's options."""

from typing import Any

import pytest
from spec_samples import ENDPOINT, PAGE, PICTURE, VALID, field

from vidwidgets.spec.conditions import Both, Has, Is, Not
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Flag, Text
from vidwidgets.spec.rules import Require
from vidwidgets.spec.values import Values


def said(**values: Any) -> list[tuple[str, str]]:
    """The problems of the made-up endpoint: first field and sentence."""
    return [(problem.fields[0], problem.message) for problem in ENDPOINT.problems({**VALID, **values})]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"duration": 8, "quality": "1080p"}, ("quality", "Over 5 s, at most 720p.")),
        ({"model": "c", "duration": 8}, ("duration", "Model c makes 5 s.")),
        ({"model": "b", "guidance": 0.2}, ("guidance", "Model b wants 0.5 or more.")),
        ({"sound": True}, ("speech", "Sound needs words to speak.")),
        ({"sound": True, "speech": ""}, ("speech", "Sound needs words to speak.")),
        ({"speech": "Hello"}, ("speech", "Without sound nothing is spoken: leave it out.")),
        ({"speech": "Hello", "sound": False}, ("speech", "Without sound nothing is spoken: leave it out.")),
        ({"pictures": [PICTURE]}, ("first", "Give one picture or several: one of the two.")),
        ({"first": None}, ("first", "Give one picture or several: one of the two.")),
        (
            {"model": "c", "words": "Twelve words"},
            ("words", "Model c takes 10 characters. It has 12 characters, 2 over the limit of 10: shorten it."),
        ),
        ({"seed": 0, "template": 1}, ("seed", "A template has no seed: leave it out.")),
    ],
)
def test_each_kind_of_rule_can_be_broken(values: dict[str, Any], problem: tuple[str, str]) -> None:
    """One broken rule is one problem, beside the rule's first field, in the rule's words."""
    assert said(**values) == [problem]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"duration": 8},
        {"duration": 5, "quality": "1080p"},
        {"model": "a", "guidance": 0.2},
        {"model": "b"},
        {"sound": True, "speech": "Hello"},
        {"model": "c", "words": "x" * 10},
        {"seed": 0},
        {"first": None, "pictures": [PICTURE, 3]},
    ],
)
def test_what_keeps_the_rules_has_no_problem(values: dict[str, Any]) -> None:
    """A rule whose condition does not hold, or that is kept, says nothing."""
    assert said(**values) == []


def test_a_wrong_value_is_told_once() -> None:
    """A value that its own field refuses is not told again by a rule across fields."""
    assert [name for name, _ in said(duration=7, quality="1080p")] == ["duration"]
    assert [name for name, _ in said(model="b", guidance="much")] == ["guidance"]


def test_several_broken_rules_come_together() -> None:
    """Everything that is wrong is said at once."""
    assert [name for name, _ in said(sound=True, duration=8, quality="1080p", seed=1, template=2)] == [
        "quality",
        "speech",
        "seed",
    ]


@pytest.mark.parametrize(
    ("name", "values", "options"),
    [
        ("quality", {}, ("360p", "720p", "1080p")),
        ("quality", {"duration": 10}, ("360p", "720p")),
        ("duration", {"quality": "1080p"}, (5,)),
        ("duration", {"model": "c"}, (5,)),
        ("sound", {"speech": "Hello"}, (True,)),
        ("sound", {}, (False,)),
        ("model", {"duration": 10, "guidance": 0.1}, ("a", "b", "c")),
        ("words", {}, ()),
        ("seed", {}, ()),
    ],
)
def test_the_options_narrow_beside_the_others(name: str, values: dict[str, Any], options: tuple[Any, ...]) -> None:
    """What breaks no rule beside the other values; a field that leads keeps all, an open one has none."""
    assert ENDPOINT.options(name, values) == options


def test_what_does_not_exist_there_is_not_listed() -> None:
    """A limit that leaves out takes options off a form's list; another one leaves them, to be struck out."""
    assert ENDPOINT.offered("duration", {"model": "c"}) == (5,)
    assert ENDPOINT.offered("duration", {"quality": "1080p"}) == (5, 8, 10)
    assert ENDPOINT.offered("quality", {"duration": 10}) == ("360p", "720p", "1080p")


def test_advice_warns_and_does_not_block() -> None:
    """What may be refused is a warning."""
    assert [str(warning) for warning in ENDPOINT.warnings({**VALID, "template": 3})] == ["Templates come and go."]
    assert said(template=3) == []


@pytest.mark.parametrize(
    ("condition", "holds", "words"),
    [
        (Is("duration", 5), True, "duration is 5"),
        (Is("duration", "5", 8), False, "duration is 5 or 8"),
        (Is("sound", 0), False, "sound is 0"),
        (Has("duration"), False, "duration is given"),
        (Has("seed"), True, "seed is given"),
        (Has("speech"), False, "speech is given"),
        (Not(Has("seed")), False, "not (seed is given)"),
        (Both(Has("seed"), Is("sound", False)), True, "seed is given and sound is False"),
        (Both(Has("seed"), Has("speech")), False, "seed is given and speech is given"),
    ],
)
def test_a_condition_counts_defaults_only_for_what_a_value_is(condition: Any, holds: bool, words: str) -> None:
    """`Is` reads the default where nothing was given, by type too; `Has` does not; each says itself in words."""
    values = Values({"seed": 0, "speech": ""}, {"duration": 5, "sound": False})
    assert condition.holds(values) is holds
    assert str(condition) == words


def test_a_rule_about_a_field_that_is_not_there_is_a_mistake_of_ours() -> None:
    """A declaration whose rules, conditions or fields do not fit together cannot be made."""
    rest: dict[str, Any] = {"id": "a/b", "provider": "a", "title": "A", "kind": "x", "source": PAGE}
    fields = (field(Text, "words"), field(Flag, "sound"))
    with pytest.raises(ValueError, match="a rule of a/b names speech"):
        Endpoint(fields=fields, rules=(Require(field="speech", why="x"),), **rest)
    with pytest.raises(ValueError, match="names noise"):
        Endpoint(fields=fields, advice=(Require(field="words", when=Has("noise"), why="x"),), **rest)
    with pytest.raises(ValueError, match="when to show more names speech"):
        Endpoint(fields=(field(Text, "more", visible=Has("speech")),), **rest)
    with pytest.raises(ValueError, match="declares a field twice"):
        Endpoint(fields=(*fields, field(Text, "words")), **rest)
