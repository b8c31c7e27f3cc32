"""Runway's wire: create a task, look at it, cancel it (docs.dev.runwayml.com and SDK 5.24.0, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.providers.find import endpoint as find_endpoint
from vidwidgets.providers.runway import account, paths, pictures, refusals, replies
from vidwidgets.providers.runway.cancelling import cancelled, means
from vidwidgets.providers.runway.task import read_task, task_id
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture
from vidwidgets.wire.protocol import CancelAnswer, Pace, Protocol, Refusal, Seen, Steps, Ticket
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued

API_VERSION = "2024-11-06"
"""The one that every call must name; a new one is announced four months ahead."""


class RunwayProtocol(Protocol):
    """Runway's own API, the gateways in front of it, and the sandbox."""

    name = "runway"
    label = "Runway"
    # "should not expect updates more frequent than once every five seconds" (SDK 5.24.0, tasks.retrieve)
    pace = Pace(first_seconds=5.0, longest_seconds=6.0)

    def key_headers(self, key: str, scheme: str) -> Mapping[str, str]:
        """Always `Bearer`, also where a gateway's other wires want another word."""
        del scheme
        return {"authorization": f"Bearer {key}"}

    def own_headers(self, trace_id: str) -> Mapping[str, str]:
        """The version of the API."""
        del trace_id
        return {"x-runway-version": API_VERSION}

    def path(self, endpoint: str, connection: Connection) -> str:
        """`/v1/image_to_video`, or the same below /runwayml at a gateway."""
        return paths.operation(endpoint, connection)

    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """Create a task. Nothing de-duplicates a second one, so only a definite 429 may be sent again.

        Raises:
            OutcomeUnknown: The answer is no verdict: it may have been accepted.
        """
        reply = yield Call(
            purpose="submit", method="POST", path=self.path(endpoint, connection), json=dict(body), timeout_seconds=120
        )
        found = task_id(reply.json) if reply.ok else ""
        if found:
            return self._ticket(found, endpoint, reply, connection)
        return refusals.refused(reply, connection, _labels(endpoint))

    def status(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Look once."""
        reply = yield Call(purpose="status", method="GET", path=ticket.paths["status"])
        return replies.status(reply, connection)

    def cancel(self, ticket: Ticket, connection: Connection) -> Steps[CancelAnswer]:
        """Delete the task, unless it has already made its clip: deleting that would lose it."""
        return (yield from cancelled(ticket, connection))

    def cancel_means(self, connection: Connection) -> str:
        """Runway's rule for refunds."""
        return means(connection)

    def fitted(self, picture: Picture, connection: Connection) -> Picture:
        """At a gateway, which mostly has no uploads, a copy that fits into the body; `note` says which way it goes."""
        return pictures.fitted(picture, connection)

    def embeds(self, picture: Picture, connection: Connection) -> bool:
        """As a data URI where that is short enough, and always at a gateway."""
        return pictures.embeds(picture, connection)

    def upload(self, picture: Picture, connection: Connection) -> Generator[Call, Reply, str]:
        """Through Runway's own uploads; the `runway://` address, which is good for a day."""
        return (yield from pictures.uploaded(picture, connection))

    def account(self, connection: Connection) -> Steps[str]:
        """Credits and tier, at Runway's own host."""
        return (yield from account.left(connection))

    def ticket(self, endpoint: str, request_id: str, connection: Connection) -> Ticket:
        """By the task's own path."""
        if not paths.is_task_id(request_id):
            raise InvalidRequest(f"{request_id[:80]!r} is no id of a Runway task. Nothing was changed.")
        path = paths.task(request_id, connection)
        return Ticket(request_id, endpoint, {"status": path, "result": path, "cancel": path})

    def look_up(self, connection: Connection, endpoint: str) -> str:
        """Runway has no list of tasks, so only its console can tell."""
        del endpoint
        if not connection.official:
            return f"Runway's wire cannot list tasks. Look in the log of {connection.name} for the time of the request."
        return (
            "Runway's API cannot list tasks. Look at dev.runwayml.com under Usage whether credits went at the time of "
            "the request."
        )

    def _ticket(self, found: str, endpoint: str, reply: Reply, connection: Connection) -> Ticket:
        task = read_task(reply.json)
        note = replies.queued(task) if task.stage in {"queued", "throttled", "unknown"} else Queued()
        return replace(self.ticket(endpoint, found, connection), queued=note)


def _labels(endpoint_id: str) -> refusals.LabelOf:
    try:
        fields = find_endpoint(endpoint_id).fields
    except InvalidRequest:
        fields = ()
    known = {field.name: field.label for field in fields}
    return lambda name: known.get(name, name)


PROTOCOL = RunwayProtocol()
