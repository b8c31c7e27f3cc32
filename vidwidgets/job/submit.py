"""Sending a request that costs money: once, and again only where it provably did not arrive or was refused unworked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from vidwidgets.errors import OutcomeUnknown, ProviderUnreachable, Refused
from vidwidgets.job import decisions
from vidwidgets.job.order import Order
from vidwidgets.job.steps import run_steps
from vidwidgets.wire.http import Broken, NeverDelivered
from vidwidgets.wire.protocol import Refusal, Ticket
from vidwidgets.wire.send import Sender

TRIES = 4
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 120.0
"""A provider that wants a longer pause (`Retry-After`) is not asked again by itself."""

Sleep = Callable[[float], Awaitable[None]]


class StaleUploads(Refused):
    """The provider no longer knows a picture that was uploaded earlier: nothing was made."""


async def submitted(
    order: Order,
    body: Mapping[str, Any],
    sender: Sender,
    *,
    go: Callable[[], Awaitable[bool]],
    back: Callable[[], None],
    sleep: Sleep,
    note: Callable[[str], None],
) -> Ticket | None:
    """Submit a request and give what finds its job again; None where it was called off before a try.

    Args:
        order: The request.
        body: The whole JSON body.
        sender: The connection's sender.
        go: Is asked before each try; False calls it off, since no try before it has arrived.
        back: Is told of each try that provably did not arrive, or was refused unworked.
        sleep: Waits between tries.
        note: Is told why a try is repeated.

    Raises:
        ProviderUnreachable: No try arrived; nothing was charged.
        OutcomeUnknown: One may have been accepted; it was not sent again.
        VidwidgetsError: The provider refused it.
    """
    pause, refused = FIRST_PAUSE_SECONDS, 0
    for tries_left in reversed(range(TRIES)):
        if not await go():
            return None
        try:
            answer = await _tried(order, body, sender)
        except NeverDelivered as error:
            back()
            sender.decided(decisions.undelivered(error.message, pause if tries_left else None), "submit")
            if not tries_left:
                raise _undelivered(error) from error
            note(f"{error.message} It did not arrive, so it is tried again.")
            wait = pause
        else:
            if isinstance(answer, Ticket):
                sender.decided(f"Accepted as {answer.request_id}. {decisions.ACCEPTED}", "submit")
                return answer
            back()
            if answer.stale_uploads:
                sender.decided(decisions.STALE, "submit")
                raise StaleUploads(answer.error.message, code=answer.error.code)
            wait = max(pause, answer.retry_after_seconds or 0.0)
            spent = answer.most_again is not None and refused >= answer.most_again
            over = spent or not (answer.again and tries_left) or wait > LONGEST_PAUSE_SECONDS
            sender.decided(decisions.refused(answer, None if over else wait, LONGEST_PAUSE_SECONDS), "submit")
            if over:
                raise answer.error
            refused += 1
            note(f"{order.protocol.label} is busy and took nothing; it is tried again in {wait:g} s.")
        await sleep(wait)
        pause *= 2
    raise AssertionError("the last try returns or raises")


async def _tried(order: Order, body: Mapping[str, Any], sender: Sender) -> Ticket | Refusal:
    """One try.

    Raises:
        NeverDelivered: It cannot have arrived.
        OutcomeUnknown: It may have been accepted.
    """
    try:
        return await run_steps(order.protocol.submit(order.endpoint, body, order.connection), sender)
    except Broken as error:
        sender.decided(f"{error.message} {decisions.NOT_TWICE}", "submit")
        raise _in_doubt(error, order) from error
    except OutcomeUnknown as error:
        sender.decided(error.message, "submit")
        raise


def _undelivered(error: NeverDelivered) -> ProviderUnreachable:
    return ProviderUnreachable(
        f"{error.message} Tried {TRIES} times; the request never arrived, so nothing was made or charged. "
        "Check the network and the connection's base URL, then press Generate again."
    )


def _in_doubt(error: Broken, order: Order) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"{error.message} The request had left, so it may have been accepted and charged"
        f"{f' ({order.price})' if order.price else ''}. It is not sent again by itself. "
        f"{order.protocol.look_up(order.connection, order.endpoint)}"
    )
