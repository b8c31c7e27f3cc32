"""Every model of `POST /v1/image_to_video`, as it stands in SDK 5.24.0.

Not drawn flat and therefore left out: `providerSettings` (multi-shot prompts), `references`, `referenceVideos`,
`referenceAudio`, Kling 4's middle frames, and pictures without a position (references instead of keyframes).
"""

from __future__ import annotations

from vidwidgets.providers.runway.models import (
    AUTO_RATIOS,
    FIRST_LAST,
    GEN3A_RATIOS,
    GEN4_RATIOS,
    GEN45,
    GEN45_FORMATS,
    HAILUO_RATIOS,
    KEYFRAMES,
    KLING3,
    KLING_4K,
    KLING_720,
    KLING_1080,
    MODERATED,
    OMNI_RATIOS,
    SEEDANCE,
    SEEDANCE25_480,
    SEEDANCE_4K,
    SEEDANCE_480,
    SEEDANCE_720,
    SEEDANCE_1080,
    SEEDED,
    SOUND,
    VEO,
    VEO_RATIOS,
    RunwayModel,
    seconds,
)
from vidwidgets.spec.media import MediaLimits

UP_TO_TWO = MediaLimits(min_aspect_ratio=0.5, max_aspect_ratio=2)
GROK = MediaLimits(min_aspect_ratio=0.4, max_aspect_ratio=2.5)


def _gen4() -> tuple[RunwayModel, ...]:
    return (
        RunwayModel(
            name="gen4_turbo",
            title="Gen-4 Turbo",
            prompt_most=1_000,
            ratios=GEN4_RATIOS,
            ratio_needed=True,
            # seed 003's own example asks for one of them
            tolerated_ratios=GEN3A_RATIOS,
            durations=seconds(2, 10),
            extras=MODERATED,
            picture=MediaLimits(min_aspect_ratio=0.5, max_aspect_ratio=2.358),
        ),
        RunwayModel(
            name="gen4.5",
            title="Gen-4.5",
            prompt_needed=True,
            prompt_most=1_000,
            ratios=GEN4_RATIOS,
            ratio_needed=True,
            durations=seconds(2, 10),
            duration_needed=True,
            extras=GEN45,
            formats=GEN45_FORMATS,
            picture=UP_TO_TWO,
        ),
    )


def _veo(name: str, title: str) -> RunwayModel:
    return RunwayModel(
        name=name,
        title=title,
        prompt_most=1_000,
        ratios=VEO_RATIOS,
        ratio_needed=True,
        durations=(4, 6, 8),
        extras=VEO,
        frames=FIRST_LAST,
        picture=UP_TO_TWO,
    )


def _kling(name: str, title: str, ratios: tuple[str, ...], extras: frozenset[str]) -> RunwayModel:
    return RunwayModel(
        name=name,
        title=title,
        ratios=ratios,
        durations=seconds(3),
        longest_published=False,
        extras=extras,
        frames=FIRST_LAST,
    )


def _klings() -> tuple[RunwayModel, ...]:
    return (
        RunwayModel(
            name="kling2.5_turbo_pro",
            title="Kling 2.5 Turbo Pro",
            prompt_needed=True,
            durations=(5, 10),
            extras=frozenset({"cfgScale"}),
            frames=FIRST_LAST,
        ),
        _kling("kling3.0_standard", "Kling 3.0 Standard", KLING_720, KLING3),
        _kling("kling3.0_pro", "Kling 3.0 Pro", KLING_1080, KLING3),
        _kling("kling3.0_4k", "Kling 3.0 4K", KLING_4K, KLING3),
        _kling("klingO3_standard", "Kling O3 Standard", KLING_720, SOUND),
        _kling("klingO3_pro", "Kling O3 Pro", KLING_1080, SOUND),
        _kling("klingO3_4k", "Kling O3 4K", KLING_4K, SOUND),
        _kling("kling_4", "Kling 4", AUTO_RATIOS[1:], frozenset()),
    )


def _seedance(name: str, title: str, ratios: tuple[str, ...]) -> RunwayModel:
    return RunwayModel(
        name=name,
        title=title,
        prompt_most=3_500,
        ratios=ratios,
        durations=seconds(4, 15, auto=True),
        extras=SEEDANCE,
        frames=KEYFRAMES,
    )


def _seedances() -> tuple[RunwayModel, ...]:
    small = (*SEEDANCE_480, *SEEDANCE_720)
    return (
        _seedance("seedance2", "Seedance 2", (*small, *SEEDANCE_1080, *SEEDANCE_4K)),
        _seedance("seedance2_fast", "Seedance 2 Fast", small),
        _seedance("seedance2_mini", "Seedance 2 Mini", small),
        RunwayModel(
            name="seedance2_5",
            title="Seedance 2.5",
            prompt_most=15_000,
            ratios=(*SEEDANCE25_480, *SEEDANCE_720, *SEEDANCE_1080),
            durations=seconds(4, 30, auto=True),
            extras=SEEDANCE | {"draft"},
            formats=("mp4", "mov"),
            frames=KEYFRAMES,
        ),
    )


def _wan(name: str, title: str) -> RunwayModel:
    # with pixel sizes it takes references only: "keyframe image-to-video requests must use auto_…" (SDK 5.24.0)
    return RunwayModel(
        name=name,
        title=title,
        prompt_needed=True,
        ratios=AUTO_RATIOS,
        durations=seconds(2),
        longest_published=False,
        extras=SOUND,
        frames=KEYFRAMES,
    )


def _minimax() -> tuple[RunwayModel, ...]:
    return (
        RunwayModel(
            name="hailuo3",
            title="Hailuo 3",
            prompt_needed=True,
            prompt_most=6_000,
            ratios=HAILUO_RATIOS,
            resolutions=("768p", "2k"),
            durations=seconds(5, 15),
            frames=KEYFRAMES,
        ),
        RunwayModel(
            name="h3_max",
            title="MiniMax H3 Max",
            prompt_needed=True,
            resolutions=("480p", "768p"),
            durations=seconds(5),
            longest_published=False,
            extras=SEEDED | {"promptExpansionMode"},
            frames=FIRST_LAST,
            picture=MediaLimits(min_side=256),
        ),
    )


def _others() -> tuple[RunwayModel, ...]:
    return (
        RunwayModel(
            name="happyhorse_1_0",
            title="HappyHorse 1.0",
            prompt_least=2,
            prompt_most=2_500,
            resolutions=("720p", "1080p"),
            durations=seconds(3, 15),
            picture=MediaLimits(min_side=300, min_aspect_ratio=0.55, max_aspect_ratio=1.8),
        ),
        RunwayModel(
            name="grok_imagine_1_5",
            title="Grok Imagine 1.5",
            resolutions=("480p", "720p", "1080p"),
            durations=seconds(1, 15),
            picture=GROK,
        ),
        RunwayModel(
            name="grok_imagine_1_5_lite",
            title="Grok Imagine 1.5 Lite",
            ratios=AUTO_RATIOS,
            durations=seconds(1),
            longest_published=False,
            picture=GROK,
        ),
        RunwayModel(
            name="gemini_omni_flash",
            title="Gemini Omni Flash",
            prompt_most=4_000,
            ratios=OMNI_RATIOS[2:4],
            durations=seconds(3, 10),
        ),
        RunwayModel(
            name="gemini_omni_flash_1.1",
            title="Gemini Omni Flash 1.1",
            prompt_needed=True,
            ratios=OMNI_RATIOS,
            durations=seconds(3, 10, auto=True),
            frames=FIRST_LAST,
        ),
        _wan("wan3", "Wan 3"),
        _wan("wan3_prime", "Wan 3 Prime"),
    )


IMAGE_MODELS: tuple[RunwayModel, ...] = (
    *_gen4(),
    _veo("veo3.1", "Veo 3.1"),
    _veo("veo3.1_fast", "Veo 3.1 Fast"),
    *_klings(),
    *_seedances(),
    *_minimax(),
    *_others(),
)

GEN3A_TURBO = RunwayModel(
    # as the OpenAPI document of 2026-03-04 had it
    name="gen3a_turbo",
    title="Gen-3 Alpha Turbo",
    prompt_needed=True,
    prompt_most=1_000,
    ratios=GEN3A_RATIOS,
    durations=(5, 10),
    extras=MODERATED,
    frames=FIRST_LAST,
)
"""No longer at Runway; gateways still sell it."""
