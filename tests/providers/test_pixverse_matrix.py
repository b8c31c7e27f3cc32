"""PixVerse's whole matrix against the table in the facts, which `pixverse_matrix.toml` holds, written by hand."""

import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from vidwidgets.providers.find import endpoint
from vidwidgets.sandbox.pixverse_rules import check_body

TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("pixverse_matrix.toml").read_text(encoding="utf-8"))
MODELS = tuple(TABLE["seconds"])
QUALITIES = ("360p", "540p", "720p", "1080p")
ALL_SECONDS = tuple(range(1, 16))
THINGS = tuple(TABLE["fields"])
"""What a model may have besides: camera, style, audio, clips, thinking, effect, lips."""
IMAGE, TEXT = endpoint("pixverse/image-to-video"), endpoint("pixverse/text-to-video")
ALIKE = (5, 6, 8, 10)
"""The three lengths that the table tells apart, and one that stands for all the others."""

Core = tuple[str, int, str, str | None, bool]


def seconds_of(model: str, quality: str, table: str = "seconds") -> set[int]:
    """The lengths that the table has there."""
    words = TABLE[table].get(model, {}).get(quality, "")
    return set(ALL_SECONDS) if words == "all" else {int(word) for word in words.split()}


def core_blame(model: str, seconds: int, quality: str, motion: str | None, allowed: set[int]) -> set[str]:
    """The fields that the table makes responsible, the further things aside."""
    blamed = set() if seconds in allowed else {"duration"}
    if motion == "fast":
        if TABLE["has"][model]["fast"] == "no":
            return blamed | {"motion_mode"}
        if str(seconds) not in TABLE["fast"]["seconds"].split():
            blamed.add("duration")
        if quality not in TABLE["fast"]["qualities"].split():
            blamed.add("quality")
    return blamed


def is_refused(model: str, thing: str, *, template: bool) -> bool:
    """Whether the table refuses a thing to a model."""
    word = TABLE["has"][model][thing]
    return word == "no" or (word == "template" and not template) or (word == "unless template" and template)


def cores(lengths: tuple[int, ...]) -> Iterator[tuple[Core, dict[str, Any], set[str]]]:
    """Model × duration × quality × motion × template: what it is, its values, and the fields to blame."""
    for model, quality in product(MODELS, QUALITIES):
        allowed = seconds_of(model, quality)
        for seconds, motion, template in product(lengths, (None, "normal", "fast"), (False, True)):
            values = {"prompt": "p", "img_id": 1, "model": model, "duration": seconds, "quality": quality}
            values |= {"motion_mode": motion} if motion else {}
            values |= {"template_id": 302325299692608} if template else {}
            blamed = core_blame(model, seconds, quality, motion, allowed)
            yield (model, seconds, quality, motion, template), values, blamed


def blamed_by(values: dict[str, Any]) -> set[str]:
    """The fields beside which the endpoint shows a problem."""
    return {problem.fields[0] for problem in IMAGE.problems(values)}


def test_the_table_tells_only_three_lengths_apart() -> None:
    """But for 5, 8 and 10 s each model and quality treats all lengths alike, so that 6 may stand for them below."""
    for model, quality in product(MODELS, QUALITIES):
        others = {seconds in seconds_of(model, quality) for seconds in ALL_SECONDS if seconds not in {5, 8, 10}}
        assert len(others) == 1


def test_every_length_of_every_model() -> None:
    """Model × every length from 1 to 15 s × quality × motion × template: 2,880 combinations, each blamed as told."""
    wrong = [
        (core, blamed, blamed_by(values)) for core, values, blamed in cores(ALL_SECONDS) if blamed_by(values) != blamed
    ]
    assert wrong == []


def test_the_whole_matrix() -> None:
    """Model × length × quality × motion × template × camera × style × audio × shots × thinking × effect × lip sync.

    98,304 combinations: each is allowed or refused as the table says, beside the fields that the table says, and
    the sandbox's own reading of the table agrees.
    """
    wrong: list[Any] = []
    count = 0
    every_choice = [
        [thing for thing, on in zip(THINGS, flags, strict=True) if on] for flags in product((0, 1), repeat=7)
    ]
    for core, values, core_blamed in cores(ALIKE):
        model, template = core[0], core[-1]
        refused = {thing for thing in THINGS if is_refused(model, thing, template=template)}
        for chosen in every_choice:
            asked, blamed = dict(values), set(core_blamed)
            for thing in chosen:
                asked.update(TABLE["fields"][thing])
                if thing in refused:
                    blamed.update(TABLE["fields"][thing])
            count += 1
            found = blamed_by(asked)
            taken = check_body(asked, from_image=True) is None
            if found != blamed or taken != (not blamed):
                wrong.append((core, chosen, blamed, found, taken))
    assert count == 98_304
    assert wrong[:5] == []


@pytest.mark.parametrize("model", MODELS)
def test_every_movement_of_the_camera(model: str) -> None:
    """Each of the twenty is an option, and is allowed exactly where the table has the camera."""
    movements = TABLE["camera"]["movements"].split()
    assert len(movements) == len(set(movements)) == 20
    assert set(IMAGE.field("camera_movement").choices()) == set(movements)
    asked = {"prompt": "p", "img_id": 1, "model": model, "duration": 5, "quality": "540p"}
    for movement in movements:
        blamed = blamed_by({**asked, "camera_movement": movement})
        assert blamed == ({"camera_movement"} if is_refused(model, "camera", template=False) else set())


def test_every_shape_of_every_model() -> None:
    """Text to video: model × ratio × quality × length, as the table says; the sandbox agrees."""
    every = TEXT.field("aspect_ratio").choices()
    assert set(every) == set(TABLE["ratios"]["v6"].split())
    for model, ratio, quality, seconds in product(MODELS, every, QUALITIES, ALIKE):
        asked = {"prompt": "p", "model": model, "aspect_ratio": ratio, "quality": quality, "duration": seconds}
        blamed = {"aspect_ratio"} if ratio not in TABLE["ratios"][model].split() else set()
        blamed |= set() if seconds in seconds_of(model, quality) else {"duration"}
        assert {problem.fields[0] for problem in TEXT.problems(asked)} == blamed
        assert (check_body(asked, from_image=False) is None) == (not blamed)


@pytest.mark.parametrize("model", MODELS)
def test_what_a_form_lists(model: str) -> None:
    """A form leaves out the lengths, shapes and motions that a model does not have at all, and lists every model."""
    asked = {"model": model}
    lengths = set().union(*(seconds_of(model, quality) for quality in QUALITIES))
    assert set(IMAGE.offered("duration", asked)) == lengths
    assert set(TEXT.offered("aspect_ratio", asked)) == set(TABLE["ratios"][model].split())
    fast = TABLE["has"][model]["fast"] == "yes"
    assert IMAGE.offered("motion_mode", asked) == (("normal", "fast") if fast else ("normal",))
    for quality in QUALITIES:
        assert set(IMAGE.options("duration", {**asked, "quality": quality})) == seconds_of(model, quality)
        assert IMAGE.options("model", {**asked, "quality": quality, "duration": 8}) == MODELS


@pytest.mark.parametrize("model", MODELS)
def test_what_is_doubtful_is_warned_of(model: str) -> None:
    """Exactly what the table calls doubtful gets a warning beside its field, and is allowed."""
    for quality in QUALITIES:
        for seconds in seconds_of(model, quality):
            asked = {"prompt": "p", "img_id": 1, "model": model, "duration": seconds, "quality": quality}
            warned = any(warning.fields[:1] == ("duration",) for warning in IMAGE.warnings(asked))
            assert warned == (seconds in seconds_of(model, quality, "doubtful_seconds"))
    asked = {"prompt": "p", "img_id": 1, "model": model, "duration": 5, "quality": "540p"}
    for thing in ("style", "lips"):
        values = {**asked, **TABLE["fields"][thing]}
        names = set(TABLE["fields"][thing])
        warned = any(names & set(warning.fields[:1]) for warning in IMAGE.warnings(values))
        assert warned == (TABLE["has"][model][thing] == "doubtful")
        assert IMAGE.problems(values) == []


@pytest.mark.parametrize("model", MODELS)
def test_normal_motion_is_tolerated(model: str) -> None:
    """Normal motion is no problem anywhere; where the model has no such field it is left out, and a warning says so."""
    asked = {"prompt": "p", "img_id": 1, "model": model, "duration": 5, "quality": "540p", "motion_mode": "normal"}
    omitted = TABLE["has"][model]["normal"] == "omitted"
    assert IMAGE.problems(asked) == []
    assert ("motion_mode" not in IMAGE.body(asked)) == omitted
    assert any("left out of the body" in str(warning) for warning in IMAGE.warnings(asked)) == omitted


@pytest.mark.parametrize("model", MODELS)
def test_a_form_shows_only_what_the_model_has(model: str) -> None:
    """Each thing is in sight exactly where the table has it (doubtful lip sync only with a template)."""
    from vidwidgets.spec.values import Values

    for thing, template in product(("camera", "audio", "clips", "thinking", "effect", "lips"), (False, True)):
        seen = Values({"model": model} | ({"template_id": 7} if template else {}))
        first = IMAGE.field(next(iter(TABLE["fields"][thing])))
        assert first.visible is not None
        hidden = is_refused(model, thing, template=template)
        if thing == "lips":
            hidden = TABLE["has"][model]["lips"] == "doubtful" and not template
        assert first.visible.holds(seen) == (not hidden)
