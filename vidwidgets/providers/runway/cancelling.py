"""Cancelling a task at Runway.

`DELETE /v1/tasks/{id}` cancels what has not ended and deletes what has, its clip too; afterwards the task is unknown
(SDK 5.24.0, resources/tasks.py; docs.dev.runwayml.com, read 2026-11-21).
"""

from __future__ import annotations

from vidwidgets.providers.runway.task import Stage, gateway_error, read_task
from vidwidgets.providers.runway.words import who
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import CancelAnswer, Steps, Ticket

_NOT_FOUND, _NOT_OFFERED = 404, {404, 405, 501}


def cancelled(ticket: Ticket, connection: Connection) -> Steps[CancelAnswer]:
    """Look first, and delete only what has not ended: a finished clip is paid and must not be thrown away."""
    looked = yield Call(purpose="cancel", method="GET", path=ticket.paths["status"])
    stage: Stage = read_task(looked.json).stage if looked.ok else "unknown"
    if stage == "done":
        return CancelAnswer(False, "It had already finished: its clip is paid, and is fetched rather than deleted.")
    if stage == "failed":
        return CancelAnswer(False, "It had already failed: there is nothing left to cancel.")
    reply = yield Call(purpose="cancel", method="DELETE", path=ticket.paths["cancel"])
    name = who(connection)
    # 204 at Runway; a web page or a gateway's error in a 200 is no word on the task
    taken = reply.ok and not reply.is_html and gateway_error(reply.json) is None
    if taken or stage == "cancelled":
        return CancelAnswer(True, f"It is cancelled. {_refund(stage, connection)}")
    if reply.status == _NOT_FOUND and connection.official:
        return CancelAnswer(True, f"{name} no longer knows the task. {_refund(stage, connection)}")
    if reply.status in _NOT_OFFERED:
        return CancelAnswer(False, f"{name} offers no cancellation: it goes on and may be charged.")
    return CancelAnswer(False, f"The cancellation was answered with {reply.status}: it may go on and be charged.")


def means(connection: Connection) -> str:
    """What cancelling means for the bill, before it is asked for."""
    if connection.is_sandbox:
        return "Nothing is charged in the sandbox."
    rule = "Cancelling may still be charged: Runway refunds nothing once it runs, and mostly, not always, before."
    return rule if connection.official else f"{rule} What {connection.name} does is its own matter."


def _refund(stage: Stage, connection: Connection) -> str:
    if connection.is_sandbox:
        return "Nothing is charged in the sandbox."
    if not connection.official:
        return f"Whether it is charged is a matter of {connection.name}."
    if stage == "running":
        return "It was already running, so Runway refunds nothing."
    if stage in {"queued", "throttled"}:
        return "It had not begun, so Runway mostly refunds it; that is not guaranteed."
    return "It may still be charged."
