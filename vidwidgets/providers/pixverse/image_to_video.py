"""PixVerse sets a picture in motion: models v3.5 to v6 and c1, or a template (seed 004)."""

from __future__ import annotations

from vidwidgets.providers.pixverse import fields, models, pictures, rules
from vidwidgets.providers.pixverse.body import shape
from vidwidgets.providers.pixverse.price import price
from vidwidgets.providers.pixverse.sources import SEED
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.rules import Check, Forbid, OneOf
from vidwidgets.spec.values import Values

LEAST_OF_A_TEMPLATE = 2


def _too_few(values: Values) -> bool:
    given = values["img_ids"]
    return isinstance(given, list | tuple) and 0 < len(given) < LEAST_OF_A_TEMPLATE


ENDPOINT = Endpoint(
    id="pixverse/image-to-video",
    provider="pixverse",
    title="PixVerse",
    kind="image to video",
    source=SEED,
    fields=(
        Media(
            name="img_id",
            label="Image",
            help="The picture to set in motion, or the id of one that PixVerse has. Best at 1,024 pixels or more "
            "each way; the clip keeps its shape.",
            role="first",
            limits=pictures.LIMITS,
            advice=pictures.ADVICE,
            advice_reason=pictures.ADVICE_REASON,
            takes_ids=True,
            other_shape="The clip keeps the picture's shape.",
            source=SEED,
        ),
        MediaList(
            name="img_ids",
            label="Images of a template",
            help="For a template of several pictures, two or more, in the template's order; instead of the one image.",
            limits=pictures.LIMITS,
            advice=pictures.ADVICE,
            advice_reason=pictures.ADVICE_REASON,
            most=pictures.MOST_OF_A_TEMPLATE,
            takes_ids=True,
            visible=models.TEMPLATE,
            source=SEED,
        ),
        fields.prompt(SEED),
        *fields.lead(SEED),
        *fields.motion(SEED),
        *fields.modern(SEED),
        *fields.sound_effect(SEED),
        *fields.lip_sync(SEED),
        *fields.further(SEED),
    ),
    rules=(
        OneOf(
            fields=("img_id", "img_ids"),
            why="Give one image, or for a template of several the images of it: exactly one of the two.",
        ),
        Forbid(
            field="img_ids",
            when=models.NO_TEMPLATE,
            why="Several images belong to a template: give its id, or one image.",
        ),
        Check(
            names=("img_ids",),
            why="A template of several images takes two or more: give the others too, or use the one image.",
            broken=_too_few,
        ),
        *rules.RULES,
    ),
    advice=rules.ADVICE,
    pricing=price,
    shape=shape,
    examples=(
        Example(
            values={
                "duration": 5,
                "img_id": 1,
                "model": "v6",
                "template_id": 0,
                "motion_mode": "normal",
                "prompt": "string",
                "quality": "720p",
                "seed": 0,
            },
            body={"duration": 5, "img_id": 1, "model": "v6", "prompt": "string", "quality": "720p", "seed": 0},
            source=SEED,
            note="The page's example also sends template_id 0, which is none, and motion_mode normal with v6, which "
            "its own description says v6 does not support; both are left out.",
        ),
    ),
    gateway_notes=(
        "Ids of pictures, templates and clips belong to the account behind the gateway's key: those of your own "
        "PixVerse account mean nothing there.",
    ),
)
