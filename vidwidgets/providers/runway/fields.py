"""The fields of Runway's two operations, made from a table of models.

Names are Runway's own, but for one: `lastFrame` is ours. On the wire the last frame is a second entry of
`promptImage`; `shaping` puts it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vidwidgets.providers.runway.models import AUTO, LONGEST_SECONDS, OPENAPI, SDK, RunwayModel, taking
from vidwidgets.spec.conditions import Both, Condition, Is
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media, MediaLimits
from vidwidgets.spec.source import Source

INPUTS = Source("docs.dev.runwayml.com/assets/inputs", "2026-11-21")
MIB = 1024 * 1024
PICTURES = MediaLimits(content_types=("image/jpeg", "image/png", "image/webp"), max_size_bytes=200 * MIB)
"""What an upload takes. By URL it is 16 MB and inside the body 5 MiB: a local file goes the way that it fits."""
ASPECT_WHY = "Runway documents that for this model; it may refuse the picture or crop it."

PROMPT = Text(
    name="promptText",
    label="Prompt",
    help="What happens in the clip: the motion and the camera.",
    min_length=1,
    counted_in="utf16",
    multiline=True,
    placeholder="The camera glides forward as the fog lifts.",
    role="prompt",
    source=OPENAPI,
)


def picture_fields(models: Sequence[RunwayModel]) -> tuple[Field, ...]:
    """The first frame, and the last one where a model takes it."""
    return (
        Media(
            name="promptImage",
            label="Image",
            help="The picture that the clip starts from. Another shape than the ratio is cropped.",
            required=True,
            role="first",
            limits=PICTURES,
            shaped_by="ratio",
            other_shape="Runway crops a picture of another shape.",
            advice_by=tuple(
                (Is("model", model.name), model.picture, ASPECT_WHY)
                for model in models
                if model.picture != MediaLimits()
            ),
            source=INPUTS,
        ),
        Media(
            name="lastFrame",
            label="Last frame",
            help="The picture that the clip ends on (on the wire the second entry of promptImage).",
            role="last",
            limits=PICTURES,
            shaped_by="ratio",
            visible=_of(models, "lastFrame"),
            more=True,
            source=SDK,
        ),
    )


def leading_fields(models: Sequence[RunwayModel], retired: dict[str, str]) -> tuple[Field, ...]:
    """Model and prompt. The first model of the table stands where none is named: Runway itself needs one."""
    return (
        Choice(
            name="model",
            label="Model",
            help="The model decides what else can be asked, and the price.",
            options=tuple(model.name for model in models),
            labels={model.name: model.title for model in models},
            default=models[0].name,
            leads=True,
            retired=retired,
            source=SDK,
        ),
        PROMPT,
    )


def shared_fields(models: Sequence[RunwayModel]) -> tuple[Field, ...]:
    """Ratio, resolution, duration and sound."""
    return (
        Choice(
            name="ratio",
            label="Ratio",
            help="The clip's width and height in pixels, its shape, or its tier, as the model has it.",
            options=_union((*model.ratios, *model.tolerated_ratios) for model in models),
            initial="1280:720",
            visible=_of(models, "ratio"),
            source=SDK,
        ),
        Choice(
            name="resolution",
            label="Resolution",
            help="The clip's tier of size.",
            options=_union(model.resolutions for model in models),
            visible=_of(models, "resolution"),
            source=SDK,
        ),
        Choice(
            name="duration",
            label="Duration",
            help="How long the clip is; it is paid by the second.",
            options=(AUTO, *range(1, LONGEST_SECONDS + 1)),
            labels={number: f"{number} s" for number in range(1, LONGEST_SECONDS + 1)},
            initial=5,
            unit="s",
            source=OPENAPI,
        ),
        Flag(
            name="audio",
            label="Sound",
            help="Whether sound is made too. Left out, Veo and Seedance make it; with Veo 3.1 it doubles the price.",
            visible=_of(models, "audio"),
            source=SDK,
        ),
    )


def further_fields(models: Sequence[RunwayModel]) -> tuple[Field, ...]:
    """What only some models take, and few people need."""
    return (*_steering_fields(models), *_delivery_fields(models))


def _steering_fields(models: Sequence[RunwayModel]) -> tuple[Field, ...]:
    return (
        Seed(
            name="seed",
            label="Seed",
            help="The same seed with the same request gives a similar clip; left out, each run differs.",
            visible=_of(models, "seed"),
            more=True,
            source=OPENAPI,
        ),
        Text(
            name="negativePrompt",
            label="Negative prompt",
            help="What should not be in the clip.",
            min_length=1,
            max_length=1_000,
            counted_in="utf16",
            visible=_of(models, "negativePrompt"),
            more=True,
            source=OPENAPI,
        ),
        Number(
            name="cfgScale",
            label="Guidance",
            help="How closely the clip keeps to the prompt: 0 is free, 1 is close. Kling 3.0 uses 0.5 when left out.",
            minimum=0,
            maximum=1,
            step=0.05,
            visible=_of(models, "cfgScale"),
            more=True,
            source=SDK,
        ),
        Choice(
            name="promptExpansionMode",
            label="Prompt rewriting",
            help="How the model rewrites the prompt first; left out it is balanced.",
            options=("disabled", "balanced", "quality"),
            visible=_of(models, "promptExpansionMode"),
            more=True,
            source=SDK,
        ),
    )


def _delivery_fields(models: Sequence[RunwayModel]) -> tuple[Field, ...]:
    prores = Is("outputFormat", "prores", "hdr_prores")
    return (
        Choice(
            name="contentModeration",
            label="Public figures",
            help="How strict the check for recognisable public figures is (publicFigureThreshold).",
            options=("auto", "low"),
            visible=_of(models, "contentModeration"),
            more=True,
            source=SDK,
        ),
        Choice(
            name="outputFormat",
            label="File format",
            help="mp4 is what a browser plays; the others are for grading and editing.",
            options=_union(model.formats for model in models),
            visible=_of(models, "outputFormat"),
            more=True,
            source=SDK,
        ),
        Choice(
            name="proresProfile",
            label="ProRes profile",
            help="The tier of a ProRes file.",
            options=("422", "4444", "422 Proxy", "422 LT", "422 HQ", "4444 XQ"),
            visible=Both(Is("model", *taking(models, "proresProfile")), prores),
            more=True,
            source=SDK,
        ),
        Flag(
            name="draft",
            label="Draft",
            help="A cheap 480p preview instead of the full clip.",
            visible=_of(models, "draft"),
            more=True,
            source=SDK,
        ),
    )


def _of(models: Sequence[RunwayModel], field: str) -> Condition:
    return Is("model", *taking(models, field))


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option for group in groups for option in group))
