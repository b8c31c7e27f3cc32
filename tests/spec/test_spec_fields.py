"""The kinds of field: what each takes, and the sentence for what it does not."""

import math
from typing import Any

import pytest
from spec_samples import ENDPOINT, PICTURE, field

from vidwidgets.spec.fields import Choice, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media

CAT = "\N{CAT}"
HALF = CAT.encode("utf-16-le")[:2].decode("utf-16-le", "surrogatepass")
"""Half of an emoji, as a text cut in the middle has it."""


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a" * 10, None),
        ("a" * 11, "Speech has 11 characters, 1 over the limit of 10: shorten it."),
        (CAT * 10, None),
        ("a", "Speech needs at least 2 characters; it has 1."),
        ("", "Speech needs at least 2 characters; it has 0."),
        (5, "Speech must be text, not 5 (int)."),
        (b"abc", "Speech must be text, not b'abc' (bytes)."),
        (f"ab{HALF}", "Speech holds half a character, which cannot be sent: write it again."),
    ],
)
def test_a_text_is_counted_in_characters(value: object, said: str | None) -> None:
    """Type, both bounds and what JSON cannot carry; an emoji is one character."""
    assert field(Text, "speech", min_length=2, max_length=10).check(value) == said


def test_a_text_may_be_counted_in_utf16() -> None:
    """Where the provider counts UTF-16 units an emoji is two, and the sentence says so."""
    counted = field(Text, "speech", max_length=4, counted_in="utf16")
    assert counted.check(CAT * 2) is None
    assert counted.check(CAT * 3) == (
        "Speech has 6 characters (an emoji counts as two), 2 over the limit of 4: shorten it."
    )


def test_a_long_value_is_cut_in_its_sentence() -> None:
    """A whole picture given in a text's place does not fill the screen."""
    said = field(Text, "speech").check(b"\x00" * 100_000)
    assert said is not None
    assert len(said) < 120


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("8", " Did you mean 8?"),
        ("8s", " Did you mean 8?"),
        (8.0, " Did you mean 8?"),
        (6, ""),
        (True, ""),
        ([5], ""),
        ("five", ""),
        (10**400, ""),
    ],
)
def test_a_number_option_is_suggested_in_its_own_type(value: object, hint: str) -> None:
    """The same number in another spelling is suggested; another number, a bool or a list never is."""
    said = field(Choice, "duration", options=(5, 8, 10)).check(value)
    assert said is not None
    assert said.endswith(f"is not one of 5, 8, 10.{hint}")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        (720, "Did you mean '720p'?"),
        ("720", "Did you mean '720p'?"),
        ("720P", "Did you mean '720p'?"),
        ("1080i", "Did you mean '1080p'?"),
        (480, "They are text: write for example '720p'."),
        (None, "They are text: write for example '720p'."),
        ("480p", "Quality: gone since May."),
    ],
)
def test_a_text_option_is_suggested_by_number_and_by_spelling(value: object, hint: str) -> None:
    """A number that means an option, a near spelling, a type's hint, or what became of a former option."""
    said = ENDPOINT.field("quality").check(value)
    assert said is not None
    assert said.endswith(hint)


def test_many_options_are_not_all_named() -> None:
    """A list that is too long for a sentence is cut, with how many more there are."""
    said = field(Choice, "ratio", options=tuple(range(40))).check("x")
    assert said is not None
    assert said.endswith("10, 11 and 28 more.")


def test_an_option_has_a_word() -> None:
    """The human word of an option, or itself."""
    choice = field(Choice, "duration", options=("5", "10"), labels={"5": "5 s"})
    assert (choice.label_of("5"), choice.label_of("10")) == ("5 s", "10")


@pytest.mark.parametrize(
    ("bounds", "value", "said"),
    [
        ({"minimum": 0, "maximum": 1}, 1.01, "Scale must be from 0 to 1; 1.01 is outside."),
        ({"minimum": 1}, 0, "Scale must be at least 1; 0 is outside."),
        ({"maximum": 3, "unit": "s"}, 4, "Scale must be at most 3 s; 4 is outside."),
        ({}, math.nan, "Scale must be a finite number."),
        ({}, -math.inf, "Scale must be a finite number."),
        ({}, True, "Scale must be a number, not True (bool)."),
        ({}, "1", "Scale must be a number, not '1' (str)."),
        ({"integer": True}, 2.0, "Scale must be a whole number, not 2.0."),
        ({"minimum": 0, "maximum": 1}, 0.0, None),
        ({"minimum": 0, "maximum": 1}, 1, None),
        ({"integer": True}, -3, None),
    ],
)
def test_a_number_is_finite_and_within_bounds(bounds: dict[str, Any], value: object, said: str | None) -> None:
    """Bounds are inclusive, units are named, and neither NaN nor True is a number."""
    assert field(Number, "scale", **bounds).check(value) == said


@pytest.mark.parametrize("value", [1, 0, "true", "on", None, []])
def test_a_flag_is_true_or_false(value: object) -> None:
    """Only the two, so that "false" does not come out as yes."""
    flag = field(Flag, "sound")
    assert str(flag.check(value)).startswith("Sound must be True or False, not ")
    assert (flag.check(True), flag.check(False), flag.choices()) == (None, None, (True, False))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, None),
        (2**32 - 1, None),
        (-1, "Seed must be from 0 to 4294967295; -1 is outside."),
        (2**32, "Seed must be from 0 to 4294967295; 4294967296 is outside."),
        (1.0, "Seed must be a whole number, not 1.0 (float); leave it out for a random one."),
        ("", "Seed must be a whole number, not '' (str); leave it out for a random one."),
        (False, "Seed must be a whole number, not False (bool); leave it out for a random one."),
    ],
)
def test_a_seed_is_a_whole_number(value: object, said: str | None) -> None:
    """0 is a seed; what is none is told to be left out."""
    assert field(Seed, "seed").check(value) == said


def test_a_number_that_python_cannot_write_is_told() -> None:
    """An integer of more than 4300 digits has no repr, and is outside like any other."""
    assert field(Seed, "seed").check(10**5000) == (
        "Seed must be from 0 to 4294967295; a number of thousands of digits is outside."
    )
    assert "thousands of digits" in str(field(Choice, "duration", options=("5",)).check(10**5000))


@pytest.mark.parametrize("value", [PICTURE, "cat.png", b"x", bytearray(b"x"), object(), "data:image/png;base64,AA=="])
def test_what_may_be_a_picture_is_looked_at_later(value: object) -> None:
    """A path, URL, bytes or any object may be a picture: what is in it is judged once it was read."""
    assert field(Media, "image").check(value) is None


@pytest.mark.parametrize("value", ["", " \n", b"", bytearray(), True, 5, 1.5, {}, [PICTURE], (), {1}])
def test_what_cannot_be_a_picture_is_said(value: object) -> None:
    """Empty things, numbers and lists are refused at once, by the field's label."""
    assert str(field(Media, "image").check(value)).startswith("Image ")


@pytest.mark.parametrize("value", [f"https://x.example/{HALF}.png", f"data:image/png,{HALF}", f"runway://{HALF}"])
def test_an_address_that_cannot_be_sent_is_no_picture(value: str) -> None:
    """Half a character in a URL cannot be written as JSON."""
    assert field(Media, "image").check(value) == "Image holds half a character, so it is no usable address."


def test_a_field_of_several_pictures_takes_a_list() -> None:
    """As many as it says, each of which may be a picture or, where it takes them, an id."""
    several = ENDPOINT.field("pictures")
    assert several.check([PICTURE, 7]) is None
    assert several.check((PICTURE,) * 3) is None
    assert several.check([PICTURE] * 4) == "Pictures: give at most 3; there are 4."
    assert several.check(PICTURE) == "Pictures must be a list of pictures, not str."
    assert several.check([PICTURE, 0]) == "Pictures: 0 is no id of an uploaded picture."
    assert several.check([PICTURE, ""]) == "Pictures is empty: give a picture."
    assert several.check([True]) is not None
