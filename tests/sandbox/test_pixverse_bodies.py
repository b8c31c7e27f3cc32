"""What the sandbox's PixVerse refuses in a body, by its own table from the facts; the matrix is in tests/providers."""

from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pixverse_kit import PixVerse, words

from vidwidgets.sandbox.pixverse_parts import Part, parse_parts
from vidwidgets.sandbox.pixverse_rules import check_body

IMAGE = {"prompt": "p", "img_id": 7, "model": "v6", "quality": "720p", "duration": 5}
TEMPLATE = {"template_id": 302325299692608}


def code(*, from_image: bool = True, **changes: Any) -> int:
    """The ErrCode for the plain body with changes; None as a value takes a field out; 0 where it is taken."""
    plain = IMAGE if from_image else words()
    body = {name: value for name, value in {**plain, **changes}.items() if value is not None}
    fault = check_body(body, from_image=from_image)
    return fault.code if fault else 0


@pytest.mark.parametrize("name", ["prompt", "model", "quality", "duration", "img_id"])
def test_what_is_missing_is_empty(name: str) -> None:
    """400011, whether left out or empty."""
    assert code(**{name: None}) == 400_011
    if name != "duration":
        assert code(**{name: 0 if name == "img_id" else ""}) == 400_011
    assert code(from_image=False, aspect_ratio=None) == 400_011


@pytest.mark.parametrize(
    "changes",
    [
        {"duration": "5"}, {"duration": 5.0}, {"duration": True}, {"img_id": "7"}, {"img_id": 7.0}, {"prompt": 5},
        {"seed": "7"}, {"generate_audio_switch": "true"}, {"generate_audio_switch": 1}, {"img_ids": 7},
        {"img_ids": ["7", "8"]}, {"template_id": "302325299692608"}, {"style": 5}, {"lip_sync_tts_speaker_id": 1},
    ],
)  # fmt: skip
def test_wrong_kinds(changes: dict[str, Any]) -> None:
    """400013, also a quoted id."""
    assert code(**changes) == 400_013


def test_texts_that_are_too_long() -> None:
    """5,000 characters of prompt and 2,048 of negative prompt go; each has its code."""
    assert (code(prompt="字" * 5_000), code(prompt="字" * 5_001)) == (0, 400_018)
    assert (code(negative_prompt="n" * 2_048), code(negative_prompt="n" * 2_049)) == (0, 400_019)


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "v7"}, {"quality": "480p"}, {"quality": "720P"}, {"duration": 0}, {"duration": 16}, {"style": "oil"},
        {"motion_mode": "slow"}, {"motion_mode": "fast"}, {"camera_movement": "zoom_in"}, {"seed": -1},
        {"seed": 2_147_483_648}, {"thinking_type": "on"}, {"sound_effect_switch": True}, {"img_ids": [1, 2]},
        {"model": "v4", "camera_movement": "spin"}, {"lip_sync_tts_switch": True},
        {"img_id": None, "img_ids": [1, 2]}, {**TEMPLATE, "img_id": None, "img_ids": [1]},
        {**TEMPLATE, "img_ids": [1, 2]}, {"template_id": -1},
    ],
)  # fmt: skip
def test_wrong_values(changes: dict[str, Any]) -> None:
    """400017, without a name."""
    assert code(**changes) == 400_017


@pytest.mark.parametrize(
    "changes",
    [
        {"water_mark": False, "play_bgm": False}, {"motion_mode": "normal"}, {"template_id": 0}, {"seed": 0},
        {"style": "day"}, {"style": "clay"}, {"img_id": 7, "img_ids": []}, {"aspect_ratio": "nonsense"},
        {"model": "v5", "sound_effect_switch": False, "generate_audio_switch": False, "img_ids": None},
        {**TEMPLATE, "prompt": ""}, {**TEMPLATE, "prompt": None}, {**TEMPLATE, "sound_effect_switch": True},
        {**TEMPLATE, "img_id": None, "img_ids": [1, 2]},
        {"lip_sync_switch": True, "lip_sync_tts_content": "Hello", "lip_sync_tts_speaker_id": "Auto"},
    ],
)  # fmt: skip
def test_what_is_tolerated(changes: dict[str, Any]) -> None:
    """Unknown fields, normal motion, template 0, both words for clay, the other name of the lip sync's switch."""
    assert code(**changes) == 0


def test_a_body_that_is_no_object(client: httpx.Client) -> None:
    """Broken JSON, NaN, a list: 400013."""
    for content in (b"", b"{", b"[]", b"null", b'{"duration": NaN}', b"\xff"):
        assert PixVerse(client).code("POST", "/video/img/generate", content=content) == 400_013


LEAVES = st.none() | st.booleans() | st.integers() | st.text()
NAMES = (*IMAGE, "template_id", "img_ids", "style", "seed", "aspect_ratio")


@given(
    st.recursive(LEAVES | st.floats(), st.lists),
    st.dictionaries(st.sampled_from(NAMES), LEAVES | st.lists(st.integers())),
)
def test_any_body_is_judged(anything: object, changes: dict[str, Any]) -> None:
    """Whatever JSON comes, it is taken or has a code."""
    assert check_body(anything, from_image=True)
    for from_image in (True, False):
        assert code(from_image=from_image, **changes) in {0, 400_011, 400_013, 400_017, 400_018, 400_019}


@given(st.binary(max_size=300).filter(lambda content: b"--edge" not in content))
def test_a_file_in_parts_comes_through(content: bytes) -> None:
    """Any bytes, with name and type; a text part beside it."""
    head = b'Content-Disposition: form-data; name="image"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'
    text = b'Content-Disposition: form-data; name="image_url"\r\n\r\nhttps://a.example/b'
    body = b"--edge\r\n" + head + content + b"\r\n--edge\r\n" + text + b"\r\n--edge--\r\n"
    assert parse_parts(body, "multipart/form-data; boundary=edge") == {
        "image": Part(content, "image/png", is_file=True),
        "image_url": Part(b"https://a.example/b"),
    }


KINDS = (
    "",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
)


@given(st.binary(max_size=200), st.sampled_from(KINDS))
def test_any_upload_body_is_read(content: bytes, kind: str) -> None:
    """Broken ones have fewer parts, and none raises."""
    assert all(isinstance(part, Part) for part in parse_parts(content, kind).values())
