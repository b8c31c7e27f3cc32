"""The form of a fal model of which nothing is known: the fields of seed 002, each optional, and JSON for the rest."""

from __future__ import annotations

from vidwidgets.providers.fal.pictures import KLING
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra, Merged, Once
from vidwidgets.spec.fields import Field, Number, Text
from vidwidgets.spec.media import Media, MediaLimits
from vidwidgets.spec.openapi.endpoint import EXTRA
from vidwidgets.spec.openapi.words import kind_of, title_of
from vidwidgets.spec.source import Source

SEED = Source("seed 002, POST /fal-ai/{model}", "2026-11-21")


def generic(endpoint_id: str, *, notes: tuple[str, ...] = ()) -> Endpoint:
    """What most models take; what this one takes may be more, less or spelled otherwise."""
    fields = _fields()
    names = tuple(field.name for field in fields)
    extra = Extra(
        name=EXTRA,
        label="Extra JSON",
        help="Any fields of the model as a JSON object, sent as they are; one given here must be left empty above.",
        source=SEED,
        placeholder='{"duration": 5, "resolution": "720p"}',
    )
    return Endpoint(
        id=endpoint_id,
        provider="fal",
        title=title_of(endpoint_id),
        kind=kind_of(endpoint_id, {}),
        source=SEED,
        fields=(*fields, extra),
        # a duration may be "5", "5s" or 5: what the text above cannot be is given as JSON
        rules=(Once(extra=EXTRA, fields=names),),
        shape=Merged(EXTRA),
        notes=notes,
    )


def _fields() -> tuple[Field, ...]:
    return (
        Text(
            name="prompt",
            label="Prompt",
            help="What happens in the clip.",
            multiline=True,
            role="prompt",
            source=SEED,
        ),
        Media(
            name="image_url",
            label="Image",
            help="The picture to set in motion, where the model takes one.",
            role="first",
            limits=MediaLimits(content_types=KLING.content_types),
            source=SEED,
        ),
        Text(
            name="duration",
            label="Duration",
            help="As the model spells it, sent as text: 5 at Kling, 8s at Veo. A number goes by Extra JSON.",
            placeholder="5",
            source=SEED,
        ),
        Text(
            name="aspect_ratio",
            label="Aspect ratio",
            help="The clip's shape, where the model takes one.",
            placeholder="16:9",
            source=SEED,
        ),
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What should not be in the clip.",
            more=True,
            source=SEED,
        ),
        Number(
            name="cfg_scale",
            label="Guidance",
            help="How closely the clip keeps to the prompt, where the model takes it: 0 is free, 1 is close.",
            minimum=0,
            maximum=1,
            step=0.05,
            more=True,
            source=SEED,
        ),
    )
