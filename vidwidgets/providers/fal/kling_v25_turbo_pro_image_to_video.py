"""Kling 2.5 Turbo Pro at fal: from a first frame, and to a last one where it is given."""

from __future__ import annotations

from vidwidgets.providers.fal.kling import common_fields, picture, priced, unit_priced
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.source import Source

PAGE = Source(
    "fal.ai/models/fal-ai/kling-video/v2.5-turbo/pro/image-to-video/llms.txt and its OpenAPI document", "2026-06-11"
)
SEED = Source("seed 001, POST /fal-ai/kling-video/v2.5-turbo/pro/image-to-video", "2026-11-21")
BODY = {
    "prompt": "A stark starting line divides two powerful cars, engines revving for the challenge ahead. "
    "They surge forward in the heat of competition, a blur of speed and chrome. "
    "The finish line looms as they vie for victory.",
    "image_url": "https://v3.fal.media/files/panda/HnY2yf-BbzlrVQxR-qP6m_9912d0932988453aadf3912fc1901f52.jpg",
    "duration": "5",
    "negative_prompt": "blur, distort, and low quality",
    "cfg_scale": 0.5,
}

ENDPOINT = Endpoint(
    id="fal-ai/kling-video/v2.5-turbo/pro/image-to-video",
    provider="fal",
    title="Kling 2.5 Turbo Pro",
    kind="image to video",
    source=PAGE,
    fields=(
        *common_fields(PAGE),
        picture("tail_image_url", "Last frame", "The picture that the clip ends on; optional.", "last", PAGE),
    ),
    pricing=priced(0.35, 0.07, PAGE),
    unit_pricing=unit_priced(0.07, PAGE),
    examples=(Example(values=BODY, body=BODY, source=SEED),),
    gateway_notes=("A gateway may not pass the last frame on: seed 001's page does not list tail_image_url.",),
)
