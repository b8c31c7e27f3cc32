"""What a card says of a job besides its state."""

from __future__ import annotations

import json
from dataclasses import replace

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.expected import expected
from vidwidgets.job.job import Job
from vidwidgets.panel.world import world
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice, Field, Flag, Text
from vidwidgets.spec.media import Media
from vidwidgets.view.about import About
from vidwidgets.view.waiting import usual_text
from vidwidgets.wire.media import preview_of
from vidwidgets.wire.states import ENDED

PICTURE_SIDE = 432
MOST_JSON = 200
"""Characters of it on a card."""


def about(job: Job, endpoint: Endpoint, line: str) -> About:
    """The card's texts for a job."""
    order = job.order
    first = next(iter(order.all_pictures), None)
    return About(
        job_id=job.id,
        title=endpoint.title,
        kind=endpoint.kind,
        endpoint=endpoint.id,
        provider=order.protocol.label,
        connection=line,
        sandbox=order.connection.is_sandbox,
        prompt=order.prompt,
        asked=tuple(
            (field.label, said)
            for field in endpoint.fields
            if field.role != "prompt" and (said := _said(field, order.values.get(field.name)))
        ),
        price=order.price,
        usual=_usual(job, endpoint),
        picture_jpeg=preview_of(first, PICTURE_SIDE) if first else b"",
        cancel_means=order.protocol.cancel_means(order.connection),
    )


def _usual(job: Job, endpoint: Endpoint) -> str:
    """How long it usually takes, by the journal; empty where it is over, or too little is known."""
    if isinstance(job.state, ENDED):
        return ""
    try:
        past = world().journal.past(job.endpoint, job.connection)
    except VidwidgetsError:  # a journal that cannot be read is said when something is sent
        return ""
    # what is left out is made as the default says
    unsaid = {
        field.name: default for field in endpoint.fields if (default := getattr(field, "default", None)) is not None
    }
    filled = [replace(one, values={**unsaid, **one.values}) for one in past]
    known = expected(filled, {**unsaid, **job.values})
    if known is None:
        return ""
    return usual_text(known.median_seconds, known.within_seconds, known.count, alike=known.alike)


def _said(field: Field, value: object) -> str:
    if value is None or (isinstance(field, Text) and value == field.default):
        return ""
    if isinstance(field, Flag):
        return field.on if value else field.off
    if isinstance(field, Choice):
        return field.label_of(value)
    if isinstance(field, Media):
        return str(value)
    if isinstance(field, Extra):
        return _as_json(value)
    return f"{value} {field.unit}".strip()


def _as_json(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MOST_JSON else f"{text[:MOST_JSON]}…"
