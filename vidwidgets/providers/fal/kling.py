"""What the Kling endpoints at fal have in common."""

from __future__ import annotations

from collections.abc import Callable

from vidwidgets.providers.fal.pictures import KLING, KLING_ADVICE, KLING_REASON
from vidwidgets.spec.fields import Choice, Field, Number, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import Values

NEGATIVE_PROMPT = "blur, distort, and low quality"
FIRST_SECONDS = 5


def priced(first_dollars: float, further_dollars: float, source: Source) -> Callable[[Values], Price | None]:
    """A price for the first five seconds and one for each further second."""

    def price(values: Values) -> Price | None:
        seconds = {"5": 5, "10": 10}.get(values["duration"])
        if seconds is None:
            return None
        further = seconds - FIRST_SECONDS
        how = f"{FIRST_SECONDS} s for ${first_dollars:.2f}"
        if further:
            how += f" and {further} s × ${further_dollars:.3f}"
        return dollars(first_dollars + further * further_dollars, f"{how}, list price of {source.date}")

    return price


def unit_priced(second_dollars: float, source: Source) -> Callable[[Values], Price | None]:
    """One billed unit is a second: the first five cost as much each as any further one."""

    def price(values: Values) -> Price | None:
        del values
        return dollars(second_dollars, f"${second_dollars:.3f} list price of {source.date}")

    return price


def common_fields(source: Source) -> tuple[Field, ...]:
    """Prompt, picture, duration, negative prompt and guidance, as fal's Kling endpoints declare them."""
    return (
        Text(
            name="prompt",
            label="Prompt",
            help="What happens in the clip: the motion and the camera.",
            required=True,
            max_length=2_500,
            multiline=True,
            placeholder="Two cars surge forward from the starting line.",
            role="prompt",
            source=source,
        ),
        picture("image_url", "Image", "The picture that the clip starts from.", "first", source, required=True),
        Choice(
            name="duration",
            label="Duration",
            help="How long the clip is; it is paid by the second.",
            options=("5", "10"),
            labels={"5": "5 s", "10": "10 s"},
            default="5",
            unit="s",
            source=source,
        ),
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What should not be in the clip.",
            max_length=2_500,
            default=NEGATIVE_PROMPT,
            more=True,
            source=source,
        ),
        Number(
            name="cfg_scale",
            label="Guidance",
            help="How closely the clip keeps to the prompt: 0 is free, 1 is close.",
            minimum=0,
            maximum=1,
            step=0.05,
            default=0.5,
            more=True,
            source=source,
        ),
    )


def picture(name: str, label: str, help_line: str, role: str, source: Source, *, required: bool = False) -> Media:
    """A picture field with Kling's limits."""
    return Media(
        name=name,
        label=label,
        help=help_line,
        required=required,
        role=role,
        limits=KLING,
        advice=KLING_ADVICE,
        advice_reason=KLING_REASON,
        source=source,
    )
