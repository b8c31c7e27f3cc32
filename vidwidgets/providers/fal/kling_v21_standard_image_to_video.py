"""Kling 2.1 Standard at fal, which seed 002 reaches through a gateway."""

from __future__ import annotations

from vidwidgets.providers.fal.kling import common_fields, priced, unit_priced
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.source import Source

PAGE = Source(
    "fal.ai/models/fal-ai/kling-video/v2.1/standard/image-to-video/llms.txt and its OpenAPI document", "2026-06-11"
)
SEED = Source("seed 002, POST /fal-ai/{model}", "2026-11-21")
BODY = {
    "prompt": "As the sun dips below the horizon, painting the sky in fiery hues of orange and purple, powerful waves "
    "relentlessly crash against jagged, dark rocks, their white foam a stark contrast to the deepening twilight; the "
    "textured surface of the rocks, wet and glistening, reflects the vibrant colors, creating a mesmerizing spectacle "
    "of nature's raw power and breathtaking beauty",
    "image_url": "https://v3.fal.media/files/panda/W-_J46zuJDQnUhqkKm9Iv_image.webp",
    "duration": "5",
    "negative_prompt": "blur, distort, and low quality",
    "cfg_scale": 0.5,
}

ENDPOINT = Endpoint(
    id="fal-ai/kling-video/v2.1/standard/image-to-video",
    provider="fal",
    title="Kling 2.1 Standard",
    kind="image to video",
    source=PAGE,
    fields=common_fields(PAGE),
    pricing=priced(0.28, 0.056, PAGE),
    unit_pricing=unit_priced(0.056, PAGE),
    examples=(
        Example(
            values=BODY,
            body=BODY,
            source=SEED,
            note="The page's example also sends aspect_ratio 16:9, a field that this model does not have.",
        ),
    ),
    gateway_notes=(
        "The gateway's page marks every field as required; only the prompt and the image are.",
        "It also lists aspect_ratio, which this model does not have: the clip follows the picture, and it is not sent.",
    ),
)
