"""PixVerse's price list, whole, against `pixverse_credits.toml`, which was written by hand."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from vidwidgets.providers.find import endpoint
from vidwidgets.sandbox.pixverse_credits import credits_for

LIST: dict[str, Any] = tomllib.loads(Path(__file__).with_name("pixverse_credits.toml").read_text(encoding="utf-8"))
QUALITIES = ("360p", "540p", "720p", "1080p")
IMAGE, TEXT = endpoint("pixverse/image-to-video"), endpoint("pixverse/text-to-video")


def amount(model: str, quality: str, seconds: int, **more: Any) -> float | None:
    """The estimate in credits, the same for both endpoints; None where there is none."""
    asked = {"prompt": "p", "model": model, "quality": quality, "duration": seconds, **more}
    prices = [IMAGE.price({**asked, "img_id": 1}), TEXT.price({**asked, "aspect_ratio": "16:9"})]
    assert prices[0] == prices[1]
    assert prices[0] is None or prices[0].currency == "credits"
    assert prices[0] is None or credits_for(asked) == prices[0].amount
    return None if prices[0] is None else prices[0].amount


@pytest.mark.parametrize("quality", QUALITIES)
def test_models_that_are_paid_by_the_second(quality: str) -> None:
    """v6 and c1: each length, silent and with sound; several shots cost nothing more."""
    for model in ("v6", "c1"):
        silent, loud = map(int, LIST["a_second"][model][quality].split())
        for seconds in range(1, 16):
            assert amount(model, quality, seconds) == silent * seconds
            assert amount(model, quality, seconds, generate_audio_switch=False) == silent * seconds
            assert amount(model, quality, seconds, generate_audio_switch=True) == loud * seconds
    assert amount("v6", quality, 5, generate_multi_clip_switch=True) == amount("v6", quality, 5)


@pytest.mark.parametrize("quality", QUALITIES)
def test_the_earlier_models(quality: str) -> None:
    """v5 has two rows; v3.5, v4 and v4.5 have three, and gaps at 1080p, where there is a warning instead."""
    assert [amount("v5", quality, seconds) for seconds in (5, 8)] == list(map(int, LIST["v5"][quality].split()))
    rows = [None if row == "-" else int(row) for row in LIST["earlier"][quality].split()]
    for model in ("v3.5", "v4", "v4.5"):
        found = [
            amount(model, quality, 5),
            amount(model, quality, 5, motion_mode="fast"),
            amount(model, quality, 8),
        ]
        assert found == rows
        assert amount(model, quality, 5, motion_mode="normal") == rows[0]
    if rows[2] is None:
        asked = {"prompt": "p", "img_id": 1, "model": "v4", "quality": quality, "duration": 8}
        assert any("is not known here" in str(warning) for warning in IMAGE.warnings(asked))


@pytest.mark.parametrize("quality", QUALITIES)
def test_models_with_sound_and_shots(quality: str) -> None:
    """v5.6 with and without sound; v5.5 with and without sound and shots."""
    for seconds, row in LIST["v5.6"][quality].items():
        silent, loud = map(int, row.split())
        assert amount("v5.6", quality, int(seconds)) == silent
        assert amount("v5.6", quality, int(seconds), generate_audio_switch=True) == loud
    for seconds, row in LIST["v5.5"][quality].items():
        switches = [(False, False), (True, False), (False, True), (True, True)]
        found = [
            amount("v5.5", quality, int(seconds), generate_audio_switch=sound, generate_multi_clip_switch=shots)
            for sound, shots in switches
        ]
        assert found == list(map(int, row.split()))


@pytest.mark.parametrize(
    ("words", "charge"),
    [("", 0), ("Hello.", 4), ("x" * 15, 4), ("x" * 16, 8), ("ä" * 8, 8), ("字" * 5, 4), ("字" * 6, 8)],
)
def test_speech_is_paid_by_its_bytes(words: str, charge: int) -> None:
    """4 credits for each 15 bytes of UTF-8, begun ones whole."""
    said = {"lip_sync_tts_switch": True, "lip_sync_tts_content": words, "lip_sync_tts_speaker_id": "1"}
    assert amount("v5", "360p", 5, **said) == 45 + charge


def test_the_effect_is_paid_by_the_second() -> None:
    """2 credits a second, besides the clip and the speech."""
    assert amount("v5", "360p", 8, sound_effect_switch=True) == 90 + 16
    assert amount("v5", "360p", 8, sound_effect_switch=False) == 90


def test_the_sum_is_explained() -> None:
    """In words, with the day of the list."""
    price = IMAGE.price({"model": "v6", "quality": "720p", "duration": 5, "generate_audio_switch": True})
    assert price is not None
    assert (str(price), price.how) == ("60 credits", "5 s × 12, v6 at 720p with sound, price list of 2026-08-13")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"model": "v6"},
        {"model": "v9", "quality": "720p", "duration": 5},
        {"model": "v6", "quality": "720p", "duration": "5"},
        {"model": "v5.6", "quality": "1080p", "duration": 10},
    ],
)
def test_what_the_list_has_no_row_for_has_no_price(asked: dict[str, Any]) -> None:
    """No guess is made."""
    assert IMAGE.price(asked) is None
