"""fal's queue: submit, status, result, cancel, upload (fal.ai/docs/api-reference/inference-api, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, OutOfCredit, Refused
from vidwidgets.providers.fal import errors, listing, paths, replies
from vidwidgets.providers.find import known
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture
from vidwidgets.wire.origin import is_loopback, is_private, origin
from vidwidgets.wire.protocol import (
    CancelAnswer,
    Listed,
    Pace,
    Protocol,
    Refusal,
    Seen,
    Steps,
    Ticket,
)
from vidwidgets.wire.redirect import MOVED, NO_ANSWER, moved_words
from vidwidgets.wire.reply import Reply, text_at
from vidwidgets.wire.states import Queued, Running

_TOO_MANY, _SERVER = 429, 500
_KEY = {401, 403}
_NOT_HERE = {404, 405}
_KEY_HINT = "Its key was not accepted there. "


class FalProtocol(Protocol):
    """The queue at fal's own host, behind a gateway, and in the sandbox."""

    name = "fal"
    label = "fal"
    pace = Pace(first_seconds=1.0, longest_seconds=5.0, near_end_seconds=0.5)

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
        error = errors.refusal(reply, endpoint, connection, label_of=_labels(endpoint))
        if reply.status == _TOO_MANY and not isinstance(error, OutOfCredit):
            error = Refused(
                f"{connection.name} takes no more requests just now (429). {errors.NOTHING_MADE}", code="429"
            )
            return Refusal(error, again=True, retry_after_seconds=reply.retry_after_seconds)
        if reply.status in MOVED:
            return Refusal(_moved(reply, connection))
        if reply.status in NO_ANSWER or (reply.status >= _SERVER and not errors.is_verdict(reply)):
            raise OutcomeUnknown(
                f"The submit was answered with {reply.status} and no verdict: it may have been accepted and charged. "
                "It is not sent again by itself.",
                code=str(reply.status),
            )
        return Refusal(error)

    def status(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Ask where it stands; where the path is not known, ask at the other places it may be."""
        own = _paths(ticket)
        first = yield _status_call(own["status"])
        if not _is_absent(first):
            return replies.status(first)
        others = paths.alternatives(ticket.endpoint, ticket.request_id, connection)
        for other in others:
            if other["status"] != own["status"]:
                reply = yield _status_call(other["status"])
                if not _is_nowhere(reply):
                    return replies.status(reply)
        if not connection.official:
            # gateways that document no status: their result says "not yet" (facts/fal.md §5, read 2026-11-21)
            for path in dict.fromkeys((own["result"], *(other["result"] for other in others))):
                reply = yield Call(purpose="status", method="GET", path=path)
                if errors.in_progress(reply):
                    return Running()
                if not _is_nowhere(reply):
                    return replies.result(reply, label_of=_labels(ticket.endpoint))
        return replies.status(first)

    def result(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Fetch what it made, or how it failed: a refused input shows only here."""
        own = _paths(ticket)
        reply = yield Call(purpose="result", method="GET", path=own["result"])
        if _is_absent(reply):
            for other in paths.alternatives(ticket.endpoint, ticket.request_id, connection):
                if other["result"] != own["result"]:
                    found = yield Call(purpose="result", method="GET", path=other["result"])
                    if not _is_nowhere(found):
                        reply = found
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
        own = _paths(ticket)
        reply = yield Call(purpose="cancel", method="PUT", path=own["cancel"])
        if _is_absent(reply) and not text_at(reply.json, "status"):
            for other in paths.alternatives(ticket.endpoint, ticket.request_id, connection):
                if other["cancel"] != own["cancel"]:
                    found = yield Call(purpose="cancel", method="PUT", path=other["cancel"])
                    if not _is_nowhere(found):
                        reply = found
                        break
        return replies.cancelled(reply, connection.name)

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
        reply = yield Call(
            purpose="upload",
            method="POST",
            service="storage",
            path="/storage/upload/initiate",
            query={"storage_type": "fal-cdn-v3"},
            json={"file_name": picture.file_name, "content_type": picture.content_type},
        )
        if not reply.ok:
            raise Refused(
                f"fal's storage did not take {picture.name} ({reply.status}). "
                f"{_KEY_HINT if reply.status in _KEY else ''}No clip was asked for."
            )
        place, file_url = text_at(reply.json, "upload_url"), text_at(reply.json, "file_url")
        if not (_is_usable(place, connection) and _is_usable(file_url, connection)):
            raise Refused(f"fal's storage named no usable place for {picture.name}. No clip was asked for.")
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

    def ticket(self, endpoint: str, request_id: str, connection: Connection) -> Ticket:
        """By the paths that are built from owner, app and id."""
        del connection
        if not paths.is_request_id(request_id):
            raise InvalidRequest(f"{request_id[:80]!r} is no request id of fal. Nothing was changed.")
        return Ticket(request_id, endpoint, paths.built(endpoint, request_id))

    def lists(self, connection: Connection) -> bool:
        """At fal's own host, whose platform API takes the same key."""
        return listing.SERVICE in connection.services

    def listed(self, endpoint: str, connection: Connection, *, since: float) -> Steps[tuple[Listed, ...] | None]:
        """Fal's own host lists an account's requests; gateways do not."""
        return (yield from listing.listed(endpoint, connection, since=since))

    def look_up(self, connection: Connection, endpoint: str) -> str:
        """The dashboard of fal lists an endpoint's requests."""
        if not connection.official:
            return f"Look in the log of {connection.name}."
        return f"Look for it in fal's dashboard under the requests of {endpoint}."

    def _ticket(self, endpoint: str, reply: Reply, connection: Connection) -> Ticket:
        answer = reply.json
        request_id = text_at(answer, "request_id")
        if not paths.is_request_id(request_id):
            request_id = paths.id_in(answer, connection)
        if not request_id:
            words = errors.said(answer)
            because = f" ({words})" if words else ""
            raise OutcomeUnknown(
                f"The submit was answered with {reply.status} and no request id{because}: it may have been accepted "
                "and charged, but cannot be followed. It is not sent again by itself."
            )
        seen = replies.status(reply)
        return Ticket(
            request_id,
            endpoint,
            paths.returned(answer, endpoint, request_id, connection),
            seen if isinstance(seen, Queued) else None,
        )


def _paths(ticket: Ticket) -> Mapping[str, str]:
    """The ticket's paths; what is not in it, as in an old journal, is built."""
    return {**paths.built(ticket.endpoint, ticket.request_id), **ticket.paths}


def _is_absent(reply: Reply) -> bool:
    """Whether nothing is at this path: some gateways answer a path that they do not have with their home page."""
    return (reply.status in _NOT_HERE and not errors.is_verdict(reply)) or (reply.ok and reply.is_html)


def _is_nowhere(reply: Reply) -> bool:
    """Whether a guessed path leads to nothing that concerns the request."""
    return _is_absent(reply) or (reply.status in _KEY and not errors.is_verdict(reply))


def _moved(reply: Reply, connection: Connection) -> Refused:
    return Refused(f"{moved_words(reply, connection.name)} {errors.NOTHING_MADE}", code=str(reply.status))


def _is_usable(url: str, connection: Connection) -> bool:
    """Whether storage may name this place: encrypted and public, or this machine's for a provider on it."""
    found = origin(url)
    if found is None or is_private(url):
        return is_loopback(url) and is_loopback(connection.base_url)
    return found[0] == "https"


def _status_call(path: str) -> Call:
    return Call(purpose="status", method="GET", path=path, query={"logs": "1"})


def _labels(endpoint_id: str) -> errors.LabelOf:
    asked_of = known(endpoint_id)
    labels = {field.name: field.label for field in asked_of.fields} if asked_of else {}
    return lambda name: labels.get(name, name)


PROTOCOL = FalProtocol()
