"""The form of every Runway model against a table written by hand from facts/runway.md §1.4, §1.5 and §2.3."""

from typing import Any

import pytest

from vidwidgets.providers.find import endpoint
from vidwidgets.spec.values import Values
from vidwidgets.wire.media import Picture

IMAGE = "https://pictures.example/lake.png"
GEN4 = "1280:720 720:1280 1104:832 832:1104 960:960 1584:672"
VEO = "1280:720 720:1280 1080:1920 1920:1080"
K720, K1080 = "1280:720 720:1280 960:960", "1920:1080 1080:1920 1440:1440"
K4K = "3840:2160 2160:3840 2880:2880"
AUTO = "auto_480p auto_720p auto_1080p"
S480 = "992:432 864:496 752:560 640:640 560:752 496:864"
S720 = "1470:630 1280:720 1112:834 960:960 834:1112 720:1280"
S1080 = "2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920"
S4K = "3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840"
OMNI = "640:360 360:640 1280:720 720:1280 1920:1080 1080:1920 3840:2160 2160:3840"

# model: ratios, resolutions, shortest, longest (30: not published), "auto", last frame
IMAGE_TABLE: dict[str, tuple[str, str, int, int, bool, bool]] = {
    "gen4_turbo": (GEN4, "", 2, 10, False, False),
    "gen4.5": (GEN4, "", 2, 10, False, False),
    "kling3.0_standard": (K720, "", 3, 30, False, True),
    "kling3.0_pro": (K1080, "", 3, 30, False, True),
    "kling3.0_4k": (K4K, "", 3, 30, False, True),
    "klingO3_standard": (K720, "", 3, 30, False, True),
    "klingO3_pro": (K1080, "", 3, 30, False, True),
    "klingO3_4k": (K4K, "", 3, 30, False, True),
    "kling_4": ("auto_720p auto_1080p", "", 3, 30, False, True),
    "seedance2": (f"{S480} {S720} {S1080} {S4K}", "", 4, 15, True, True),
    "seedance2_fast": (f"{S480} {S720}", "", 4, 15, True, True),
    "seedance2_mini": (f"{S480} {S720}", "", 4, 15, True, True),
    "seedance2_5": (
        f"992:432 854:480 752:560 640:640 560:752 480:854 {S720} {S1080}",
        *("", 4, 30, True, True),
    ),
    "hailuo3": ("adaptive 21:9 16:9 4:3 1:1 3:4 9:16", "768p 2k", 5, 15, False, True),
    "h3_max": ("", "480p 768p", 5, 30, False, True),
    "happyhorse_1_0": ("", "720p 1080p", 3, 15, False, False),
    "grok_imagine_1_5": ("", "480p 720p 1080p", 1, 15, False, False),
    "grok_imagine_1_5_lite": (AUTO, "", 1, 30, False, False),
    "gemini_omni_flash": ("1280:720 720:1280", "", 3, 10, False, False),
    "gemini_omni_flash_1.1": (OMNI, "", 3, 10, True, True),
    "wan3": (AUTO, "", 2, 30, False, True),
    "wan3_prime": (AUTO, "", 2, 30, False, True),
}
LISTED = {  # those whose durations are a list
    "veo3.1": (VEO, (4, 6, 8)),
    "veo3.1_fast": (VEO, (4, 6, 8)),
    "kling2.5_turbo_pro": ("", (5, 10)),
}
UNPUBLISHED = {
    *("kling3.0_standard", "kling3.0_pro", "kling3.0_4k", "klingO3_standard", "klingO3_pro", "klingO3_4k"),
    *("kling_4", "h3_max", "grok_imagine_1_5_lite", "wan3", "wan3_prime"),
}
TEXT_RATIOS = {
    "gen4.5": "1280:720 720:1280",
    "veo3.1": VEO,
    "kling3.0_pro": K1080,
    "kling2.5_turbo_pro": "1920:1080 1440:1440 1080:1920 1280:720 720:720 720:1280",
    "grok_imagine_1_5": "1:1 16:9 9:16 4:3 3:4 3:2 2:3",
    "hailuo3": "21:9 16:9 4:3 1:1 3:4 9:16",
    "h3_max": "",
}
# credits a second, and which values they hold for
CREDITS: list[tuple[dict[str, Any], float]] = [
    ({"model": "gen4_turbo", "ratio": "1280:720", "duration": 5}, 0.25),
    ({"ratio": "1280:720", "duration": 10}, 0.50),
    ({"model": "gen4.5", "ratio": "1280:720", "duration": 5}, 0.60),
    ({"model": "gen4.5", "ratio": "1280:720", "duration": 5, "outputFormat": "prores"}, 0.85),
    ({"model": "veo3.1", "ratio": "1280:720", "duration": 8}, 3.20),
    ({"model": "veo3.1", "ratio": "1280:720", "duration": 8, "audio": False}, 1.60),
    ({"model": "veo3.1_fast", "ratio": "1280:720", "duration": 4, "audio": True}, 0.60),
    ({"model": "seedance2", "ratio": "1920:1080", "duration": 4}, 1.60),
    ({"model": "seedance2", "ratio": "1280:720", "duration": "auto"}, 5.40),
    ({"model": "seedance2_mini", "ratio": "1280:720", "duration": 4}, 0.64),
    ({"model": "seedance2_5", "ratio": "992:432", "duration": 4}, 0.80),
    ({"model": "seedance2_5", "ratio": "1920:1080", "duration": 4}, 2.72),
]
IMAGES, TEXTS = endpoint("runway/image-to-video"), endpoint("runway/text-to-video")


def offered(of: Any, field: str, model: str) -> set[Any]:
    """What a form lists for a field with this model; empty where the model does not take the field at all."""
    shown = of.field(field).visible
    if shown is not None and not shown.holds(Values({"model": model}, {})):
        return set()
    return set(of.offered(field, {"model": model}))


def test_every_model_of_the_api_is_in_the_table() -> None:
    """25 models of SDK 5.24.0 for pictures, and all of them but gen4_turbo for text."""
    assert set(IMAGES.field("model").choices()) == set(IMAGE_TABLE) | set(LISTED)
    assert set(TEXTS.field("model").choices()) == (set(IMAGE_TABLE) | set(LISTED)) - {"gen4_turbo"}


@pytest.mark.parametrize("model", IMAGE_TABLE)
def test_a_model_offers_what_the_facts_say(model: str) -> None:
    """Ratios, resolutions, durations and the last frame of each, and nothing of another's."""
    ratios, resolutions, shortest, longest, auto, last = IMAGE_TABLE[model]
    assert offered(IMAGES, "ratio", model) == set(ratios.split())
    assert offered(IMAGES, "resolution", model) == set(resolutions.split())
    assert offered(IMAGES, "duration", model) == {*range(shortest, longest + 1), *(["auto"] if auto else [])}
    shown = IMAGES.field("lastFrame").visible
    assert shown is not None
    assert shown.holds(Values({"model": model}, {})) is last


@pytest.mark.parametrize("model", LISTED)
def test_listed_durations(model: str) -> None:
    """Veo makes 4, 6 or 8 s, Kling 2.5 5 or 10."""
    ratios, durations = LISTED[model]
    assert offered(IMAGES, "ratio", model) == set(ratios.split())
    assert offered(IMAGES, "duration", model) == set(durations)


@pytest.mark.parametrize(("model", "ratios"), TEXT_RATIOS.items())
def test_text_has_its_own_ratios(model: str, ratios: str) -> None:
    """The two operations differ, for gen4.5 most of all."""
    assert offered(TEXTS, "ratio", model) == set(ratios.split())


@pytest.mark.parametrize("model", sorted(set(IMAGE_TABLE) | set(LISTED)))
def test_a_long_clip_of_unpublished_length_is_a_warning(model: str) -> None:
    """Where no longest length is published, 12 s are asked with a warning rather than refused."""
    said = [str(warning) for warning in IMAGES.warnings({"model": model, "duration": 12})]
    assert any("publishes no longest length" in sentence for sentence in said) is (model in UNPUBLISHED)


@pytest.mark.parametrize(("values", "price"), CREDITS)
def test_prices_follow_the_credits(values: dict[str, Any], price: float) -> None:
    """Credits a second at one cent each; `auto` at the most that is billed."""
    found = IMAGES.price({"promptImage": IMAGE, **values})
    assert found is not None
    assert (found.amount, found.currency) == (price, "USD")
    assert "credits" in found.how


def test_an_unknown_price_is_said() -> None:
    """A model whose rate was found nowhere is not priced, with a warning."""
    values = {"promptImage": IMAGE, "promptText": "a cat", "model": "klingO3_pro", "duration": 5}
    assert IMAGES.price(values) is None
    assert any("not known" in str(warning) for warning in IMAGES.warnings(values))


@pytest.mark.parametrize(
    ("model", "needs"),
    [
        ("gen4.5", {"promptText", "ratio", "duration"}),
        ("gen4_turbo", {"ratio"}),
        ("veo3.1", {"ratio"}),
        ("kling2.5_turbo_pro", {"promptText"}),
        ("hailuo3", {"promptText"}),
        ("h3_max", {"promptText"}),
        ("wan3", {"promptText"}),
        ("seedance2_5", set()),
        ("kling_4", set()),
    ],
)
def test_what_a_model_needs(model: str, needs: set[str]) -> None:
    """The required fields of each variant; each missing one has its sentence."""
    missing = {problem.fields[0] for problem in IMAGES.problems({"promptImage": IMAGE, "model": model})}
    assert missing == needs


@pytest.mark.parametrize(("model", "most"), [("gen4_turbo", 1000), ("seedance2", 3500), ("hailuo3", 6000)])
def test_a_prompt_is_counted_in_utf16(model: str, most: int) -> None:
    """An emoji is two; the longest prompt passes, one more says by how much it is over."""
    base = {"promptImage": IMAGE, "model": model, "ratio": IMAGES.offered("ratio", {"model": model})[0]}
    assert not IMAGES.problems({**base, "promptText": "😀" * (most // 2)})
    (problem,) = IMAGES.problems({**base, "promptText": "😀" * (most // 2) + "a"})
    assert f"1 over the limit of {most:,}" in str(problem)
    assert not IMAGES.problems({**base, "promptText": "مرحبا بالعالم"})


def test_seed_003_passes_with_a_warning() -> None:
    """gen4_turbo with 1280:768 is sent as it is, and the warning says what Runway itself takes."""
    example = IMAGES.examples[0]
    assert example.values["ratio"] == "1280:768"
    assert IMAGES.problems(example.values) == []
    said = " ".join(str(warning) for warning in IMAGES.warnings(example.values))
    assert "gen3a_turbo" in said
    assert "1280:720" in said
    assert IMAGES.body(example.values) == example.body
    assert "watermark" in example.note


def test_a_dropped_model_is_offered_on_gateways_only() -> None:
    """gen3a_turbo is refused with its story at Runway, and is whole at a gateway."""
    values = {"promptImage": IMAGE, "model": "gen3a_turbo", "promptText": "a", "ratio": "1280:768", "duration": 10}
    (problem,) = IMAGES.problems(values)
    assert "gateway" in str(problem)
    assert IMAGES.gateway is not None
    assert IMAGES.gateway.id == IMAGES.id
    assert IMAGES.gateway.problems({**values, "lastFrame": IMAGE}) == []
    assert "1280:768" not in IMAGES.offered("ratio", {"model": "gen4_turbo"})
    assert "1280:768" in IMAGES.gateway.offered("ratio", {"model": "gen4_turbo"})


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"ratio": "1920:1080"}, "Gen-4 Turbo makes"),
        ({"duration": 11}, "2 to 10 s"),
        ({"duration": "5"}, "Did you mean 5?"),
        ({"audio": True}, "no choice of sound"),
        ({"lastFrame": IMAGE}, "no last frame"),
        ({"negativePrompt": "blur"}, "no negative prompt"),
        ({"seed": 2**32}, "from 0 to 4294967295"),
        ({"promptText": ""}, "at least 1"),
        ({"model": "gen4_trubo"}, "gen4_turbo"),
        ({"model": "veo3"}, "veo3.1"),
    ],
)
def test_what_does_not_go_says_so(changes: dict[str, Any], word: str) -> None:
    """One problem, in words that say what to do."""
    base = {"promptImage": IMAGE, "model": "gen4_turbo", "ratio": "1280:720", "duration": 5}
    (problem,) = IMAGES.problems({**base, **changes})
    assert word in str(problem)


def test_the_body_is_runways() -> None:
    """Model always, frames by position where there are two or where a bare one would be a reference."""
    base = {"promptImage": IMAGE, "ratio": "1280:720"}
    assert IMAGES.body(base) == {"model": "gen4_turbo", "promptImage": IMAGE, "ratio": "1280:720"}
    body = IMAGES.body({**base, "model": "veo3.1", "lastFrame": f"{IMAGE}?2", "audio": False})
    assert body["promptImage"] == [
        {"uri": IMAGE, "position": "first"},
        {"uri": f"{IMAGE}?2", "position": "last"},
    ]
    assert "lastFrame" not in body
    assert IMAGES.body({**base, "model": "seedance2"})["promptImage"] == [{"uri": IMAGE, "position": "first"}]
    moderated = IMAGES.body({**base, "contentModeration": "low"})
    assert moderated["contentModeration"] == {"publicFigureThreshold": "low"}
    assert TEXTS.body({"promptText": "a", "ratio": "1280:720", "duration": 5})["model"] == "gen4.5"


def test_pictures_are_judged() -> None:
    """A GIF is refused; a shape that the model's page advises against is a warning for that model only."""
    field = IMAGES.media[0]
    gif = Picture(name="a.gif", content=b"GIF8", content_type="image/gif", width=640, height=360, size_bytes=4)
    assert "jpeg, png, webp" in field.judge(gif)[0]
    wide = Picture(name="a.png", content=b"x", content_type="image/png", width=2000, height=900, size_bytes=4)
    assert field.judge(wide) == []
    assert field.advise(wide, values=Values({"model": "gen4.5"}, {})) != []
    assert field.advise(wide, values=Values({"model": "gen4_turbo"}, {})) == []
    assert field.advise(wide) == []
