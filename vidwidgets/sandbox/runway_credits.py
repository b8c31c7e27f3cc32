"""What a clip costs in credits (facts/runway.md §2.3). Pure."""

from __future__ import annotations

from typing import Any, Final

_A_SECOND: Final[dict[str, int]] = {
    "gen4_turbo": 5,
    "gen3a_turbo": 5,
    "gen4.5": 12,
    "seedance2": 36,
    "seedance2_fast": 29,
    "seedance2_mini": 16,
    "seedance2_5": 30,
    "hailuo3": 15,
    "gemini_omni_flash": 11,
    "wan3": 10,
    "kling3.0_pro": 17,
}
_WITH_AND_WITHOUT_SOUND: Final = {"veo3.1": (40, 20), "veo3.1_fast": (15, 10)}
_UNPUBLISHED: Final = 20  # the sandbox must name some figure
_LEAST: Final = {"seedance2_mini": 64, "seedance2_5": 80}


def credits_for(body: dict[str, Any], seconds: float) -> int:
    """The credits of a clip of that length."""
    model = str(body.get("model"))
    rate = _A_SECOND.get(model, _UNPUBLISHED)
    if model in _WITH_AND_WITHOUT_SOUND:
        rate = _WITH_AND_WITHOUT_SOUND[model][body.get("audio") is False]
    return max(round(rate * seconds), _LEAST.get(model, 0))
