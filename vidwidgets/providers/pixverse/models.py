"""Which of PixVerse's models has what, as conditions (the endpoint references of both hosts, read 2026-11-21).

"v5 以上" and "v5 以下" include v5 in both directions: the English pages say "v5 and below" and "not on v5".
"""

from __future__ import annotations

from vidwidgets.spec.conditions import Both, Has, Is, Not

LEGACY = ("v3.5", "v4", "v4.5", "v5")
MODERN = ("v5.5", "v5.6", "v6", "c1")
MODELS = (*LEGACY, *MODERN)
WITH_MOTION = ("v3.5", "v4", "v4.5")
WITHOUT_MOTION = ("v5", *MODERN)
WITH_CAMERA = ("v4", "v4.5")
WITH_CLIPS = ("v5.5", "v6")
WITH_THINKING = ("v5.5", "v5.6", "v6")
WITH_ANY_LENGTH = ("v6", "c1")
LONGEST_SECONDS = 15
SECONDS = tuple(range(1, LONGEST_SECONDS + 1))

TEMPLATE = Both(Has("template_id"), Not(Is("template_id", 0)))
"""A template is asked for; 0, as the reference's own example sends it, is none."""
NO_TEMPLATE = Not(TEMPLATE)
IS_LEGACY = Is("model", *LEGACY)
IS_MODERN = Is("model", *MODERN)
HAS_SOUND_FIELDS = Not(Both(Not(IS_LEGACY), NO_TEMPLATE))
"""The older models, or a template with any model: what the sound effect wants (seed 004)."""
NO_SOUND_FIELDS = Not(HAS_SOUND_FIELDS)
