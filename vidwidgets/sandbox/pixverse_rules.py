"""What PixVerse takes in a generation's body, after facts/pixverse.md §3. Pure.

Where its pages disagree, what one of them allows is taken here; a switch that is off is taken by every model.
"""

from __future__ import annotations

from typing import Any, Final

from vidwidgets.sandbox.pixverse_codes import (
    BAD_BINDING,
    EMPTY_PARAMETER,
    INVALID_PARAMETER,
    NEGATIVE_PROMPT_TOO_LONG,
    PROMPT_TOO_LONG,
    Fault,
)

_UP_TO_V5: Final = {"v3.5", "v4", "v4.5", "v5"}
_LENGTHS: Final[dict[str, set[int]]] = {
    **{model: {5, 8} for model in _UP_TO_V5},
    **{model: {5, 8, 10} for model in ("v5.5", "v5.6")},
    **{model: set(range(1, 16)) for model in ("v6", "c1")},
}
_NOT_AT_1080P: Final = {("v3.5", 8), ("v5.5", 10), ("v5.6", 10)}
_RATIOS: Final = {"16:9", "4:3", "1:1", "3:4", "9:16"}
_WIDER_RATIOS: Final = {"2:3", "3:2", "21:9"}
_STYLES: Final = {"anime", "3d_animation", "clay", "day", "comic", "cyberpunk", "realistic"}
_MOVEMENTS: Final = {
    *("horizontal_left", "horizontal_right", "vertical_up", "vertical_down", "zoom_in", "zoom_out", "crane_up"),
    *("quickly_zoom_in", "quickly_zoom_out", "smooth_zoom_in", "camera_rotation", "robo_arm", "super_dolly_out"),
    *("whip_pan", "hitchcock", "left_follow", "right_follow", "pan_left", "pan_right", "fix_bg"),
}
_KINDS: Final[dict[str, type]] = {
    **dict.fromkeys(("duration", "img_id", "template_id", "seed"), int),
    **dict.fromkeys(("prompt", "negative_prompt", "model", "quality", "aspect_ratio", "motion_mode"), str),
    **dict.fromkeys(("camera_movement", "style", "thinking_type", "sound_effect_content"), str),
    **dict.fromkeys(("lip_sync_tts_content", "lip_sync_tts_speaker_id"), str),
    **dict.fromkeys(("sound_effect_switch", "lip_sync_tts_switch", "lip_sync_switch"), bool),
    **dict.fromkeys(("generate_audio_switch", "generate_multi_clip_switch"), bool),
    "img_ids": list,
}
_LONGEST_PROMPT: Final = 5000
_LONGEST_NEGATIVE_PROMPT: Final = 2048
_LARGEST_SEED: Final = 2_147_483_647
_LEAST_IMAGES: Final = 2


def check_body(body: object, *, from_image: bool) -> Fault | None:
    """What stops a generation, None when nothing does; pictures' ids are looked up elsewhere.

    Args:
        body: the parsed JSON.
        from_image: whether it is image to video, else text to video.
    """
    if not isinstance(body, dict) or not all(_is_kind(name, value) for name, value in body.items()):
        return Fault(BAD_BINDING)
    given = {name: value for name, value in body.items() if value not in (None, "", [])}
    template = bool(given.get("template_id"))
    needed = {"model", "duration", "quality"} | (set() if template else {"prompt"})
    if not from_image:
        needed.add("aspect_ratio")
    if not needed <= given.keys() or (not template and not str(given["prompt"]).strip()):
        return Fault(EMPTY_PARAMETER)
    if len(str(given.get("prompt", ""))) > _LONGEST_PROMPT:
        return Fault(PROMPT_TOO_LONG)
    if len(str(given.get("negative_prompt", ""))) > _LONGEST_NEGATIVE_PROMPT:
        return Fault(NEGATIVE_PROMPT_TOO_LONG)
    if from_image:
        fault = _check_images(given, template=template)
    else:
        wide = given["model"] in ("v6", "c1")
        known = given["aspect_ratio"] in _RATIOS or (wide and given["aspect_ratio"] in _WIDER_RATIOS)
        fault = None if known else Fault(INVALID_PARAMETER)
    if fault is None and not (_fits(given, template=template) and _sound_fits(given, template=template)):
        return Fault(INVALID_PARAMETER)
    return fault


def _is_kind(name: str, value: object) -> bool:
    kind = _KINDS.get(name)
    if kind is None or value is None:
        return True
    if kind is list:
        return isinstance(value, list) and all(type(one) is int for one in value)
    return type(value) is kind


def _check_images(given: dict[str, Any], *, template: bool) -> Fault | None:
    one, several = bool(given.get("img_id")), bool(given.get("img_ids"))
    if not one and not several:
        return Fault(EMPTY_PARAMETER)
    few = several and len(given["img_ids"]) < _LEAST_IMAGES
    return Fault(INVALID_PARAMETER) if (one and several) or (several and not template) or few else None


def _fits(given: dict[str, Any], *, template: bool) -> bool:
    model, seconds, quality = given["model"], given["duration"], given["quality"]
    fast = given.get("motion_mode") == "fast"
    moved = given.get("camera_movement")
    return (
        quality in ("360p", "540p", "720p", "1080p")
        and seconds in _LENGTHS.get(model, ())
        and not (quality == "1080p" and (model, seconds) in _NOT_AT_1080P)
        and given.get("motion_mode", "normal") in ("normal", "fast")
        and not (fast and (model not in ("v3.5", "v4", "v4.5") or seconds != 5 or quality == "1080p"))  # noqa: PLR2004
        and (moved is None or (moved in _MOVEMENTS and model in ("v4", "v4.5") and not template))
        and given.get("style", "anime") in _STYLES
        and 0 <= given.get("seed", 0) <= _LARGEST_SEED
        and given.get("template_id", 0) >= 0
    )


def _sound_fits(given: dict[str, Any], *, template: bool) -> bool:
    model = given["model"]
    thinking = given.get("thinking_type")
    effect = given.get("sound_effect_switch") or "sound_effect_content" in given
    speaks = given.get("lip_sync_tts_switch") or given.get("lip_sync_switch")
    return (
        not (given.get("generate_audio_switch") and model in _UP_TO_V5)
        and not (given.get("generate_multi_clip_switch") and model not in ("v5.5", "v6"))
        and (thinking is None or (thinking in ("enabled", "disabled", "auto") and model in ("v5.5", "v5.6", "v6")))
        and not (effect and model not in _UP_TO_V5 and not template)
        and not (speaks and not ("lip_sync_tts_content" in given and "lip_sync_tts_speaker_id" in given))
    )
