"""How large, how long and how loud the clip of a Runway request shall be. Pure."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any, Final

from vidwidgets.sandbox.framing import frame_size, parse_ratio
from vidwidgets.sandbox.render import Recipe

MOST_PIXELS: Final = 1920 * 1080
"""4K is made at this size: the sandbox renders for real, and says the size in every frame."""
AUTO_SECONDS: Final = 5.0
_SOUNDING: Final = ("veo", "seedance")
_TIER: Final = re.compile(r"(?:auto_)?(\d{3,4})p", re.IGNORECASE)
_SIZE: Final = re.compile(r"(\d{3,4}):(\d{3,4})")


def seconds_of(body: dict[str, Any]) -> float:
    """The length that is asked for; five seconds where the model chooses."""
    asked = body.get("duration")
    return float(asked) if isinstance(asked, int) else AUTO_SECONDS


def plan_clip(body: dict[str, Any], picture: tuple[int, int]) -> Recipe:
    """The clip that a checked body asks for, over a picture of this width and height."""
    width, height = _size(body, picture)
    seed = body.get("seed")
    if not isinstance(seed, int):
        seed = int.from_bytes(hashlib.sha256(str(body.get("promptText")).encode()).digest()[:4], "big")
    model, seconds = str(body["model"]), seconds_of(body)
    audio = body.get("audio", model.startswith(_SOUNDING)) is True
    named = f" {model}" if width > height else ""
    return Recipe(width, height, seconds, audio, f"SANDBOX{named} {width}x{height} {seconds:g} s", seed % 2**32)


def _size(body: dict[str, Any], picture: tuple[int, int]) -> tuple[int, int]:
    ratio = str(body.get("ratio", ""))
    exact = _SIZE.fullmatch(ratio)
    if exact is not None:
        width, height = int(exact[1]), int(exact[2])
        shrink = min(1.0, math.sqrt(MOST_PIXELS / (width * height)))
        return round(width * shrink / 2) * 2, round(height * shrink / 2) * 2
    tier = _TIER.fullmatch(ratio) or _TIER.fullmatch(str(body.get("resolution", "")))
    lines = 1080 if str(body.get("resolution")).lower() == "2k" else min(1080, int(tier[1])) if tier else 720
    own = min(2.5, max(0.4, picture[0] / picture[1]))
    return frame_size(parse_ratio(ratio) or own, lines)
