"""fal's queue: submit, status, result, cancel, upload (fal.ai/docs/api-reference/inference-api, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import OutcomeUnknown, Refused
from vidwidgets.providers.fal import errors, paths, replies
from vidwidgets.providers.find import endpoints
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture
from vidwidgets.wire.protocol import (
    CancelAnswer,
    Missing,
    Pace,
    Protocol,
    Refusal,
    Seen,
    Steps,
    Ticket,
)
from vidwidgets.wire.reply import Reply, text_at
from vidwidgets.wire.states import Queued

_TOO_MANY, _SERVER, _TIMEOUT, _NOT_HERE = 429, 500, 408, {404, 405}
_ACCEPTED, _BAD_REQUEST = 202, 400


class FalProtocol(Protocol):
    """The queue at fal's own host, behind a gateway, and in the sandbox."""

    name = "fal"
    label = "fal"
    pace = Pace(first_seconds=1.0, longest_seconds=5.0)

    def key_headers(self, key: str, scheme: str) -> Mapping[str, str]:
        """`Authorization: Key …` at fal, `Bearer …` at most gateways."""
        return {"authorization": f"{scheme} {key}"}

    def path(self, endpoint: str, connection: Connection) -> str:
        """The full id."""
        del connection
        return f"/{endpoint.strip('/')}"

    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """Post the bare body; the answer must name a request id.

        Raises:
            OutcomeUnknown: The answer is no verdict: it may have been accepted.
        """
        # 120 s as fal's own client waits (fal-client 1.0.3, read 2026-11-21)
        reply = yield Call(
            purpose="submit", method="POST", path=self.path(endpoint, connection), json=dict(body), timeout_seconds=120
        )
        if reply.ok:
            return self._ticket(endpoint, reply, connection)
        if reply.status == _TOO_MANY:
            error = Refused("fal takes no more requests just now (429). Nothing was made or charged.", code="429")
            return Refusal(error, again=True, retry_after_seconds=reply.retry_after_seconds)
        if (reply.status >= _SERVER and not errors.explains_itself(reply)) or reply.status == _TIMEOUT:
            raise OutcomeUnknown(
                f"The submit was answered with {reply.status} and no verdict: it may have been accepted and charged. "
                "It is not sent again by itself.",
                code=str(reply.status),
            )
        return Refusal(
            errors.refusal(reply, key_name=connection.key_env or connection.name, label_of=_labels(endpoint))
        )

    def status(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Ask where it stands; where the path is not known, ask at the other places it may be."""
        reply = yield _status_call(ticket.paths["status"])
        if reply.status in _NOT_HERE:
            for other in paths.alternatives(ticket.endpoint, ticket.request_id, connection):
                if other["status"] == ticket.paths["status"]:
                    continue
                reply = yield _status_call(other["status"])
                if reply.status not in _NOT_HERE:
                    break
            else:
                return Missing(f"{self.label} does not know the request {ticket.request_id} (404).")
        return replies.status(reply)

    def result(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Fetch what it made, or how it failed: a refused input shows only here."""
        reply = yield Call(purpose="result", method="GET", path=ticket.paths["result"])
        if reply.status in _NOT_HERE and not errors.explains_itself(reply):
            for other in paths.alternatives(ticket.endpoint, ticket.request_id, connection):
                if other["result"] != ticket.paths["result"]:
                    reply = yield Call(purpose="result", method="GET", path=other["result"])
                    if reply.ok:
                        break
        return replies.result(reply, label_of=_labels(ticket.endpoint))

    def events(self, ticket: Ticket, connection: Connection) -> Call | None:
        """The status stream, where the host is fal's own (or the sandbox): gateways do not offer it."""
        if not connection.official:
            return None
        return Call(
            purpose="events",
            method="GET",
            path=f"{ticket.paths['status']}/stream",
            query={"logs": "1"},
            headers={"accept": "text/event-stream"},
        )

    def read_event(self, data: str) -> Seen:
        """An event carries the same object as the status."""
        return replies.status(Reply(200, data.encode()))

    def cancel(self, ticket: Ticket, connection: Connection) -> Steps[CancelAnswer]:
        """Ask for cancellation: certain in the queue, only a signal once it runs."""
        del connection
        reply = yield Call(purpose="cancel", method="PUT", path=ticket.paths["cancel"])
        said = text_at(reply.json, "status")
        if said == "ALREADY_COMPLETED" or reply.status == _BAD_REQUEST:
            return CancelAnswer(False, "It had already ended: there is nothing left to cancel, and it may be charged.")
        if said == "NOT_FOUND" or reply.status in _NOT_HERE:
            return CancelAnswer(False, f"{self.label} offers no cancellation for it: it goes on and may be charged.")
        if reply.ok and reply.status != _ACCEPTED and said in {"OK", "CANCELLED", "CANCELED", ""}:
            return CancelAnswer(True, "It was taken out of the queue before it ran: it is not charged.")
        if reply.ok:
            return CancelAnswer(
                False, "Cancellation is asked for. If it already runs, the model may finish it and it is charged."
            )
        return CancelAnswer(False, f"The cancellation was answered with {reply.status}: it may go on and be charged.")

    def cancel_means(self, connection: Connection) -> str:
        """The rule of fal, and what a gateway makes of it."""
        if connection.is_sandbox:
            return "Nothing is charged in the sandbox."
        means = "In the queue, cancelling is free. Once it runs, it is only a request: Veo and Kling mostly finish"
        if connection.official:
            return f"{means}, and a finished clip is charged."
        return f"{means}, and {connection.name} decides what it charges."

    def embeds(self, picture: Picture, connection: Connection) -> bool:
        """Behind a gateway a picture goes as a data URI: fal's storage takes only fal's own keys."""
        del picture
        return "storage" not in connection.services

    def upload(self, picture: Picture, connection: Connection) -> Steps[str]:
        """Ask for a place, put the bytes there without any key; the public URL."""
        del connection
        reply = yield Call(
            purpose="upload",
            method="POST",
            service="storage",
            path="/storage/upload/initiate",
            query={"storage_type": "fal-cdn-v3"},
            json={"file_name": picture.name, "content_type": picture.content_type},
        )
        place, file_url = text_at(reply.json, "upload_url"), text_at(reply.json, "file_url")
        if not (reply.ok and place and file_url):
            raise Refused(f"fal's storage did not take {picture.name} ({reply.status}). No clip was asked for.")
        stored = yield Call(
            purpose="upload",
            method="PUT",
            url=place,
            content=picture.content,
            headers={"content-type": picture.content_type},
            timeout_seconds=120,
        )
        if not stored.ok:
            raise Refused(
                f"fal's storage broke off while taking {picture.name} ({stored.status}). No clip was asked for."
            )
        return file_url

    def look_up(self, connection: Connection, endpoint: str) -> str:
        """The dashboard of fal lists an endpoint's requests."""
        if not connection.official:
            return f"Look in the log of {connection.name}, and give the id to vw.job(…)."
        return f"Look for it in fal's dashboard under the requests of {endpoint}, and give its id to vw.job(…)."

    def _ticket(self, endpoint: str, reply: Reply, connection: Connection) -> Ticket:
        answer = reply.json
        request_id = text_at(answer, "request_id")
        if not paths.is_request_id(request_id):
            raise OutcomeUnknown(
                f"The submit was answered with {reply.status} and no request id: it may have been accepted and "
                "charged, but cannot be followed. It is not sent again by itself."
            )
        seen = replies.status(reply)
        return Ticket(
            request_id,
            endpoint,
            paths.returned(answer, endpoint, request_id, connection),
            seen if isinstance(seen, Queued) else None,
        )


def _status_call(path: str) -> Call:
    return Call(purpose="status", method="GET", path=path, query={"logs": "1"})


def _labels(endpoint_id: str) -> errors.LabelOf:
    known = {
        field.name: field.label for endpoint in endpoints() if endpoint.id == endpoint_id for field in endpoint.fields
    }
    return lambda name: known.get(name, name)


PROTOCOL = FalProtocol()
