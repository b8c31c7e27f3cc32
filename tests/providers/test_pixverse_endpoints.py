"""What PixVerse's endpoints ask, beyond the matrix: pictures, ids, prompts, speech, templates, bodies."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.providers.find import endpoint
from vidwidgets.spec.media import Media
from vidwidgets.spec.values import Values

IMAGE, TEXT = endpoint("pixverse/image-to-video"), endpoint("pixverse/text-to-video")
ASKED = {"prompt": "a cat", "img_id": "cat.png", "model": "v6", "quality": "720p", "duration": 5}
WORDS = {"prompt": "a cat", "model": "v6", "quality": "720p", "duration": 5, "aspect_ratio": "16:9"}
TEMPLATE = 302325299692608
SEED_FIELDS = {
    *("duration", "img_id", "img_ids", "model", "style", "template_id", "motion_mode", "camera_movement", "prompt"),
    *("quality", "generate_audio_switch", "generate_multi_clip_switch", "sound_effect_switch", "sound_effect_content"),
    *("lip_sync_tts_switch", "lip_sync_tts_content", "lip_sync_tts_speaker_id", "thinking_type", "seed"),
}
"""The order list of seed 004."""


def sentences(values: dict[str, Any]) -> str:
    """Every problem of an image to video request, as one text."""
    return " ".join(str(problem) for problem in IMAGE.problems(values))


def warned(values: dict[str, Any]) -> str:
    """Every warning of it."""
    return " ".join(str(warning) for warning in IMAGE.warnings(values))


def test_every_field_of_the_seed_is_there() -> None:
    """Under its wire name; the negative prompt of the older pages besides, folded away."""
    names = {field.name for field in IMAGE.fields}
    assert names == SEED_FIELDS | {"negative_prompt"}
    assert IMAGE.field("negative_prompt").more
    assert {field.name for field in TEXT.fields} == (names - {"img_id", "img_ids"}) | {"aspect_ratio"}


def test_a_form_begins_usable() -> None:
    """With a prompt and a picture, what a form begins with breaks no rule and has a price."""
    for asked, given_ in ((IMAGE, {"prompt": "p", "image": "cat.png"}), (TEXT, {"prompt": "p"})):
        begun = {field.name: field.initial for field in asked.fields if field.initial is not None}
        assert begun["model"] == "v6"
        assert asked.problems({**begun, **given_}) == []
        assert str(asked.price({**begun, **given_})) == "45 credits"


@pytest.mark.parametrize("image_id", [1, 340_000_000_000_001, 2**53 + 1, 2**60 + 1, 2**64 - 1])
def test_ids_stay_exact(image_id: int) -> None:
    """An id of a picture or a template is an integer in the body, digit for digit, however long."""
    body = IMAGE.body({**ASKED, "img_id": image_id, "template_id": image_id})
    assert (body["img_id"], body["template_id"]) == (image_id, image_id)
    assert f'"img_id": {image_id},' in json.dumps(body)
    several = {"model": "v5", "quality": "540p", "duration": 5, "template_id": image_id, "img_ids": [image_id, 7]}
    assert IMAGE.problems(several) == []
    assert IMAGE.body(several)["img_ids"] == [image_id, 7]


@pytest.mark.parametrize("image_id", [0, -1, True, 1.5])
def test_what_is_no_id(image_id: Any) -> None:
    """The page's placeholder 0 is none either."""
    assert sentences({**ASKED, "img_id": image_id})


def test_exactly_one_of_image_and_images() -> None:
    """Neither and both are refused beside the image."""
    neither = {name: value for name, value in ASKED.items() if name != "img_id"}
    both = {**ASKED, "template_id": TEMPLATE, "img_ids": [1, 2]}
    for values in (neither, both):
        problems = IMAGE.problems(values)
        assert [problem.fields for problem in problems] == [("img_id", "img_ids")]
        assert "exactly one" in str(problems[0])


def test_several_images_belong_to_a_template() -> None:
    """Without one, with 0, and with only one image they are refused; too many, and a single one, by the field."""
    several = {"prompt": "p", "model": "v5", "quality": "540p", "duration": 5, "img_ids": [1, 2]}
    assert "belong to a template" in sentences(several)
    assert "belong to a template" in sentences({**several, "template_id": 0})
    assert "takes two or more" in sentences({**several, "template_id": TEMPLATE, "img_ids": [1]})
    assert "at most 10" in sentences({**several, "template_id": TEMPLATE, "img_ids": [1] * 11})
    assert "must be a list" in sentences({**several, "template_id": TEMPLATE, "img_ids": 7})
    assert IMAGE.problems({**several, "template_id": TEMPLATE}) == []


def test_template_0_is_none() -> None:
    """It is not sent, needs a prompt, and opens nothing that a template opens."""
    assert "template_id" not in IMAGE.body({**ASKED, "template_id": 0})
    assert IMAGE.problems({**ASKED, "template_id": 0}) == []
    assert "Prompt is missing" in sentences({**ASKED, "prompt": "", "template_id": 0})
    assert "only with a template" in sentences({**ASKED, "template_id": 0, "sound_effect_switch": True})


def test_a_template_goes_without_a_prompt() -> None:
    """The wire still wants the field, so an empty one is sent; a prompt that was given stays."""
    asked = {name: value for name, value in ASKED.items() if name != "prompt"} | {"template_id": TEMPLATE}
    assert IMAGE.problems(asked) == []
    assert IMAGE.body(asked)["prompt"] == ""
    assert IMAGE.body({**asked, "prompt": "p"})["prompt"] == "p"
    assert "A template decides itself" in warned(asked)
    assert "is not known here" in warned(asked)
    assert IMAGE.price(asked) is None


@pytest.mark.parametrize("blank", [None, "", " \n\t"])
def test_a_prompt_is_needed(blank: Any) -> None:
    """Blank is missing."""
    assert "Prompt is missing" in sentences({**ASKED, "prompt": blank})
    assert "Prompt is missing" in " ".join(str(problem) for problem in TEXT.problems({**WORDS, "prompt": blank}))


@pytest.mark.parametrize("character", ["a", "字", "\N{GRINNING FACE}", "\N{HEBREW LETTER ALEF}"])
def test_the_two_limits_of_a_prompt(character: str) -> None:
    """2,048 characters are fine, more is doubtful, more than 5,000 refused; an emoji and an alef count as one."""
    for size in (2_048, 2_049, 5_000, 5_001):
        values = {**ASKED, "prompt": character * size}
        assert ("may be refused" in warned(values)) == (size > 2_048)
        assert ("over the limit of 5,000" in sentences(values)) == (size > 5_000)


def test_negative_prompt_and_seed_have_bounds() -> None:
    """2,048 characters; 0 to 2147483647, and 0 is a seed."""
    assert "over the limit of 2,048" in sentences({**ASKED, "negative_prompt": "n" * 2_049})
    assert "older pages" in warned({**ASKED, "negative_prompt": "n"})
    for seed in (0, 2_147_483_647):
        assert IMAGE.problems({**ASKED, "seed": seed}) == []
        assert IMAGE.body({**ASKED, "seed": seed})["seed"] == seed
    assert "2147483647" in sentences({**ASKED, "seed": 2_147_483_648})


def test_speech_needs_words_and_a_voice() -> None:
    """Lip sync that is on needs both; words without it are only doubtful; too many too."""
    asked = {**ASKED, "model": "v5"}
    assert "nothing is said" in sentences({**asked, "lip_sync_tts_switch": True, "lip_sync_tts_speaker_id": "1"})
    assert "needs a voice" in sentences({**asked, "lip_sync_tts_switch": True, "lip_sync_tts_content": "Hello"})
    whole = {**asked, "lip_sync_tts_switch": True, "lip_sync_tts_content": "Hello", "lip_sync_tts_speaker_id": "auto"}
    assert IMAGE.problems(whole) == []
    assert "lip sync is off" in warned({**asked, "lip_sync_tts_content": "Hello"})
    assert "some 140 characters" in warned({**whole, "lip_sync_tts_content": "x" * 141})
    assert "some 140 characters" not in warned({**whole, "lip_sync_tts_content": "x" * 140})


def test_the_effects_words_need_its_switch() -> None:
    """Off or unset, they have no effect, and that is said."""
    for switch in ({}, {"sound_effect_switch": False}):
        assert "while the sound effect is off" in sentences(
            {**ASKED, "model": "v5", "sound_effect_content": "rain", **switch}
        )


def test_a_style_of_the_page_is_doubtful() -> None:
    """`day` of the seed is taken, sent as it is, and said to be clay elsewhere."""
    asked = {**ASKED, "model": "v3.5", "style": "day"}
    assert IMAGE.problems(asked) == []
    assert IMAGE.body(asked)["style"] == "day"
    assert "have clay" in warned(asked)
    assert "clay" not in warned({**asked, "style": "clay"})


@pytest.mark.parametrize(("duration", "hint"), [("5", "Did you mean 5?"), (5.0, "Did you mean 5?"), (0, ""), (16, "")])
def test_a_length_is_a_whole_number(duration: Any, hint: str) -> None:
    """A text or a float is refused with the number that it means."""
    assert hint in sentences({**ASKED, "duration": duration})
    assert "Duration" in sentences({**ASKED, "duration": duration})


@pytest.mark.parametrize(
    ("facts", "refused", "doubtful"),
    [
        ({"content_type": "image/png", "width": 4_000, "height": 3_000}, "", ""),
        ({"content_type": "image/png", "width": 4_001, "height": 3_000}, "", "4,000 pixels"),
        ({"content_type": "image/png", "width": 3_000, "height": 10_000}, "", "4,000 pixels"),
        ({"content_type": "image/webp", "width": 10_001, "height": 10}, "10000", "4,000 pixels"),
        ({"content_type": "image/gif", "width": 9, "height": 9}, "image/gif", ""),
        ({"content_type": "image/jpeg", "width": 9, "height": 9, "size_bytes": 20_000_001}, "20", ""),
    ],
)
def test_pictures_are_judged(facts: dict[str, Any], refused: str, doubtful: str) -> None:
    """GIF, 20 MB and 10,000 pixels are refused, 4,000 pixels doubtful, for one image and for several."""
    seen = SimpleNamespace(**{"size_bytes": 1_000, **facts})
    for name in ("img_id", "img_ids"):
        field = IMAGE.field(name)
        assert isinstance(field, Media)
        for found, expected in ((field.judge(seen), refused), (field.advise(seen), doubtful)):
            assert expected in " ".join(found)
            assert bool(found) == bool(expected)


def test_nothing_but_what_was_given_is_sent() -> None:
    """Unset, a form's beginnings, and what the form shows of another model stay out of the body."""
    assert IMAGE.body({**ASKED, "img_id": 7}) == {**ASKED, "img_id": 7}
    assert TEXT.body(WORDS) == WORDS


def test_what_breaks_several_rules_says_all() -> None:
    """Each sentence names what to do, all at once."""
    wrong = {"model": "v4", "duration": 8, "quality": "1080p", "motion_mode": "fast", "template_id": 7}
    text = sentences({**ASKED, **wrong, "camera_movement": "zoom_in", "thinking_type": "auto"})
    for words in ("Fast motion makes 5 s only", "up to 720p", "A template moves the camera", "improve the prompt"):
        assert words in text


def test_fields_under_a_switch_follow_it() -> None:
    """The words of the effect and of speech are in sight only while their switch is on."""
    for switch, names in (
        ("sound_effect_switch", ("sound_effect_content",)),
        ("lip_sync_tts_switch", ("lip_sync_tts_content", "lip_sync_tts_speaker_id")),
    ):
        for name in names:
            visible = IMAGE.field(name).visible
            assert visible is not None
            assert visible.holds(Values({"model": "v5", switch: True}))
            assert not visible.holds(Values({"model": "v5", switch: False}))
            assert not visible.holds(Values({"model": "v6", switch: True}))


ANYTHING = st.none() | st.booleans() | st.integers() | st.text()
OPTIONAL = {field.name: ANYTHING | st.sampled_from(field.choices() or (7, "x")) for field in IMAGE.fields}


@given(st.fixed_dictionaries({}, optional=OPTIONAL))
def test_any_values_are_judged_without_failing(values: dict[str, Any]) -> None:
    """Problems, warnings, price and body come of anything; a request without problems keeps what was given."""
    problems, _, price, body = IMAGE.problems(values), IMAGE.warnings(values), IMAGE.price(values), IMAGE.body(values)
    assert price is None or price.amount >= 0
    if not problems:
        left_out = {"template_id"} if values.get("template_id") == 0 else set()
        left_out |= {"motion_mode"} if values.get("model") in ("v5", "v5.5", "v5.6", "v6", "c1") else set()
        kept = {name for name, value in values.items() if value is not None} - left_out
        assert kept <= set(body)
