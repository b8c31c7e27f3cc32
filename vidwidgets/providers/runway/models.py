"""What one model of Runway's API takes: one row of the tables in `image_models` and `text_models`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from vidwidgets.spec.media import MediaLimits
from vidwidgets.spec.source import Source

SDK = Source("runwayml 5.24.0 from PyPI, types/*_create_params.py", "2026-11-21")
"""Names, required fields and closed lists of every model."""
OPENAPI = Source("Runway's OpenAPI document of 2026-08-08 (tryAGI/Runway 042b2ca)", "2026-11-21")
"""Lengths and bounds of the models that existed then; the SDK does not carry them."""

LONGEST_SECONDS = 30
"""The longest clip that any model here makes (seedance2_5)."""
SURE_SECONDS = 10
"""Up to here no warning is given where Runway publishes no longest length."""
AUTO = "auto"
"""The duration that the model chooses itself."""
FIRST_ONLY, FIRST_LAST, KEYFRAMES = "first", "first and last", "keyframes"
"""What a model does with a picture: its first frame; also a last one; or keyframes and references by position."""


@dataclass(frozen=True, kw_only=True)
class RunwayModel:
    """One model at one operation."""

    name: str
    """Its wire name (`gen4_turbo`)."""
    title: str
    """The same for people ("Gen-4 Turbo")."""
    prompt_needed: bool = False
    prompt_least: int = 1
    prompt_most: int | None = None
    """In UTF-16 units; None where no limit is published."""
    ratios: tuple[str, ...] = ()
    """In the model's own vocabulary; empty where it takes no `ratio`."""
    ratio_needed: bool = False
    tolerated_ratios: tuple[str, ...] = ()
    """What is let through with a warning, since gateways may take it."""
    resolutions: tuple[str, ...] = ()
    """Empty where it takes no `resolution`."""
    durations: tuple[int | str, ...]
    """Seconds, and "auto" where the model can choose."""
    duration_needed: bool = False
    longest_published: bool = True
    """False where only the shortest length is known; longer ones are then tried, with a warning."""
    extras: frozenset[str] = frozenset()
    """Which of the fields that only some models have, by wire name."""
    formats: tuple[str, ...] = ()
    """`outputFormat`, without those that are no playable file."""
    frames: str = FIRST_ONLY
    picture: MediaLimits = field(default_factory=MediaLimits)
    """What the documents advise of its picture."""

    @property
    def takes(self) -> frozenset[str]:
        """Every field of ours that it takes, by name."""
        found = {"model", "promptText", "duration", *self.extras}
        found |= {"ratio"} if self.ratios else set()
        found |= {"resolution"} if self.resolutions else set()
        found |= {"outputFormat"} if self.formats else set()
        found |= {"lastFrame"} if self.frames != FIRST_ONLY else set()
        return frozenset(found)

    @property
    def longest_seconds(self) -> int:
        """The longest clip that may be asked for."""
        return max(seconds for seconds in self.durations if isinstance(seconds, int))


def seconds(shortest: int, longest: int = LONGEST_SECONDS, *, auto: bool = False) -> tuple[int | str, ...]:
    """Every whole number of seconds from one to the other, and "auto" before them where the model can choose."""
    return (*((AUTO,) if auto else ()), *range(shortest, longest + 1))


def taking(models: Iterable[RunwayModel], name: str) -> tuple[Any, ...]:
    """The wire names of the models that take a field."""
    return tuple(model.name for model in models if name in model.takes)


SEEDED = frozenset({"seed"})
MODERATED = frozenset({"seed", "contentModeration"})
GEN45 = frozenset({"seed", "contentModeration", "proresProfile"})
VEO = frozenset({"seed", "audio", "negativePrompt"})
SEEDANCE = frozenset({"seed", "audio"})
SOUND = frozenset({"audio"})
KLING3 = frozenset({"audio", "cfgScale"})

GEN4_RATIOS = ("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672")
VEO_RATIOS = ("1280:720", "720:1280", "1920:1080", "1080:1920")
GEN3A_RATIOS = ("1280:768", "768:1280")
"""Of gen3a_turbo, which left Runway's own API with SDK 5.0.0 (2026-06-10); gateways still document them."""
KLING_720 = ("1280:720", "720:1280", "960:960")
KLING_1080 = ("1920:1080", "1080:1920", "1440:1440")
KLING_4K = ("3840:2160", "2160:3840", "2880:2880")
SEEDANCE_480 = ("992:432", "864:496", "752:560", "640:640", "560:752", "496:864")
SEEDANCE25_480 = ("992:432", "854:480", "752:560", "640:640", "560:752", "480:854")
SEEDANCE_720 = ("1470:630", "1280:720", "1112:834", "960:960", "834:1112", "720:1280")
SEEDANCE_1080 = ("2206:946", "1920:1080", "1664:1248", "1440:1440", "1248:1664", "1080:1920")
SEEDANCE_4K = ("3840:1646", "3840:2160", "3840:2880", "3840:3840", "2880:3840", "2160:3840")
OMNI_RATIOS = ("640:360", "360:640", "1280:720", "720:1280", "1920:1080", "1080:1920", "3840:2160", "2160:3840")
AUTO_RATIOS = ("auto_480p", "auto_720p", "auto_1080p")
WAN_RATIOS = (
    *("832:480", "720:544", "624:624", "544:720", "480:832"),
    *("1280:720", "1104:832", "960:960", "832:1104", "720:1280"),
    *("1920:1080", "1648:1248", "1440:1440", "1248:1648", "1080:1920"),
    *AUTO_RATIOS,
)
HAILUO_RATIOS = ("adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16")
GEN45_FORMATS = ("mp4", "prores", "hdr10", "hlg", "sdr_rec709_10bit", "hdr_pq_12bit_master", "hdr_prores")
"""Without the five that come as a .zip of single frames: those are no clip that could be played or probed."""
