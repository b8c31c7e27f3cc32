"""PixVerse makes a clip from words: models v3.5 to v6 and c1, or a template."""

from __future__ import annotations

from vidwidgets.providers.pixverse import fields, models, rules
from vidwidgets.providers.pixverse.body import shape
from vidwidgets.providers.pixverse.price import price
from vidwidgets.providers.pixverse.sources import TEXT_PAGE
from vidwidgets.spec.conditions import Is, Not
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.fields import Choice
from vidwidgets.spec.rules import Limit

RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16")
WIDER_RATIOS = ("2:3", "3:2", "21:9")
_EXAMPLE = {
    "aspect_ratio": "16:9",
    "duration": 5,
    "model": "v3.5",
    "motion_mode": "normal",
    "negative_prompt": "string",
    "prompt": "string",
    "quality": "540p",
    "seed": 0,
    "template_id": 302325299692608,
}

ENDPOINT = Endpoint(
    id="pixverse/text-to-video",
    provider="pixverse",
    title="PixVerse",
    kind="text to video",
    source=TEXT_PAGE,
    fields=(
        fields.prompt(TEXT_PAGE),
        *fields.lead(TEXT_PAGE),
        Choice(
            name="aspect_ratio",
            label="Aspect ratio",
            help="The clip's shape, width to height; 2:3, 3:2 and 21:9 with v6 and c1 only.",
            options=(*RATIOS, *WIDER_RATIOS),
            required=True,
            initial="16:9",
            source=TEXT_PAGE,
        ),
        *fields.motion(TEXT_PAGE),
        *fields.modern(TEXT_PAGE),
        *fields.sound_effect(TEXT_PAGE),
        *fields.lip_sync(TEXT_PAGE),
        *fields.further(TEXT_PAGE),
    ),
    rules=(
        Limit(
            field="aspect_ratio",
            allowed=RATIOS,
            when=Not(Is("model", *models.WITH_ANY_LENGTH)),
            leaves_out=True,
            why="Only v6 and c1 make 2:3, 3:2 and 21:9: choose another shape, or one of them.",
        ),
        *rules.RULES,
    ),
    advice=rules.ADVICE,
    pricing=price,
    shape=shape,
    examples=(
        Example(
            values=_EXAMPLE,
            body=_EXAMPLE,
            source=TEXT_PAGE,
            note="The page's example also sends water_mark false, which the newer pages no longer have.",
        ),
    ),
    gateway_notes=(
        "Ids of templates and clips belong to the account behind the gateway's key: those of your own PixVerse "
        "account mean nothing there.",
    ),
)
