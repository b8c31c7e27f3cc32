"""Google's Veo 3 at fal: a picture set in motion, with sound."""

from __future__ import annotations

from vidwidgets.providers.fal.pictures import VEO, VEO_ADVICE
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.fields import Choice, Flag, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import Values

PAGE = Source("fal.ai/models/fal-ai/veo3/image-to-video/llms.txt and its OpenAPI document", "2026-06-11")
SEED = Source("seed 000, POST /fal-ai/veo3/image-to-video", "2026-11-21")
DOLLARS_A_SECOND = {False: 0.20, True: 0.40}
"""Without and with sound (the model's page, read 2026-06-11)."""


def price(values: Values) -> Price | None:
    """Seconds times the list price with or without sound; None for a length the model does not make."""
    seconds = {"4s": 4, "6s": 6, "8s": 8}.get(values["duration"])
    rate = DOLLARS_A_SECOND.get(values["generate_audio"])
    if seconds is None or rate is None:
        return None
    sound = "with sound" if values["generate_audio"] else "without sound"
    return dollars(seconds * rate, f"{seconds} s × ${rate:.2f} {sound}, list price of {PAGE.date}")


def unit_price(values: Values) -> Price | None:
    """One billed unit is a second, with or without sound."""
    rate = DOLLARS_A_SECOND.get(values["generate_audio"])
    return None if rate is None else dollars(rate, f"${rate:.2f} list price of {PAGE.date}")


ENDPOINT = Endpoint(
    id="fal-ai/veo3/image-to-video",
    provider="fal",
    title="Veo 3",
    kind="image to video",
    source=PAGE,
    fields=(
        Text(
            name="prompt",
            label="Prompt",
            help="What happens in the clip: the motion, the camera, what is said and heard.",
            required=True,
            max_length=20_000,
            multiline=True,
            placeholder="The fog lifts from the lake, the boat drifts slowly towards us.",
            role="prompt",
            source=PAGE,
        ),
        Media(
            name="image_url",
            label="Image",
            help="The picture to set in motion. Best at 720 pixels or more, in 16:9 or 9:16; others are cropped.",
            required=True,
            role="first",
            limits=VEO,
            advice=VEO_ADVICE,
            advice_reason="Veo 3 wants 720 or more; a smaller picture comes out soft or is refused.",
            shaped_by="aspect_ratio",
            other_shape="Veo 3 crops a picture of another shape.",
            source=PAGE,
        ),
        Choice(
            name="aspect_ratio",
            label="Aspect ratio",
            help="The clip's shape; auto follows the picture.",
            options=("auto", "16:9", "9:16"),
            default="auto",
            source=PAGE,
        ),
        Choice(
            name="duration",
            label="Duration",
            help="How long the clip is; it is paid by the second.",
            options=("4s", "6s", "8s"),
            labels={"4s": "4 s", "6s": "6 s", "8s": "8 s"},
            default="8s",
            unit="s",
            source=PAGE,
        ),
        Choice(
            name="resolution",
            label="Resolution",
            help="The shorter side of the clip, in pixels.",
            options=("720p", "1080p"),
            default="720p",
            source=PAGE,
        ),
        Flag(
            name="generate_audio",
            label="Sound",
            help="Whether Veo 3 makes speech and sound for it; doubles the price.",
            default=True,
            source=PAGE,
        ),
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What should not be in the clip.",
            more=True,
            source=PAGE,
        ),
        Seed(
            name="seed",
            label="Seed",
            help="The same seed with the same request gives a similar clip; left out, each run differs.",
            more=True,
            source=PAGE,
        ),
        Flag(
            name="auto_fix",
            label="Auto fix",
            help="Whether a prompt that breaks the content policy is rewritten and tried again.",
            default=False,
            more=True,
            source=PAGE,
        ),
        Choice(
            name="safety_tolerance",
            label="Safety tolerance",
            help="How much the content filter lets through: 1 is the strictest, 6 the loosest.",
            options=("1", "2", "3", "4", "5", "6"),
            default="4",
            more=True,
            source=PAGE,
        ),
    ),
    pricing=price,
    unit_pricing=unit_price,
    examples=(
        Example(
            values={
                "prompt": "A woman looks into the camera, breathes in, then exclaims energetically, "
                '"have you guys checked out Veo3 Image-to-Video on Fal? It\'s incredible!"',
                "image_url": "https://storage.googleapis.com/falserverless/example_inputs/veo3-i2v-input.png",
                "aspect_ratio": "auto",
                "duration": "8s",
                "generate_audio": True,
                "resolution": "720p",
            },
            body={
                "prompt": "A woman looks into the camera, breathes in, then exclaims energetically, "
                '"have you guys checked out Veo3 Image-to-Video on Fal? It\'s incredible!"',
                "image_url": "https://storage.googleapis.com/falserverless/example_inputs/veo3-i2v-input.png",
                "aspect_ratio": "auto",
                "duration": "8s",
                "generate_audio": True,
                "resolution": "720p",
            },
            source=SEED,
        ),
    ),
    gateway_notes=(
        "A gateway's page may list fewer fields than fal's own; what it does not know it may ignore (seed 000).",
    ),
)
