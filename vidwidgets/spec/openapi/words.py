"""Labels, help lines and titles out of what a document says; all of it is text from a stranger, on one line, cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.openapi.bounds import LONGEST_HELP, LONGEST_LABEL

_AS_IT_IS = {"fps", "cfg", "url", "id", "loras", "lora", "ip", "nsfw", "ai", "hdr", "rife", "film"}
_LABELS = {
    "cfg_scale": "Guidance",
    "guidance_scale": "Guidance",
    "generate_audio": "Sound",
    "generate_audio_switch": "Sound",
    "enable_audio": "Sound",
    "image_url": "Image",
    "tail_image_url": "Last frame",
    "end_image_url": "Last frame",
    "last_frame_url": "Last frame",
    "last_image_url": "Last frame",
    "start_image_url": "First frame",
    "first_frame_url": "First frame",
    "first_image_url": "First frame",
}
"""The words of the hand-written forms for the same fields."""
_HELPS = {
    "prompt": "What happens in the clip: the motion and the camera.",
    "negative_prompt": "What should not be in the clip.",
    "seed": "The same seed with the same request gives a similar clip; left out, each run differs.",
    "duration": "How long the clip is.",
    "aspect_ratio": "The clip's shape.",
    "resolution": "The size of the clip.",
    "cfg_scale": "How closely the clip keeps to the prompt.",
    "guidance_scale": "How closely the clip keeps to the prompt.",
    "num_inference_steps": "How many steps the model takes: more is slower and mostly finer.",
    "num_frames": "How many frames the clip has.",
    "frames_per_second": "How many frames a second has.",
    "fps": "How many frames a second has.",
}
"""What is known of a field where a document says nothing."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"'(])")
_KIND = re.compile(r"[a-z]+(?:-[a-z]+)*-to-[a-z]+")
_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NAME_AND_NUMBER = re.compile(r"([a-z]{2,})(\d[\d.]*)")
_VERSION = re.compile(r"v?\d[\w.]*")


def one_line(value: object, longest: int) -> str:
    """A text on one line, at most so long; without what steers a terminal or turns letters round."""
    if not isinstance(value, str):
        return ""
    piece = value[: longest * 8]  # a megabyte of description is not read to its end
    shown = (" " if unicodedata.category(letter) in _UNSHOWN else letter for letter in piece)
    flat = " ".join("".join(shown).split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def label_of(name: str, said: Mapping[str, Any]) -> str:
    """The human word for a property: the usual one, a title that someone wrote, or the name in words."""
    if name in _LABELS:
        return _LABELS[name]
    title = one_line(said.get("title"), LONGEST_LABEL)
    from_name = _in_words(name)
    # pydantic makes a title of the name ("Num Inference Steps"): only another one was written by a person
    written_by_hand = title and title.lower().replace(" ", "_") != name.lower().strip("_")
    return (title if written_by_hand else from_name) or "Unnamed"


def help_of(name: str, said: Mapping[str, Any], *more: str) -> str:
    """One line that ends in a full stop: as many sentences of the description as fit, behind `more`."""
    text = one_line(said.get("description"), LONGEST_HELP * 8) or _HELPS.get(name, "")
    found = [one for one in more if one]
    left = LONGEST_HELP - sum(len(one) + 1 for one in found)
    kept: list[str] = []
    for sentence in _SENTENCE.split(text) if text else []:
        if sum(len(one) + 1 for one in kept) + len(sentence) + 1 > left:
            break
        kept.append(sentence)
    if text and not kept:
        kept = [one_line(text, max(40, left - 1))]
    whole = " ".join([*kept, *found]) or "The model's document says no more of it."
    return whole if whole.endswith(".") else f"{whole.rstrip('!?…:;,')}."


def title_of(endpoint_id: str) -> str:
    """The model's name out of its id: `fal-ai/kling-video/v3/pro/image-to-video` is Kling Video v3 Pro."""
    steps = endpoint_id.split("/")[1:]
    steps = [step for step in steps if not _KIND.fullmatch(step)] or steps or [endpoint_id]
    pieces = [word for step in steps for word in re.split(r"[-_]+", step) if word]
    words = [word for piece in pieces for word in _name_and_number(piece)]
    return one_line(" ".join(word if _VERSION.fullmatch(word) else word[:1].upper() + word[1:] for word in words), 60)


def kind_of(endpoint_id: str, metadata: Mapping[str, Any]) -> str:
    """What it makes of what, as its id says (`first-last-frame-to-video`); else fal's category, else `video`."""
    own = [step for step in endpoint_id.split("/") if _KIND.fullmatch(step)]
    found = own[-1] if own else one_line(metadata.get("category"), LONGEST_LABEL)
    return one_line(found.replace("-", " "), LONGEST_LABEL) or "video"


def _name_and_number(word: str) -> tuple[str, ...]:
    """`veo3.1` as `veo` and `3.1`; `v3` and `o3` as they are."""
    found = _NAME_AND_NUMBER.fullmatch(word)
    return found.groups() if found else (word,)


def _in_words(name: str) -> str:
    words = [word for word in re.split(r"[_\W]+", name) if word]
    if len(words) > 1 and words[-1].lower() in {"url", "urls"}:
        words = [*words[:-2], words[-2] + ("s" if words[-1].lower() == "urls" and words[-2][-1] != "s" else "")]
    spelled = [word.upper() if word.lower() in _AS_IT_IS else word for word in words]
    if spelled and spelled[0].islower():
        spelled[0] = spelled[0].capitalize()
    return one_line(" ".join(spelled), LONGEST_LABEL)
