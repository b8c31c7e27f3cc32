"""What a clip costs at Runway: credits a second, at one US cent a credit.

The price list is not one page: each row names what was seen, and where only a span was, its upper end is reckoned
with. The authority is `estimatedCost` and `cost` of the replies, which the card shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vidwidgets.providers.runway.models import (
    AUTO,
    SEEDANCE25_480,
    SEEDANCE_4K,
    SEEDANCE_480,
    SEEDANCE_720,
    SEEDANCE_1080,
    RunwayModel,
)
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import Values

CREDIT_DOLLARS = 0.01
LIST = Source("Runway's price hints and readings of estimatedCost (facts/runway.md §2.3)", "2026-11-21")
TEN_BIT = ("hdr10", "hlg", "sdr_rec709_10bit", "hdr_pq_12bit_master", "hdr_prores")

WAN_720 = ("auto_720p", "1280:720", "1104:832", "960:960", "832:1104", "720:1280")


@dataclass(frozen=True, slots=True)
class Rate:
    """Credits for a second of clip."""

    credits: float
    words: str = ""
    """What it depends on ("with sound"); "at most" where only a span was seen."""
    least_credits: float = 0
    """What the shortest clip costs all the same."""


def _flat(rate: float, words: str = "", least_credits: float = 0) -> Callable[[Values], Rate | None]:
    return lambda _values: Rate(rate, words, least_credits)


def _by_sound(silent: float, sounding: float) -> Callable[[Values], Rate | None]:
    # Veo's `audio` is true when left out, which is the dearer of the two
    return lambda values: (
        Rate(silent, "without sound") if values["audio"] is False else Rate(sounding, "with sound, also when left out")
    )


def _by_ratio(rates: Mapping[tuple[str, ...], Rate]) -> Callable[[Values], Rate | None]:
    return lambda values: next((rate for ratios, rate in rates.items() if values["ratio"] in ratios), None)


def _gen45(values: Values) -> Rate | None:
    chosen = values["outputFormat"]
    if chosen in TEN_BIT:
        return Rate(12 + 20, "with 20 for ten bits or more")
    return Rate(12 + 5, "with 5 for ProRes") if chosen == "prores" else Rate(12)


def _seedance25(values: Values) -> Rate | None:
    if values["draft"]:
        return None
    return _by_ratio(
        {
            SEEDANCE25_480: Rate(20, "at 480p", 80),
            SEEDANCE_720: Rate(30, "at 720p", 80),
            SEEDANCE_1080: Rate(68, "at 1080p", 80),
        }
    )(values)


RATES: Mapping[str, Callable[[Values], Rate | None]] = {
    "gen4_turbo": _flat(5),
    "gen3a_turbo": _flat(5),
    "gen4.5": _gen45,
    "veo3.1": _by_sound(20, 40),
    "veo3.1_fast": _by_sound(10, 15),
    "seedance2": _by_ratio(
        {
            SEEDANCE_480: Rate(36, "of 720p (that of 480p is not published)"),
            SEEDANCE_720: Rate(36, "at 720p"),
            SEEDANCE_1080: Rate(40, "at 1080p"),
            SEEDANCE_4K: Rate(150, "at most, in 4K"),
        }
    ),
    "seedance2_fast": _flat(29),
    "seedance2_mini": _flat(16, least_credits=64),
    "seedance2_5": _seedance25,
    "hailuo3": _flat(15, "at most"),
    "grok_imagine_1_5": _flat(29, "at most"),
    "happyhorse_1_0": _flat(30, "at most"),
    "gemini_omni_flash": _flat(11, "at most"),
    "wan3": lambda values: Rate(10, "at 720p") if values["ratio"] in WAN_720 else None,
    "kling3.0_pro": _flat(17, "about"),
}
"""By model. Not found anywhere: Kling O3, 4K, 4 and 2.5, h3_max, wan3_prime, Grok lite, Gemini Omni Flash 1.1."""


def price_for(models: Sequence[RunwayModel]) -> Callable[[Values], Price | None]:
    """The estimate of an operation; None for a model, size or length whose rate is not known."""
    by_name = {model.name: model for model in models}

    def price(values: Values) -> Price | None:
        model = by_name.get(values["model"])
        rate = RATES[model.name](values) if model is not None and model.name in RATES else None
        asked = values["duration"]
        if model is None or rate is None or asked is None:
            return None
        seconds = model.longest_seconds if asked == AUTO else asked
        total = max(rate.credits * seconds, rate.least_credits)
        how = f"{seconds} s × {rate.credits:g} credits{f' {rate.words}' if rate.words else ''}"
        if total > rate.credits * seconds:
            how += f", but {total:g} credits at least"
        if asked == AUTO:
            how += ", the most that auto is billed up front; the rest is given back"
        return dollars(total * CREDIT_DOLLARS, f"{how}, 1 credit = $0.01, as read {LIST.date}")

    return price
