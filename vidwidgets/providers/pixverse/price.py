"""What PixVerse charges, in credits (its price list, read 2026-08-13).

One credit is US$0.01 in a pack; what a template costs is in the list of templates only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from vidwidgets.providers.pixverse import models
from vidwidgets.providers.pixverse.sources import PRICES
from vidwidgets.spec.price import Price
from vidwidgets.spec.values import Values

_A_SECOND: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "v6": {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)},
    "c1": {"360p": (6, 8), "540p": (8, 10), "720p": (10, 13), "1080p": (19, 24)},
}
"""Without and with sound."""
_V56: Mapping[str, Mapping[int, tuple[int, int]]] = {
    "360p": {5: (35, 80), 8: (70, 115), 10: (77, 122)},
    # 90 with sound for 5 s is more than 720p costs; so it is printed
    "540p": {5: (35, 90), 8: (70, 115), 10: (77, 122)},
    "720p": {5: (45, 80), 8: (90, 135), 10: (99, 144)},
    "1080p": {5: (75, 150), 8: (150, 195)},
}
"""Without and with sound."""
_V55_LOW = {5: (45, 55, 75, 85), 8: (90, 100, 120, 130), 10: (99, 109, 129, 139)}
_V55: Mapping[str, Mapping[int, tuple[int, int, int, int]]] = {
    "360p": _V55_LOW,
    "540p": _V55_LOW,
    "720p": {5: (60, 70, 90, 100), 8: (120, 130, 150, 160), 10: (132, 142, 162, 172)},
    "1080p": {5: (120, 130, 150, 160), 8: (240, 250, 270, 280)},
}
"""One shot, one shot with sound, several shots, several with sound."""
_V5: Mapping[str, Mapping[int, int]] = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120, 8: 240},
}
_EARLIER: Mapping[str, Mapping[int, int]] = {**_V5, "1080p": {5: 120}}
_FAST: Mapping[str, Mapping[int, int]] = {"360p": {5: 90}, "540p": {5: 90}, "720p": {5: 120}}
_EFFECT_A_SECOND = 2
_SPEECH, _SPEECH_BYTES = 4, 15


def price(values: Values) -> Price | None:
    """The credits of the price list; None for a template, and for what the list has no row for."""
    if models.TEMPLATE.holds(values):
        return None
    found = _clip(values)
    if found is None:
        return None
    amount, how = found
    seconds = values["duration"]
    if values["sound_effect_switch"] is True:
        amount += _EFFECT_A_SECOND * seconds
        how += f", sound effect {seconds} s × {_EFFECT_A_SECOND}"
    if values["lip_sync_tts_switch"] is True:
        spoken = math.ceil(len(str(values["lip_sync_tts_content"] or "").encode("utf-8", "replace")) / _SPEECH_BYTES)
        amount += _SPEECH * spoken
        how += f", speech {spoken} × {_SPEECH}"
    return Price(amount, "credits", f"{how}, price list of {PRICES.date}")


def _clip(values: Values) -> tuple[int, str] | None:
    model, quality, seconds = values["model"], values["quality"], values["duration"]
    if not isinstance(seconds, int):
        return None
    sound, shots = values["generate_audio_switch"] is True, values["generate_multi_clip_switch"] is True
    words = f"{model} at {quality}" + (" with sound" if sound else "") + (" in several shots" if shots else "")
    if model in _A_SECOND:
        rates = _A_SECOND[model].get(quality)
        if rates is None:
            return None
        return seconds * rates[sound], f"{seconds} s × {rates[sound]}, {words}"
    amount: int | None = None
    if model == "v5.6":
        amount = _nth(_V56.get(quality, {}).get(seconds), int(sound))
    elif model == "v5.5":
        amount = _nth(_V55.get(quality, {}).get(seconds), int(sound) + 2 * int(shots))
    elif model == "v5":
        amount = _V5.get(quality, {}).get(seconds)
    elif model in models.WITH_MOTION:
        fast = values["motion_mode"] == "fast"
        amount = (_FAST if fast else _EARLIER).get(quality, {}).get(seconds)
        words += " in fast motion" if fast else ""
    return None if amount is None else (amount, f"{seconds} s of {words}")


def _nth(row: tuple[int, ...] | None, at: int) -> int | None:
    return None if row is None else row[at]
