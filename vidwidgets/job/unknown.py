"""What can be done for a job of unknown outcome: find it in the provider's list, give it an id, or pay again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.job.order import Order
from vidwidgets.job.record import JobRecord
from vidwidgets.job.steps import run_steps, sender_for
from vidwidgets.job.world import World
from vidwidgets.wire.protocol import Listed, Ticket
from vidwidgets.wire.recorder import Recorder

PAY_AGAIN = "pay again"
"""What a person types before a request of unknown outcome is sent a second time."""
CLOCKS_SECONDS = 120.0
"""By how much this machine's clock and the provider's may differ."""


def ticket_for(order: Order, request_id: str) -> Ticket:
    """What finds the job by an id that a person gives.

    Raises:
        InvalidRequest: It cannot be one.
    """
    return order.protocol.ticket(order.endpoint, request_id.strip(), order.connection)


async def found_in_list(
    order: Order, record: JobRecord, world: World, recorder: Recorder | None = None
) -> tuple[str, str]:
    """The id of the one request in the provider's list that can be this job, or "", and in words what was found.

    `recorder` records the question; None records nothing.

    Raises:
        VidwidgetsError: The list could not be read.
    """
    protocol, connection = order.protocol, order.connection
    sender = sender_for(protocol, connection, world.client(), key=order.key, recorder=recorder)
    since, until = _between(world.journal.way(record.id), record)
    listed = await run_steps(protocol.listed(order.endpoint, connection, since=since), sender)
    if listed is None:
        return "", protocol.look_up(connection, order.endpoint)
    fitting = [one for one in listed if _fits(one, since, until, order) and world.journal.find(one.request_id) is None]
    if len(fitting) == 1:
        return fitting[0].request_id, f"{protocol.label} lists one request that fits, {fitting[0].request_id}."
    if fitting:
        ids = ", ".join(one.request_id for one in fitting[:5])
        return "", f"{protocol.label} lists {len(fitting)} requests that fit ({ids}): look which one it is."
    return "", (
        f"{protocol.label} lists no such request now. It may still come: whether requests that have not ended are "
        "listed is not documented. Look again in a few minutes before you pay again."
    )


def _between(way: list[tuple[float, str]], record: JobRecord) -> tuple[float, float]:
    """When the request can have arrived: from its last leaving until it was given up, give or take the clocks."""
    left = [at for at, state in way if state == "submitting"] or [record.created_at]
    given_up = [at for at, state in way if at >= left[-1] and state == "unknown"] or [left[-1]]
    return left[-1] - CLOCKS_SECONDS, given_up[-1] + CLOCKS_SECONDS


def _fits(one: Listed, since: float, until: float, order: Order) -> bool:
    """Whether a listed request can be the job: at its time, and all that was asked but the pictures the same."""
    if one.sent_at is not None and not since <= one.sent_at <= until:
        return False
    if one.body is None:
        return False  # by its time alone another's could be taken for it
    return _without(one.body, order) == _without(order.body({}), order)


def _without(body: Mapping[str, Any], order: Order) -> dict[str, Any]:
    """A body without its pictures, whose addresses differ each time."""
    return {name: value for name, value in body.items() if name not in order.picture_names and value is not None}


def check_pay_again(confirm: str, order: Order, job_id: str) -> None:
    """Whether a request of unknown outcome may be sent a second time.

    Raises:
        InvalidRequest: It was not said in so many words, or its pictures are no longer at hand.
    """
    if confirm.strip() != PAY_AGAIN:
        raise InvalidRequest(
            f"The job {job_id} may have been accepted and paid for. To send its request once more all the same, say "
            f"so: send_again({PAY_AGAIN!r}). Nothing was sent."
        )
    if order.picture_names and not order.pictures:
        raise InvalidRequest(
            f"The pictures of the job {job_id} are not in the journal: fill the form again with "
            f"form.load(vw.job({job_id!r})), give the picture, and press Generate. Nothing was sent."
        )
