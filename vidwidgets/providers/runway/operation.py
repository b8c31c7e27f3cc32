"""An endpoint made of a table of models."""

from __future__ import annotations

from collections.abc import Sequence

from vidwidgets.providers.runway import rules as ruling
from vidwidgets.providers.runway.models import SDK, RunwayModel
from vidwidgets.providers.runway.pricing import price_for
from vidwidgets.providers.runway.shaping import flat, shape_for
from vidwidgets.spec.endpoint import Endpoint, Example
from vidwidgets.spec.fields import Field
from vidwidgets.spec.rules import Rule

GATEWAY_NOTES = (
    "A gateway mostly has only some of these models, and sets its own prices; the estimate is Runway's own.",
    "gen3a_turbo and its ratios are offered here because gateways still list them; Runway itself dropped them.",
)


def made(
    models: Sequence[RunwayModel],
    *,
    id: str,  # noqa: A002  the endpoint's own word
    kind: str,
    fields: tuple[Field, ...],
    advice: tuple[Rule, ...] = (),
    examples: tuple[Example, ...] = (),
    gateway: Endpoint | None = None,
) -> Endpoint:
    """The endpoint of one operation, its rules, prices and body following from the table."""
    names = frozenset(field.name for field in fields)
    return Endpoint(
        id=id,
        provider="runway",
        title="Runway",
        kind=kind,
        source=SDK,
        fields=fields,
        rules=ruling.rules(models, names),
        advice=(*advice, *ruling.advice(models, names)),
        pricing=price_for(models),
        examples=examples,
        gateway_notes=GATEWAY_NOTES,
        shape=shape_for(models),
        unshape=flat,
        gateway=gateway,
    )
