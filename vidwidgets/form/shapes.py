"""Which shapes a picture may be cropped to in a form, and what the provider does with another."""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.form.crop import Ratio, frame_of, ratio_of
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.media import Media
from vidwidgets.spec.values import Values

COMMON = ("16:9", "9:16", "1:1", "4:3", "3:4")
"""What is offered where no field decides the clip's shape."""


@dataclass(frozen=True)
class Shapes:
    """What the other fields say of the clip's shape."""

    ratios: tuple[str, ...] = ()
    """What a picture may be cropped to, in the provider's own words."""
    chosen: bool = False
    """Whether the form has chosen the first of them as the clip's shape."""
    other_shape: str = ""
    """What the provider does with another shape, as a sentence; empty where it does not say."""

    def frames(self, width: int, height: int) -> list[dict[str, object]]:
        """The frame of each ratio that would cut something off a picture of that size."""
        found = []
        for text in self.ratios:
            frame = frame_of(width, height, _known(text))
            if not frame.is_whole:
                found.append({"ratio": text, "axis": frame.axis, "share": round(frame.share, 5)})
        return found

    def words(self, width: int, height: int) -> str:
        """What happens to a picture of that size, as sentences; empty where there is nothing to say."""
        if not width or not height:
            return ""
        other = not any(frame_of(width, height, _known(text)).is_whole for text in self.ratios)
        if self.chosen:
            return f"The clip is {self.ratios[0]}, this picture is not. {self.other_shape}".strip() if other else ""
        return self.other_shape if other or self.ratios == COMMON else ""


def shapes_for(field: Media, endpoint: Endpoint, values: Values) -> Shapes:
    """The shapes for a picture beside these values."""
    if not field.shaped_by:
        return Shapes(COMMON, chosen=False, other_shape=field.other_shape)
    now = values[field.shaped_by]
    if ratio_of(now) is not None:
        return Shapes((str(now),), chosen=True, other_shape=field.other_shape)
    offered = (str(option) for option in endpoint.offered(field.shaped_by, values.given) if ratio_of(option))
    return Shapes(tuple(offered) or COMMON, chosen=False, other_shape=field.other_shape)


def _known(text: str) -> Ratio:
    return ratio_of(text) or (1, 1)
