"""A provider's limits on a picture, as sentences about it."""

from dataclasses import dataclass

import pytest
from spec_samples import field

from vidwidgets.providers.fal.pictures import KLING, VEO
from vidwidgets.spec.conditions import Is
from vidwidgets.spec.media import Media, MediaLimits, megabytes
from vidwidgets.spec.values import Values


@dataclass(frozen=True)
class Facts:
    """What is known of a picture."""

    content_type: str = "image/png"
    width: int = 1280
    height: int = 720
    size_bytes: int = 1000


@pytest.mark.parametrize(
    ("limits", "facts", "broken"),
    [
        (MediaLimits(content_types=("image/jpeg", "image/png")), Facts(), []),
        (
            MediaLimits(content_types=("image/jpeg", "image/png")),
            Facts("image/bmp"),
            ["is image/bmp; it takes jpeg, png"],
        ),
        (MediaLimits(max_size_bytes=1000), Facts(), []),
        (
            MediaLimits(max_size_bytes=8_000_000),
            Facts(size_bytes=60_000_000),
            ["is 60.0 MB; at most 8.0 MB are taken"],
        ),
        (
            MediaLimits(max_size_bytes=8_000_000),
            Facts(size_bytes=8_000_001),
            ["is 8,000,001 bytes; at most 8,000,000 are taken"],
        ),
        (MediaLimits(min_width=300, min_height=300), Facts(width=300, height=300), []),
        (
            MediaLimits(min_width=300, min_height=300),
            Facts(width=300, height=299),
            ["is 300×299 pixels; at least 300×300 are needed"],
        ),
        (MediaLimits(min_width=300), Facts(width=200), ["is 200×720 pixels; at least 300×1 are needed"]),
        (MediaLimits(min_side=720), Facts(), []),
        (MediaLimits(min_side=721), Facts(), ["is 1280×720 pixels; its shorter side needs at least 721"]),
        (MediaLimits(max_side=1000), Facts(), ["is 1280×720 pixels; its longer side may have at most 1000"]),
        (MediaLimits(min_aspect_ratio=0.4, max_aspect_ratio=2.5), Facts(), []),
        (
            MediaLimits(min_aspect_ratio=0.4, max_aspect_ratio=2.5),
            Facts(width=3000, height=1000),
            ["has an aspect ratio of 3.00 (width over height); it must be from 0.4 to 2.5"],
        ),
        (
            MediaLimits(max_aspect_ratio=1),
            Facts(),
            ["has an aspect ratio of 1.78 (width over height); it must be at most 1"],
        ),
        (
            MediaLimits(min_aspect_ratio=2),
            Facts(),
            ["has an aspect ratio of 1.78 (width over height); it must be at least 2"],
        ),
    ],
)
def test_a_broken_limit_names_both_figures(limits: MediaLimits, facts: Facts, broken: list[str]) -> None:
    """What the picture is and what it may be; at the limit nothing is broken."""
    assert limits.broken_by(facts) == broken


def test_what_is_not_known_breaks_nothing() -> None:
    """A URL that could not be looked at is not judged."""
    strict = MediaLimits(
        content_types=("image/png",), max_size_bytes=1, min_width=9, min_side=9, max_side=1, max_aspect_ratio=0.1
    )
    assert strict.broken_by(Facts("", 0, 0, 0)) == []
    assert len(strict.broken_by(Facts("image/gif", 5, 4, 2))) == 6


@pytest.mark.parametrize("limits", [VEO, KLING], ids=["Veo", "Kling"])
def test_the_issues_bad_pictures_are_stopped(limits: MediaLimits) -> None:
    """A 60 MB picture and one of 100×100 are refused for each model, a text file's type too, a photograph is not."""
    assert len(limits.broken_by(Facts(size_bytes=60_000_000))) == 1
    assert len(limits.broken_by(Facts(width=100, height=100))) == 1
    assert len(limits.broken_by(Facts("image/tiff"))) == 1
    for kind in ("jpeg", "png", "webp", "gif", "avif"):
        assert limits.broken_by(Facts(f"image/{kind}", 451, 300, 240_000)) == []


def test_a_picture_is_judged_by_name_and_advised_with_a_reason() -> None:
    """Sentences begin with the field's label and name the picture; advice gives its reason, some by other values."""
    image = field(
        Media,
        "image",
        limits=MediaLimits(max_size_bytes=10),
        advice=MediaLimits(min_side=1000),
        advice_reason="It comes out soft.",
        advice_by=((Is("model", "b"), MediaLimits(max_side=100), "Model b shrinks it."),),
    )
    assert image.judge(Facts(), "cat.png") == ["Image: cat.png is 1,000 bytes; at most 10 are taken."]
    soft = "Image: cat.png is 1280×720 pixels; its shorter side needs at least 1000. It comes out soft."
    assert image.advise(Facts(), "cat.png") == [soft]
    assert image.advise(Facts(), "cat.png", Values({"model": "a"})) == [soft]
    assert image.advise(Facts(), "cat.png", Values({"model": "b"})) == [
        soft,
        "Image: cat.png is 1280×720 pixels; its longer side may have at most 100. Model b shrinks it.",
    ]


@pytest.mark.parametrize(
    ("size_bytes", "words"), [(0, "1 kB"), (22_400, "22 kB"), (999_499, "999 kB"), (12_100_000, "12.1 MB")]
)
def test_a_size_is_written_for_people(size_bytes: int, words: str) -> None:
    """Kilobytes below a megabyte, one place above."""
    assert megabytes(size_bytes) == words
