"""Runway's image to video: one form for every model of the API (seed 003)."""

from __future__ import annotations

from collections.abc import Sequence

from vidwidgets.providers.runway.fields import further_fields, leading_fields, picture_fields, shared_fields
from vidwidgets.providers.runway.image_models import GEN3A_TURBO, IMAGE_MODELS
from vidwidgets.providers.runway.models import GEN4_RATIOS, RunwayModel
from vidwidgets.providers.runway.operation import made
from vidwidgets.spec.conditions import Is
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.rules import Limit, Rule
from vidwidgets.spec.source import Source

SEED = Source("seed 003, POST /runwayml/v1/image_to_video", "2026-11-21")
RETIRED = {
    "gen3a_turbo": "gen3a_turbo left Runway's own API in June 2026 (SDK 5.0.0). Take gen4_turbo, or name a gateway "
    "that still has it: connection=….",
    "veo3": "veo3 left Runway's API in 2026 (SDK 5.15). Take veo3.1.",
}
OLD_RATIO = (
    "1280:768 and 768:1280 were gen3a_turbo's: Runway's own API takes gen4_turbo only with 1280:720, 720:1280, "
    "1104:832, 832:1104, 960:960 and 1584:672, and will refuse it unpaid. A gateway may take it; it is sent as it is."
)
EXAMPLE = Example(
    values={
        "model": "gen4_turbo",
        "promptText": "cat dance",
        "promptImage": "https://www.bt.cn/bbs/template/qiao/style/image/btlogo.png",
        "duration": 5,
        "ratio": "1280:768",
    },
    body={
        "promptImage": "https://www.bt.cn/bbs/template/qiao/style/image/btlogo.png",
        "model": "gen4_turbo",
        "promptText": "cat dance",
        "duration": 5,
        "ratio": "1280:768",
    },
    source=SEED,
    note="Its watermark: false is taken out: the field left Runway's API in April 2025 (SDK 3.0.0). Its ratio is "
    "gen3a_turbo's, so it gets a warning.",
)


def _old_ratio(*, leaves_out: bool) -> Rule:
    here = Is("model", "gen4_turbo")
    return Limit(field="ratio", allowed=GEN4_RATIOS, when=here, why=OLD_RATIO, leaves_out=leaves_out)


def _endpoint(models: Sequence[RunwayModel], *, official: bool, gateway: Endpoint | None = None) -> Endpoint:
    return made(
        models,
        id="runway/image-to-video",
        kind="image to video",
        fields=(
            *leading_fields(models, RETIRED if official else {"veo3": RETIRED["veo3"]}),
            *picture_fields(models),
            *shared_fields(models),
            *further_fields(models),
        ),
        # what Runway itself does not take is left out of the list there, and in both places gets a warning
        advice=(_old_ratio(leaves_out=official),),
        examples=(EXAMPLE,),
        gateway=gateway,
    )


ENDPOINT = _endpoint(IMAGE_MODELS, official=True, gateway=_endpoint((*IMAGE_MODELS, GEN3A_TURBO), official=False))
