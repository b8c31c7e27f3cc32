"""PixVerse's matrix as data: model × duration × quality × everything else.

Where the pages of PixVerse disagree, what one of them allows is allowed and said to be doubtful (`ADVICE`);
PixVerse itself only ever answers 400017 and names no field.
"""

from __future__ import annotations

from vidwidgets.providers.pixverse import models
from vidwidgets.providers.pixverse.fields import STYLES
from vidwidgets.spec.conditions import Both, Condition, Has, Is, Not
from vidwidgets.spec.rules import Check, Forbid, Length, Limit, Require, Rule
from vidwidgets.spec.values import Values

OLDER_PROMPT = 2_048
SPOKEN = 140
_NOT_8 = tuple(seconds for seconds in models.SECONDS if seconds != 8)  # noqa: PLR2004  the second length of most
_NOT_10 = tuple(seconds for seconds in models.SECONDS if seconds != 10)  # noqa: PLR2004  the third length of some
_FAST = Both(Is("motion_mode", "fast"), Is("model", *models.WITH_MOTION))


def _at_1080p(*wanted: str) -> Condition:
    return Both(Is("model", *wanted), Is("quality", "1080p"))


def _prompt_missing(values: Values) -> bool:
    return not models.TEMPLATE.holds(values) and not str(values["prompt"] or "").strip()


def _effect_without_switch(values: Values) -> bool:
    return values.has("sound_effect_content") and values["sound_effect_switch"] is not True


def _speech_without_switch(values: Values) -> bool:
    said = values.has("lip_sync_tts_content") or values.has("lip_sync_tts_speaker_id")
    return said and values["lip_sync_tts_switch"] is not True


def _said_nothing(values: Values) -> bool:
    return values["lip_sync_tts_switch"] is True and not str(values["lip_sync_tts_content"] or "").strip()


_LENGTHS: tuple[Rule, ...] = (
    Limit(
        field="duration",
        allowed=(5, 8),
        when=models.IS_LEGACY,
        leaves_out=True,
        why="v3.5, v4, v4.5 and v5 make clips of 5 or 8 s: choose one of them, or v6, which makes 1 to 15 s.",
    ),
    Limit(
        field="duration",
        allowed=(5, 8, 10),
        when=Is("model", "v5.5", "v5.6"),
        leaves_out=True,
        why="v5.5 and v5.6 make clips of 5, 8 or 10 s: choose one of them, or v6, which makes 1 to 15 s.",
    ),
    Limit(
        field="duration",
        allowed=_NOT_8,
        when=_at_1080p("v3.5"),
        why="v3.5 makes 1080p in 5 s only: choose 5 s, or 720p.",
    ),
    Limit(
        field="duration",
        allowed=_NOT_10,
        when=_at_1080p("v5.5", "v5.6"),
        why="v5.5 and v5.6 make 10 s up to 720p only: choose 5 or 8 s, or 720p.",
    ),
)
_MOTION: tuple[Rule, ...] = (
    Limit(
        field="motion_mode",
        allowed=("normal",),
        when=Is("model", *models.WITHOUT_MOTION),
        leaves_out=True,
        why="v5 and later have no fast motion: leave it out, or choose v3.5, v4 or v4.5.",
    ),
    Limit(field="duration", allowed=(5,), when=_FAST, why="Fast motion makes 5 s only: choose 5 s, or normal motion."),
    Limit(
        field="quality",
        allowed=("360p", "540p", "720p"),
        when=_FAST,
        why="Fast motion goes up to 720p: choose 720p or less, or normal motion.",
    ),
    Forbid(
        field="camera_movement",
        when=Not(Is("model", *models.WITH_CAMERA)),
        why="Only v4 and v4.5 have camera movements: leave it out, or say it in the prompt.",
    ),
    Forbid(
        field="camera_movement",
        when=models.TEMPLATE,
        why="A template moves the camera itself: leave the camera movement out.",
    ),
)
_SOUND: tuple[Rule, ...] = (
    Forbid(
        field="generate_audio_switch",
        when=models.IS_LEGACY,
        why="v5 and earlier make no sound of their own: leave it out, or use the sound effect.",
    ),
    Forbid(
        field="generate_multi_clip_switch",
        when=Not(Is("model", *models.WITH_CLIPS)),
        why="Only v5.5 and v6 cut a clip from several shots: leave it out.",
    ),
    Forbid(
        field="thinking_type",
        when=Not(Is("model", *models.WITH_THINKING)),
        why="Only v5.5, v5.6 and v6 improve the prompt: leave it out.",
    ),
    *(
        Forbid(
            field=name,
            when=models.NO_SOUND_FIELDS,
            why="v5.5 and later have the sound effect only with a template: leave it out, and switch the sound on.",
        )
        for name in ("sound_effect_switch", "sound_effect_content")
    ),
    Check(
        names=("sound_effect_content", "sound_effect_switch"),
        why="What is heard has no effect while the sound effect is off: switch it on, or leave the words out.",
        broken=_effect_without_switch,
    ),
    Check(
        names=("lip_sync_tts_content", "lip_sync_tts_switch"),
        why="Lip sync is on and nothing is said: write what is said, or switch it off.",
        broken=_said_nothing,
    ),
    Require(
        field="lip_sync_tts_speaker_id",
        when=Is("lip_sync_tts_switch", True),
        why="Lip sync needs a voice: give its id, for example 1 (Emily) or Auto.",
    ),
)
RULES: tuple[Rule, ...] = (
    Check(
        names=("prompt", "template_id"),
        why="Prompt is missing: write what should happen. Only a template goes without.",
        broken=_prompt_missing,
    ),
    *_LENGTHS,
    *_MOTION,
    *_SOUND,
)
"""What PixVerse refuses on every page that speaks of it, and what makes no sense."""

ADVICE: tuple[Rule, ...] = (
    Length(
        field="prompt",
        maximum=OLDER_PROMPT,
        why="Some pages of PixVerse end the prompt at 2,048 characters, others at 5,000: it may be refused.",
    ),
    Limit(
        field="duration",
        allowed=_NOT_8,
        when=_at_1080p("v4", "v4.5"),
        why="v4 and v4.5 have no price for 8 s at 1080p, and some pages say 5 s only: it may be refused.",
    ),
    Forbid(
        field="style",
        when=Not(Is("model", "v3.5")),
        why="PixVerse documents styles for v3.5: this model may take no notice.",
    ),
    Limit(
        field="style",
        allowed=tuple(style for style in STYLES if style != "day"),
        why="The other pages of PixVerse have clay where this one has day: it is sent as it is and may be refused.",
    ),
    Forbid(
        field="motion_mode",
        when=Both(Is("motion_mode", "normal"), Is("model", *models.WITHOUT_MOTION)),
        why="This model has no motion field. Normal is what it does anyway, so it is left out of the body.",
    ),
    Forbid(
        field="lip_sync_tts_switch",
        when=models.IS_MODERN,
        why="Most pages give lip sync to v5 and earlier only: this model may refuse it or take no notice.",
    ),
    Check(
        names=("lip_sync_tts_content", "lip_sync_tts_speaker_id", "lip_sync_tts_switch"),
        why="The words and the voice have no effect while lip sync is off.",
        broken=_speech_without_switch,
    ),
    Length(
        field="lip_sync_tts_content",
        maximum=SPOKEN,
        why="PixVerse wants some 140 characters, and cuts off what is longer than the clip.",
    ),
    Check(
        names=("template_id",),
        why="A template decides itself: prompt, model and duration have no effect, and some refuse 720p and 1080p. "
        "What it costs is in PixVerse's list of templates.",
        broken=models.TEMPLATE.holds,
    ),
    Forbid(
        field="negative_prompt",
        when=Has("negative_prompt"),
        why="Only older pages of PixVerse have the negative prompt: it may have no effect.",
    ),
)
"""Where the pages of PixVerse disagree."""
