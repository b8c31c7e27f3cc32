"""What both endpoints ask: model, quality, duration and what the older or the newer models have besides."""

from __future__ import annotations

from vidwidgets.providers.pixverse import models
from vidwidgets.spec.conditions import Both, Is
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.source import Source

MOVEMENTS = (
    *("horizontal_left", "horizontal_right", "vertical_up", "vertical_down", "zoom_in", "zoom_out", "crane_up"),
    *("quickly_zoom_in", "quickly_zoom_out", "smooth_zoom_in", "camera_rotation", "robo_arm", "super_dolly_out"),
    *("whip_pan", "hitchcock", "left_follow", "right_follow", "pan_left", "pan_right", "fix_bg"),
)
STYLES = ("anime", "3d_animation", "clay", "comic", "cyberpunk", "day")
LONGEST_PROMPT = 5_000
LONGEST_NEGATIVE_PROMPT = 2_048
LARGEST_SEED = 2_147_483_647


def prompt(source: Source) -> Text:
    """The text; not required by itself, since a template takes none."""
    return Text(
        name="prompt",
        label="Prompt",
        help="What happens in the clip: the motion and the camera. A template ignores it: left out, it is then sent "
        "empty, since the wire wants it.",
        max_length=LONGEST_PROMPT,
        multiline=True,
        placeholder="The rocket lifts off, the camera follows it up.",
        role="prompt",
        source=source,
    )


def lead(source: Source) -> tuple[Field, ...]:
    """Model, quality and duration."""
    return (
        Choice(
            name="model",
            label="Model",
            help="What makes the clip; what else can be asked follows from it.",
            options=models.MODELS,
            required=True,
            initial="v6",
            leads=True,
            source=source,
        ),
        Choice(
            name="quality",
            label="Quality",
            help="How fine the clip is; free accounts get 360p and 540p only.",
            options=("360p", "540p", "720p", "1080p"),
            required=True,
            initial="720p",
            source=source,
        ),
        Choice(
            name="duration",
            label="Duration",
            help="How long the clip is.",
            options=models.SECONDS,
            labels={seconds: f"{seconds} s" for seconds in models.SECONDS},
            required=True,
            initial=5,
            unit="s",
            source=source,
        ),
    )


def motion(source: Source) -> tuple[Field, ...]:
    """How the older models move, and the style."""
    return (
        Choice(
            name="motion_mode",
            label="Motion",
            help="Fast moves more: v3.5, v4 and v4.5 only, 5 s, up to 720p. On later models normal is all there is, "
            "and is left out of the body.",
            options=("normal", "fast"),
            visible=Is("model", *models.WITH_MOTION),
            source=source,
        ),
        Choice(
            name="camera_movement",
            label="Camera",
            help="How the camera moves: v4 and v4.5 only, and not with a template.",
            options=MOVEMENTS,
            labels={name: name.replace("_", " ") for name in MOVEMENTS if name != "fix_bg"} | {"fix_bg": "fixed"},
            visible=Both(Is("model", *models.WITH_CAMERA), models.NO_TEMPLATE),
            source=source,
        ),
        Choice(
            name="style",
            label="Style",
            help="A drawn look. PixVerse documents it for v3.5; left out, the clip looks like its picture or prompt.",
            options=STYLES,
            labels={"3d_animation": "3D animation", "day": "day (seed 004's word)"},
            more=True,
            source=source,
        ),
    )


def modern(source: Source) -> tuple[Field, ...]:
    """Sound, shots and prompt help of the newer models."""
    return (
        Flag(
            name="generate_audio_switch",
            label="Sound",
            help="Whether the model makes speech and sound for the clip; it costs more. v5.5 and later.",
            initial=False,
            visible=models.IS_MODERN,
            source=source,
        ),
        Flag(
            name="generate_multi_clip_switch",
            label="Shots",
            help="Whether the clip is cut from several shots or is one. v5.5 and v6.",
            on="several",
            off="one",
            visible=Is("model", *models.WITH_CLIPS),
            source=source,
        ),
        Choice(
            name="thinking_type",
            label="Prompt help",
            help="Whether PixVerse improves the prompt; auto, or left out, lets the model decide. v5.5, v5.6 and v6.",
            options=("auto", "enabled", "disabled"),
            labels={"enabled": "on", "disabled": "off"},
            visible=Is("model", *models.WITH_THINKING),
            source=source,
        ),
    )


def sound_effect(source: Source) -> tuple[Field, ...]:
    """The sound effect of the older models, which with a template is its music."""
    return (
        Flag(
            name="sound_effect_switch",
            label="Sound effect",
            help="Whether a sound is made for the clip: up to v5, or with a template (then it is its music).",
            visible=models.HAS_SOUND_FIELDS,
            source=source,
        ),
        Text(
            name="sound_effect_content",
            label="What is heard",
            help="The sound effect in words; left out, it follows the picture.",
            max_length=LONGEST_NEGATIVE_PROMPT,
            visible=Both(models.HAS_SOUND_FIELDS, Is("sound_effect_switch", True)),
            source=source,
        ),
    )


def lip_sync(source: Source) -> tuple[Field, ...]:
    """Speech that the lips follow."""
    speaks = Both(models.HAS_SOUND_FIELDS, Is("lip_sync_tts_switch", True))
    return (
        Flag(
            name="lip_sync_tts_switch",
            label="Lip sync",
            help="Whether somebody in the clip says a text: up to v5; later models may refuse it.",
            visible=models.HAS_SOUND_FIELDS,
            source=source,
        ),
        Text(
            name="lip_sync_tts_content",
            label="What is said",
            help="The text, some 140 characters; what is longer than the clip is cut off.",
            visible=speaks,
            source=source,
        ),
        Text(
            name="lip_sync_tts_speaker_id",
            label="Voice",
            help="The id of a voice: 1 Emily, 2 James, 3 Isabella, 4 Liam, 5 Chloe, 6 Adrian, 7 Harper, 8 Ava, "
            "9 Sophia, 10 Julia, 11 Mason, 12 Jack, 13 Oliver, 14 Ethan, Auto; or one of your own.",
            visible=speaks,
            source=source,
        ),
    )


def further(source: Source) -> tuple[Field, ...]:
    """What is folded away: template, seed, negative prompt."""
    return (
        Number(
            name="template_id",
            label="Template",
            help="The id of a template that is activated for your account in the console. 0 is none and is not sent.",
            integer=True,
            minimum=0,
            more=True,
            source=source,
        ),
        Seed(
            name="seed",
            label="Seed",
            help="Kept with the clip; the same seed may still give another clip. Left out, PixVerse draws one.",
            maximum=LARGEST_SEED,
            more=True,
            source=source,
        ),
        Text(
            name="negative_prompt",
            label="Negative prompt",
            help="What should not be in the clip; in PixVerse's older pages only.",
            max_length=LONGEST_NEGATIVE_PROMPT,
            more=True,
            source=source,
        ),
    )
