"""Runway's text to video: the same wire as image to video, without a picture."""

from __future__ import annotations

from vidwidgets.providers.runway.fields import further_fields, leading_fields, shared_fields
from vidwidgets.providers.runway.operation import made
from vidwidgets.providers.runway.text_models import TEXT_MODELS
from vidwidgets.spec.endpoint import Example
from vidwidgets.spec.source import Source

RETIRED = {
    "veo3": "veo3 left Runway's API in 2026 (SDK 5.15). Take veo3.1.",
    "gen4_turbo": "gen4_turbo needs a picture: take runway/image-to-video, or gen4.5 here.",
}
_BODY = {
    "model": "gen4.5",
    "promptText": "A serene mountain landscape at sunrise, the camera glides forward.",
    "ratio": "1280:720",
    "duration": 5,
}

ENDPOINT = made(
    TEXT_MODELS,
    id="runway/text-to-video",
    kind="text to video",
    fields=(*leading_fields(TEXT_MODELS, RETIRED), *shared_fields(TEXT_MODELS), *further_fields(TEXT_MODELS)),
    examples=(
        Example(
            values=_BODY,
            body=_BODY,
            source=Source("runwayml 5.24.0, types/text_to_video_create_params.py", "2026-11-21"),
            note="The document lists fields rather than a whole request: these are the ones that gen4.5 needs.",
        ),
    ),
)
