"""What a person asks to have done to a picture, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.form.crop import box_of, ratio_of
from vidwidgets.spec.media import MediaFacts, MediaLimits

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Crop:
    """Keep this part, in pixels of the upright picture."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Flatten:
    """Put the transparent parts on a colour ("#ffffff")."""

    colour: str


@dataclass(frozen=True)
class Fit:
    """Encode it anew until it keeps these limits; `colour` under transparent parts where a JPEG has none."""

    limits: MediaLimits
    colour: str


Edit = Crop | Flatten | Fit


@dataclass(frozen=True)
class Edited:
    """The changed picture."""

    name: str
    """A file name with the ending of what it is."""
    content: bytes
    said: str
    """What was done, as a sentence."""


def asked_edit(content: Mapping[str, Any], facts: MediaFacts, limits: MediaLimits) -> Edit | None:
    """What a message of the front end asks for; None where it asks for nothing that can be done."""
    colour = str(content.get("colour", ""))
    colour = colour if _COLOUR.fullmatch(colour) else "#ffffff"
    match content.get("kind"):
        case "flatten":
            return Flatten(colour)
        case "fit":
            return Fit(limits, colour)
        case "crop":
            ratio, at = ratio_of(content.get("ratio")), content.get("at")
            if ratio is None or not isinstance(at, int | float) or not (facts.width and facts.height):
                return None
            return Crop(*box_of(facts.width, facts.height, ratio, at))
    return None


def edit_words(edit: Edit) -> str:
    """What is being done, while it is."""
    return {Crop: "cropping the picture…", Flatten: "flattening the picture…"}.get(type(edit), "making it fit…")
