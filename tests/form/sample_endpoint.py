"""A made-up endpoint with every kind of field and rule, for the tests of the form room."""

from __future__ import annotations

from vidwidgets.spec.conditions import Has, Is, Not
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Choice, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media, MediaLimits
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.rules import Forbid, Limit, Require
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import Values

SOURCE = Source("example.invalid/sample", "2026-11-21")


def _price(values: Values) -> Price | None:
    if values["quality"] == "360p":
        return None
    seconds = values["duration"]
    return dollars(0.40 * seconds, f"{seconds} s × $0.40, list price") if isinstance(seconds, int) else None


SAMPLE = Endpoint(
    id="sample/image-to-video",
    provider="fal",
    title="Sample 1",
    kind="image to video",
    source=SOURCE,
    fields=(
        Media(
            name="image_url",
            label="Image",
            help="The first frame.",
            source=SOURCE,
            required=True,
            role="first",
            limits=MediaLimits(
                content_types=("image/jpeg", "image/png", "image/webp"), max_size_bytes=20_000_000, min_side=300
            ),
            advice=MediaLimits(max_aspect_ratio=2.0),
            advice_reason="It will be cropped.",
        ),
        Text(
            name="prompt",
            label="Prompt",
            help="What should happen: one camera move, one action.",
            source=SOURCE,
            required=True,
            max_length=20_000,
            multiline=True,
            role="prompt",
        ),
        Choice(
            name="duration",
            label="Duration",
            help="How long the clip is.",
            source=SOURCE,
            options=(5, 8, 10),
            labels={5: "5 s", 8: "8 s", 10: "10 s"},
            default=5,
            unit="s",
        ),
        Choice(
            name="quality",
            label="Quality",
            help="The height of the picture.",
            source=SOURCE,
            options=("360p", "540p", "720p", "1080p"),
            default="720p",
        ),
        Choice(
            name="model",
            label="Model",
            help="Which model makes it.",
            source=SOURCE,
            options=("v3.5", "v4", "v4.5", "v5", "v5.5", "v6"),
            default="v5.5",
        ),
        Flag(name="generate_audio", label="Sound", help="Whether it has sound.", source=SOURCE, default=True),
        Choice(
            name="camera",
            label="Camera movement",
            help="A camera move by name.",
            source=SOURCE,
            options=("zoom_in", "zoom_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "crane_up"),
            visible=Is("model", "v4", "v4.5"),
        ),
        Number(
            name="cfg_scale",
            label="CFG scale",
            help="How closely the prompt is followed.",
            source=SOURCE,
            minimum=0,
            maximum=1,
            step=0.05,
            default=0.5,
            more=True,
        ),
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What should not be seen.",
            source=SOURCE,
            default="blur, distort",
            max_length=500,
            counted_in="utf16",
            more=True,
        ),
        Number(name="steps", label="Steps", help="How many steps.", source=SOURCE, minimum=1, integer=True, more=True),
        Choice(name="style", label="Style", help="A look.", source=SOURCE, options=("anime", "clay"), more=True),
        Seed(name="seed", label="Seed", help="The same seed gives a similar clip.", source=SOURCE, more=True),
        Media(name="tail_image_url", label="Last frame", help="The last frame.", source=SOURCE, role="last", more=True),
    ),
    rules=(
        Limit(
            field="duration",
            allowed=(5, 8),
            when=Is("quality", "1080p"),
            why="10 s is not made at 1080p. Choose 5 or 8 s, or 720p.",
        ),
        Forbid(field="camera", when=Not(Is("model", "v4", "v4.5")), why="Camera moves exist on v4 and v4.5 only."),
        Require(field="style", when=Is("model", "v3.5"), why="v3.5 needs a style."),
        Forbid(field="tail_image_url", when=Is("duration", 10), why="A last frame is not taken with 10 s."),
    ),
    advice=(
        Limit(field="quality", allowed=("720p", "1080p"), when=Has("camera"), why="Camera moves look coarse so small."),
    ),
    pricing=_price,
)
