"""How large, how long and how loud the clip of a request shall be. Pure."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any

from vidwidgets.sandbox.render import Recipe

_FALLBACK_SECONDS = 5.0


def frame_size(ratio: float, lines: int) -> tuple[int, int]:
    """Width and height (even) for a ratio, with as many pixels as 16:9 has at ``lines``."""
    pixels = lines * lines * 16 / 9
    return _even(math.sqrt(pixels * ratio)), _even(math.sqrt(pixels / ratio))


def parse_ratio(text: object) -> float | None:
    """``"16:9"`` as a number; None for ``"auto"`` and whatever else is no ratio."""
    found = re.fullmatch(r"(\d{1,4}):(\d{1,4})", text) if isinstance(text, str) else None
    if found is None or not int(found[1]) or not int(found[2]):
        return None
    return int(found[1]) / int(found[2])


def parse_seconds(value: object) -> float | None:
    """``"8s"``, ``"5"`` or ``5`` as seconds; None for anything else, and beyond a minute."""
    found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)s?", str(value)) if isinstance(value, str | int | float) else None
    seconds = float(found[1]) if found else 0.0
    return seconds if 0 < seconds <= 60 else None  # noqa: PLR2004 - the sandbox renders for real


def nearest_ratio(ratio: float, choices: list[Any]) -> float:
    """The choice that differs least by factor; ``ratio`` itself where none of them is a ratio."""
    ratios = [parsed for choice in choices if (parsed := parse_ratio(choice)) is not None]
    return min(ratios, key=lambda other: abs(math.log(other / ratio)), default=ratio)


def plan_clip(endpoint: str, values: dict[str, Any], ratios: list[Any], picture: tuple[int, int]) -> Recipe:
    """The clip that a request asks for.

    Args:
        endpoint: the model's id; Kling's pro models make 1080p, all else is 720p unless ``resolution`` says so.
        values: the checked body.
        ratios: what ``aspect_ratio`` may be; empty where the model follows its image (Kling 2.x).
        picture: width and height of the image, pixels.
    """
    own = min(2.5, max(0.4, picture[0] / picture[1]))
    ratio = parse_ratio(values.get("aspect_ratio")) if ratios else None
    ratio = ratio or nearest_ratio(own, ratios)
    resolution = str(values.get("resolution", ""))
    found = re.fullmatch(r"(\d{3,4})p", "2160p" if resolution.lower() == "4k" else resolution, re.IGNORECASE)
    lines = min(1080, int(found[1])) if found else 1080 if "kling" in endpoint and "/pro/" in endpoint else 720
    width, height = frame_size(ratio, lines)
    seconds = parse_seconds(values.get("duration")) or _counted(values) or _FALLBACK_SECONDS
    seed = values.get("seed")
    if not isinstance(seed, int):
        seed = int.from_bytes(hashlib.sha256(str(values.get("prompt")).encode()).digest()[:4], "big")
    named = f" {endpoint}" if width > height else ""  # an upright frame has no room for the model at a readable size
    label = f"SANDBOX{named} {width}x{height} {seconds:g} s"
    return Recipe(width, height, seconds, bool(values.get("generate_audio", False)), label, seed % 2**32)


def _counted(values: dict[str, Any]) -> float | None:
    """Seconds, where a model is asked for frames."""
    frames, rate = values.get("num_frames"), values.get("frames_per_second", values.get("fps", 24))
    usable = isinstance(frames, int) and isinstance(rate, int | float) and rate > 0
    return parse_seconds(f"{frames / rate:.3f}") if usable and isinstance(frames, int) else None


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)
