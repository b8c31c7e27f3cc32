"""Every model of `POST /v1/text_to_video`, as it stands in SDK 5.24.0.

Not drawn flat and therefore left out: `providerSettings` (multi-shot prompts), `references`, `referenceVideos`,
`referenceAudio`, and `draftTaskId` (enhancing an earlier draft).
"""

from __future__ import annotations

from dataclasses import replace

from vidwidgets.providers.runway.image_models import IMAGE_MODELS
from vidwidgets.providers.runway.models import FIRST_ONLY, HAILUO_RATIOS, WAN_RATIOS, RunwayModel
from vidwidgets.spec.media import MediaLimits

_KLING25_RATIOS = ("1920:1080", "1440:1440", "1080:1920", "1280:720", "720:720", "720:1280")
_KLING4_RATIOS = (
    *("1280:720", "720:1280", "940:940", "1460:624", "1920:1080", "1080:1920", "1440:1440", "2200:940"),
    *("auto_720p", "auto_1080p"),
)
_HAPPYHORSE_RATIOS = (
    *("1280:720", "720:1280", "960:960", "1108:832", "832:1108"),
    *("1920:1080", "1080:1920", "1440:1440", "1662:1248", "1248:1662"),
)
_GROK_RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")
_GROK_LITE_RATIOS = (
    *("848:480", "480:848", "480:480", "640:480", "480:640", "720:480", "480:720"),
    *("1280:720", "720:1280", "720:720", "960:720", "720:960", "1088:720", "720:1088"),
    *("1904:1072", "1072:1904", "1424:1424", "1648:1232", "1232:1648", "1744:1152", "1152:1744"),
)
_BY_NAME = {model.name: model for model in IMAGE_MODELS}
_PROMPT_OPTIONAL = {
    *("kling3.0_standard", "kling3.0_pro", "kling3.0_4k"),
    *("klingO3_standard", "klingO3_pro", "klingO3_4k", "seedance2_5"),
}
_RATIO_NEEDED = {
    *("gen4.5", "veo3.1", "veo3.1_fast"),
    *("kling3.0_standard", "kling3.0_pro", "kling3.0_4k", "klingO3_standard", "klingO3_pro", "klingO3_4k"),
}
_RATIOS = {
    "gen4.5": ("1280:720", "720:1280"),
    "kling2.5_turbo_pro": _KLING25_RATIOS,
    "kling_4": _KLING4_RATIOS,
    # "adaptive only when image or video references are provided" (SDK 5.24.0)
    "hailuo3": HAILUO_RATIOS[1:],
    "happyhorse_1_0": _HAPPYHORSE_RATIOS,
    "grok_imagine_1_5": _GROK_RATIOS,
    "grok_imagine_1_5_lite": _GROK_LITE_RATIOS,
    "wan3": WAN_RATIOS,
    "wan3_prime": WAN_RATIOS,
}
_NO_RESOLUTION = {"happyhorse_1_0"}


def _of_text(model: RunwayModel) -> RunwayModel:
    """What a model takes without a picture: the operations differ in prompt, ratio and frames only."""
    return replace(
        model,
        prompt_needed=model.name not in _PROMPT_OPTIONAL,
        ratios=_RATIOS.get(model.name, model.ratios),
        ratio_needed=model.name in _RATIO_NEEDED,
        resolutions=() if model.name in _NO_RESOLUTION else model.resolutions,
        frames=FIRST_ONLY,
        picture=MediaLimits(),
    )


TEXT_MODELS: tuple[RunwayModel, ...] = tuple(
    _of_text(_BY_NAME[name]) for name in ("gen4.5", *(n for n in _BY_NAME if n not in {"gen4_turbo", "gen4.5"}))
)
"""All of them but gen4_turbo, which needs a picture."""
