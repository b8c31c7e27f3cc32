"""What a generation costs in credits, from the price list in facts/pixverse.md §3.4. Pure."""

from __future__ import annotations

import math
from typing import Any, Final

_A_SECOND: Final = {
    "v6": {"360p": (5, 7), "540p": (7, 9), "720p": (9, 12), "1080p": (18, 23)},
    "c1": {"360p": (6, 8), "540p": (8, 10), "720p": (10, 13), "1080p": (19, 24)},
}
_PLAIN: Final = {
    "360p": {5: 45, 8: 90},
    "540p": {5: 45, 8: 90},
    "720p": {5: 60, 8: 120},
    "1080p": {5: 120, 8: 240},
}
_V56: Final = {
    "360p": {5: (35, 80), 8: (70, 115), 10: (77, 122)},
    "540p": {5: (35, 90), 8: (70, 115), 10: (77, 122)},
    "720p": {5: (45, 80), 8: (90, 135), 10: (99, 144)},
    "1080p": {5: (75, 150), 8: (150, 195)},
}
_V55: Final = {
    "360p": {5: 45, 8: 90, 10: 99},
    "540p": {5: 45, 8: 90, 10: 99},
    "720p": {5: 60, 8: 120, 10: 132},
    "1080p": {5: 120, 8: 240},
}
_SOUND_V55: Final = 10
_SHOTS_V55: Final = 30
_FAST_FACTOR: Final = 2


def credits_for(body: dict[str, Any]) -> int:
    """The charge for a body that was taken.

    A template costs what its own list says, and 8 s of v4 at 1080p has no row; both are charged here as v5 would be.
    """
    model, quality, seconds = str(body["model"]), str(body["quality"]), int(body["duration"])
    sound = bool(body.get("generate_audio_switch"))
    if model in _A_SECOND:
        charge = _A_SECOND[model][quality][sound] * seconds
    elif model == "v5.6":
        charge = _V56[quality][seconds][sound]
    elif model == "v5.5":
        shots = bool(body.get("generate_multi_clip_switch"))
        charge = _V55[quality][seconds] + _SOUND_V55 * sound + _SHOTS_V55 * shots
    else:
        charge = _PLAIN[quality][seconds] * (_FAST_FACTOR if body.get("motion_mode") == "fast" else 1)
    if body.get("sound_effect_switch"):
        charge += 2 * seconds
    if body.get("lip_sync_tts_switch"):
        charge += 4 * math.ceil(len(str(body.get("lip_sync_tts_content", "")).encode()) / 15)
    return charge
