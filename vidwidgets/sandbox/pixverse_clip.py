"""How large, how long and how loud PixVerse's clip of a body is (facts/pixverse.md §3.1, output geometry). Pure."""

from __future__ import annotations

from typing import Any, Final

from vidwidgets.sandbox.framing import parse_ratio
from vidwidgets.sandbox.render import Recipe

_LONG_EDGE: Final = {"360p": 640, "540p": 1024, "720p": 1280, "1080p": 1920}
_TEMPLATE_SECONDS: Final = 5
_SLIMMEST, _WIDEST = 0.25, 4.0


def plan_clip(body: dict[str, Any], picture: tuple[int, int], seed: int) -> Recipe:
    """The clip that a body asks for.

    Args:
        body: as it was taken.
        picture: width and height of the picture; its ratio is kept unless the body has one.
        seed: the body's, or the one that was drawn for it.
    """
    ratio = parse_ratio(body.get("aspect_ratio")) or min(_WIDEST, max(_SLIMMEST, picture[0] / picture[1]))
    width, height = frame_size(ratio, str(body["quality"]))
    seconds = _TEMPLATE_SECONDS if body.get("template_id") else int(body["duration"])
    switches = ("generate_audio_switch", "sound_effect_switch", "lip_sync_tts_switch", "lip_sync_switch")
    audio = any(body.get(name) for name in switches)
    named = f" PixVerse {body['model']}" if width > height else ""
    return Recipe(width, height, float(seconds), audio, f"SANDBOX{named} {width}x{height} {seconds} s", seed)


def frame_size(ratio: float, quality: str) -> tuple[int, int]:
    """Width and height, even, with the long edge of the quality."""
    long_edge = _LONG_EDGE[quality]
    short_edge = max(2, round(long_edge / max(ratio, 1 / ratio) / 2) * 2)
    return (long_edge, short_edge) if ratio >= 1 else (short_edge, long_edge)
