"""The three fal endpoints of the seeds, held against a table written by hand from facts/fal.md §3 and the seeds."""

import pytest
from valid_values import PICTURE

from vidwidgets.errors import InvalidRequest
from vidwidgets.providers.find import endpoint
from vidwidgets.spec.fields import Choice, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media

VEO = "fal-ai/veo3/image-to-video"
KLING_25 = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
KLING_21 = "fal-ai/kling-video/v2.1/standard/image-to-video"
NEGATIVE = "blur, distort, and low quality"
LEAST = {"prompt": "The fog lifts.", "image_url": PICTURE}

# Each field's kind, whether it is required, its default, and its options, bounds or longest text.
KLING_FIELDS = {
    "prompt": (Text, True, None, 2500),
    "image_url": (Media, True, None, None),
    "duration": (Choice, False, "5", ("5", "10")),
    "negative_prompt": (Text, False, NEGATIVE, 2500),
    "cfg_scale": (Number, False, 0.5, (0, 1)),
}
TABLE = {
    VEO: {
        "prompt": (Text, True, None, 20000),
        "aspect_ratio": (Choice, False, "auto", ("auto", "16:9", "9:16")),
        "duration": (Choice, False, "8s", ("4s", "6s", "8s")),
        "negative_prompt": (Text, False, None, None),
        "resolution": (Choice, False, "720p", ("720p", "1080p")),
        "generate_audio": (Flag, False, True, (True, False)),
        "seed": (Seed, False, None, None),
        "auto_fix": (Flag, False, False, (True, False)),
        "safety_tolerance": (Choice, False, "4", ("1", "2", "3", "4", "5", "6")),
        "image_url": (Media, True, None, None),
    },
    KLING_25: {**KLING_FIELDS, "tail_image_url": (Media, False, None, None)},
    KLING_21: KLING_FIELDS,
}
PRICES = [
    (VEO, {}, 3.20),
    (VEO, {"duration": "4s"}, 1.60),
    (VEO, {"duration": "6s"}, 2.40),
    (VEO, {"duration": "8s", "generate_audio": False}, 1.60),
    (VEO, {"duration": "6s", "generate_audio": False}, 1.20),
    (VEO, {"duration": "4s", "generate_audio": False, "resolution": "1080p"}, 0.80),
    (KLING_25, {}, 0.35),
    (KLING_25, {"duration": "5"}, 0.35),
    (KLING_25, {"duration": "10"}, 0.70),
    (KLING_21, {}, 0.28),
    (KLING_21, {"duration": "10"}, 0.56),
]
SEED_PROMPTS = {VEO: "A woman looks into the camera", KLING_25: "A stark starting line", KLING_21: "As the sun dips"}


def only_problem(endpoint_id: str, **values: object) -> str:
    """The one sentence that stops these values beside the least that has to be given."""
    (problem,) = endpoint(endpoint_id).problems({**LEAST, **values})
    assert problem.fields == (next(iter(values)),)
    return str(problem)


@pytest.mark.parametrize("endpoint_id", TABLE)
def test_the_fields_are_those_of_the_facts(endpoint_id: str) -> None:
    """Names, kinds, what is required, defaults, options, bounds and lengths are as fal publishes them."""
    declared = {}
    for field in endpoint(endpoint_id).fields:
        if isinstance(field, Text):
            limits: object = field.max_length
        elif isinstance(field, Number):
            limits = (field.minimum, field.maximum)
        else:
            limits = field.choices() or None
        declared[field.name] = (type(field), field.required, field.default, limits)
    assert declared == TABLE[endpoint_id]


@pytest.mark.parametrize(("endpoint_id", "values", "dollars"), PRICES)
def test_the_prices_are_those_of_the_facts(endpoint_id: str, values: dict[str, object], dollars: float) -> None:
    """Veo is $0.20 a second, $0.40 with sound; Kling $0.35 or $0.28, and $0.07 or $0.056 for each second after five."""
    price = endpoint(endpoint_id).price({**LEAST, **values})
    assert price is not None
    assert (price.amount, price.currency) == (dollars, "USD")
    assert str(price) == f"${dollars:.2f}"
    assert "list price of 2026-06-11" in price.how


@pytest.mark.parametrize(
    ("endpoint_id", "values", "dollars"),
    [(VEO, {}, 3.2), (VEO, {"generate_audio": False}, 1.6), (KLING_25, {}, 0.56), (KLING_21, {}, 0.448)],
)
def test_a_bill_is_units_times_the_price_of_one(endpoint_id: str, values: dict[str, object], dollars: float) -> None:
    """Eight billed units cost eight seconds, and the words say how that was reckoned."""
    bill = endpoint(endpoint_id).bill({**LEAST, **values}, 8.0)
    assert bill is not None
    assert bill.amount == dollars
    assert bill.how.startswith("8 units billed × $")


@pytest.mark.parametrize("endpoint_id", TABLE)
def test_the_seeds_example_is_the_body(endpoint_id: str) -> None:
    """The seed's own example is an example of the endpoint, and only 002's aspect_ratio is taken out, with a word."""
    (example,) = endpoint(endpoint_id).examples
    assert example.body["prompt"].startswith(SEED_PROMPTS[endpoint_id])
    assert example.source.page.startswith("seed 00")
    assert "aspect_ratio" not in example.body or endpoint_id == VEO
    assert ("aspect_ratio" in example.note) == (endpoint_id == KLING_21)


def test_the_gateways_aspect_ratio_is_refused_and_explained() -> None:
    """Seed 002's aspect_ratio does not exist on Kling 2.1: refused by name, never sent, told where it is a gateway."""
    kling = endpoint(KLING_21)
    (problem,) = kling.problems({**LEAST, "aspect_ratio": "16:9"})
    assert "has no field 'aspect_ratio'" in problem.message
    with pytest.raises(InvalidRequest, match="aspect_ratio"):
        kling.body({**LEAST, "aspect_ratio": "16:9"})
    notes = " ".join(kling.gateway_notes)
    assert "aspect_ratio" in notes
    assert "required" in notes
    assert "tail_image_url" in " ".join(endpoint(KLING_25).gateway_notes)


@pytest.mark.parametrize(
    ("endpoint_id", "given", "said"),
    [
        (VEO, 5, "Duration: 5 is not one of '4s', '6s', '8s'. They are text: write for example '8s'."),
        (VEO, 8, "Duration: 8 is not one of '4s', '6s', '8s'. Did you mean '8s'?"),
        (VEO, "8", "Duration: '8' is not one of '4s', '6s', '8s'. Did you mean '8s'?"),
        (VEO, "5s", "Duration: '5s' is not one of '4s', '6s', '8s'."),
        (KLING_21, 5, "Duration: 5 is not one of '5', '10'. Did you mean '5'?"),
        (KLING_25, "10s", "Duration: '10s' is not one of '5', '10'. Did you mean '10'?"),
    ],
)
def test_a_duration_in_another_spelling_is_told_the_right_one(endpoint_id: str, given: object, said: str) -> None:
    """A length in the wrong type or spelling is never guessed at: the sentence shows what to write."""
    assert only_problem(endpoint_id, duration=given) == said


def test_cfg_scale_of_two_is_outside() -> None:
    """`cfg_scale=2` is told its bounds; 0 and 1 are inside, whole or not."""
    assert only_problem(KLING_25, cfg_scale=2) == "Guidance must be from 0 to 1; 2 is outside."
    assert not [p for scale in (0, 1, 0.0, 1.0) for p in endpoint(KLING_25).problems({**LEAST, "cfg_scale": scale})]


def test_a_prompt_over_the_limit_is_counted() -> None:
    """A prompt that is too long is told how long it is and by how much; at the limit it is taken."""
    assert endpoint(KLING_25).problems({**LEAST, "prompt": "x" * 2500}) == []
    assert only_problem(KLING_25, prompt="x" * 2611) == (
        "Prompt has 2,611 characters, 111 over the limit of 2,500: shorten it."
    )
    assert only_problem(VEO, prompt="x" * 20001) == (
        "Prompt has 20,001 characters, 1 over the limit of 20,000: shorten it."
    )


@pytest.mark.parametrize("prompt", ["", " ", "\n\t  \N{NO-BREAK SPACE}"])
def test_an_empty_prompt_is_asked_for(prompt: str) -> None:
    """No text and blank text are the same: nothing to make a clip of."""
    assert only_problem(VEO, prompt=prompt) == "Prompt is empty: write what should happen."


def test_everything_that_is_wrong_is_said_at_once() -> None:
    """All broken rules come together, in form order, each about its own field."""
    found = endpoint(KLING_21).problems({"duration": 7, "cfg_scale": "much", "durration": "5"})
    assert [problem.fields[0] for problem in found] == ["durration", "prompt", "image_url", "duration", "cfg_scale"]


def test_a_wrong_value_elsewhere_does_not_hide_the_price() -> None:
    """The price follows what it is made of; what the field refuses is not priced, and not at its default either."""
    kling = endpoint(KLING_21)
    dear = kling.price({**LEAST, "duration": "10", "cfg_scale": 2, "prompt": "", "sede": 1})
    assert dear is not None
    assert dear.amount == 0.56
    assert kling.price({**LEAST, "duration": 10}) is None
    assert endpoint(VEO).price({**LEAST, "generate_audio": "yes"}) is None
    assert endpoint(VEO).price({**LEAST, "duration": ["8s"]}) is None


def test_a_gateways_empty_negative_prompt_is_sent() -> None:
    """An empty negative prompt overrules fal's default, so it is a value and is sent."""
    assert endpoint(KLING_21).body({**LEAST, "negative_prompt": ""})["negative_prompt"] == ""
    assert "negative_prompt" not in endpoint(KLING_21).body(LEAST)
