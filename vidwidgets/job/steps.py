"""Driving a protocol's generator: its calls out over a sender, the replies back in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import AsyncClient
from vidwidgets.wire.protocol import Protocol, Steps
from vidwidgets.wire.reach import Resolve, looked_up
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.send import Sender

T = TypeVar("T")


def sender_for(
    wire: Protocol,
    connection: Connection,
    client: AsyncClient,
    *,
    key: Callable[[], str],
    streams: AsyncClient | None = None,
    resolve: Resolve = looked_up,
    recorder: Recorder | None = None,
) -> Sender:
    """What sends a wire's calls over a connection, with that wire's own headers."""
    return Sender(
        client,
        connection,
        key_headers=wire.key_headers,
        key=key,
        own_headers=wire.own_headers,
        streams=streams,
        resolve=resolve,
        recorder=recorder,
    )


async def run_steps(steps: Steps[T], sender: Sender) -> T:
    """Send each call that the generator yields and give it the reply; what it returns at the end.

    Raises:
        NeverDelivered: A call cannot have arrived.
        Broken: A call may have arrived and was not answered.
        VidwidgetsError: Whatever the protocol makes of a reply.
    """
    try:
        call = next(steps)
        while True:
            call = steps.send(await sender.send(call))
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        steps.close()
