"""Where what came is not what was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.clip import Clip

TOLERANCE_SECONDS = 0.25
"""Providers round to whole frames and pad the sound; less than this is no difference."""
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)s?")
_LINES = re.compile(r"(\d{3,4})p")
_RATIO = re.compile(r"(\d+):(\d+)")
"""A shape ("16:9"), or the exact pixels where a provider asks for those ("1280:720")."""
RATIO_TOLERANCE = 0.03


def remarks(endpoint: Endpoint, values: Mapping[str, Any], clip: Clip) -> tuple[str, ...]:
    """A sentence for each of length, resolution, shape and sound that differs from what was asked."""
    asked = {**endpoint.defaults, **values}
    found = [
        _length(asked.get("duration"), clip),
        _resolution(asked.get("resolution"), clip),
        _shape(asked.get("aspect_ratio") or asked.get("ratio"), clip),
        _sound(asked.get("generate_audio", asked.get("generate_audio_switch", asked.get("audio"))), clip),
    ]
    return tuple(sentence for sentence in found if sentence)


def _length(duration: object, clip: Clip) -> str:
    matched = _SECONDS.fullmatch(str(duration))
    if not matched or not clip.duration_seconds:
        return ""
    seconds = float(matched.group(1))
    if abs(seconds - clip.duration_seconds) <= TOLERANCE_SECONDS:
        return ""
    return f"{seconds:g} s asked, {clip.duration_seconds:.2f} s came."


def _resolution(resolution: object, clip: Clip) -> str:
    matched = _LINES.fullmatch(str(resolution))
    came = min(clip.width, clip.height)
    if not matched or not came or came == int(matched.group(1)):
        return ""
    return f"{resolution} asked, {clip.width}×{clip.height} came."


def _shape(ratio: object, clip: Clip) -> str:
    matched = _RATIO.fullmatch(str(ratio))
    if not matched or not clip.height:
        return ""
    wanted, came = int(matched.group(1)) / int(matched.group(2)), clip.width / clip.height
    return "" if abs(wanted - came) <= RATIO_TOLERANCE * wanted else f"{ratio} asked, {clip.width}×{clip.height} came."


def _sound(wanted: object, clip: Clip) -> str:
    if not clip.video_codec or not isinstance(wanted, bool) or wanted == bool(clip.audio_codec):
        return ""
    return "Sound was asked for, and the clip has none." if wanted else "No sound was asked for, and the clip has some."
