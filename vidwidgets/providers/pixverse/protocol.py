"""PixVerse's platform API: upload, generate, result, balance (docs.platform.pixverse.ai, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, Refused
from vidwidgets.providers.pixverse import errors, replies
from vidwidgets.providers.pixverse.envelope import OK, Envelope, id_text, is_id, opened
from vidwidgets.providers.pixverse.findings import findings
from vidwidgets.providers.pixverse.uploading import uploaded
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.picture import Picture
from vidwidgets.wire.protocol import CancelAnswer, Output, Pace, Protocol, Refusal, Seen, Steps, Ticket
from vidwidgets.wire.redirect import MOVED, NO_ANSWER, moved_words
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued

PATHS = {
    "pixverse/image-to-video": "/openapi/v2/video/img/generate",
    "pixverse/text-to-video": "/openapi/v2/video/text/generate",
}
RESULT = "/openapi/v2/video/result"
BALANCE = "/openapi/v2/account/balance"
CONSOLES = {"app-api.pixverseai.cn": "platform.pai.video", "app-api.pixverse.ai": "platform.pixverse.ai"}
_TOO_MANY, _SERVER, _KEY_REFUSED = 429, 500, {401, 403}


class PixVerseProtocol(Protocol):
    """PixVerse's own hosts, gateways that keep its paths, and the sandbox."""

    name = "pixverse"
    label = "PixVerse"
    # first look at some 5 s, then every 5 to 10 s (its own client and CLI ask every 2 to 10 s; read 2026-11-21)
    pace = Pace(first_seconds=5.0, longest_seconds=10.0)

    def key_headers(self, key: str, scheme: str) -> Mapping[str, str]:
        """`API-KEY`, everywhere."""
        del scheme
        return {"API-KEY": key}

    def own_headers(self, trace_id: str) -> Mapping[str, str]:
        """`Ai-trace-id`, new for each request: with an old one a clip stays at "generating" for ever."""
        return {"Ai-trace-id": trace_id}

    def path(self, endpoint: str, connection: Connection) -> str:
        """The path of an endpoint's generation.

        Raises:
            InvalidRequest: PixVerse has no such endpoint here.
        """
        del connection
        if endpoint not in PATHS:
            raise InvalidRequest(f"PixVerse's wire has no {endpoint!r} here: it has {', '.join(PATHS)}.")
        return PATHS[endpoint]

    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """Post the body; the answer must hold a video id.

        Raises:
            OutcomeUnknown: The answer is no verdict of PixVerse: it may have been accepted.
        """
        reply = yield Call(
            purpose="submit", method="POST", path=self.path(endpoint, connection), json=dict(body), timeout_seconds=60
        )
        found = opened(reply)
        if found is None:
            return _without_verdict(reply, connection)
        if found.code == OK:
            return _ticket(endpoint, found)
        return _refusal(endpoint, body, found, reply, connection)

    def status(self, ticket: Ticket, connection: Connection) -> Steps[Seen]:
        """Look once; the answer is the result as soon as there is one."""
        reply = yield Call(purpose="status", method="GET", path=_result_path(ticket.request_id))
        seen = replies.seen(reply)
        if connection.is_sandbox and isinstance(seen, Output):
            return replace(seen, cost=None)  # its credits are play money
        return seen

    def cancel(self, ticket: Ticket, connection: Connection) -> Steps[CancelAnswer]:
        """PixVerse has no cancellation: nothing is asked."""
        yield from ()
        return CancelAnswer(
            False,
            f"PixVerse offers no cancellation: clip {ticket.request_id} goes on. {self._bill(connection)}",
        )

    def cancel_means(self, connection: Connection) -> str:
        """That it means nothing once the request was accepted."""
        return f"PixVerse offers no cancellation: once accepted, the clip is made. {self._bill(connection)}"

    def embeds(self, picture: Picture, connection: Connection) -> bool:
        """Never: the body has room for ids only."""
        del picture, connection
        return False

    def takes_url(self, picture: Picture, connection: Connection) -> bool:
        """Never: a public URL is handed to the upload, which gives an id for it."""
        del picture, connection
        return False

    def remembers_uploads(self, connection: Connection) -> bool:
        """An id stays valid; one that does not is refused unpaid, and the picture goes up again."""
        del connection
        return True

    def upload(self, picture: Picture, connection: Connection) -> Steps[int]:
        """Upload the file, or let PixVerse fetch the URL; the picture's id.

        Raises:
            VidwidgetsError: It was not taken; no clip was asked for.
        """
        return (yield from uploaded(picture, key_name=_key_name(connection)))

    def account(self, connection: Connection) -> Steps[str]:
        """The account's credits.

        Raises:
            Refused: The key was refused.
        """
        reply = yield Call(purpose="account", method="GET", path=BALANCE)
        found = opened(reply)
        if (found is None and reply.status in _KEY_REFUSED) or (found is not None and found.code in errors.AUTH):
            raise Refused(f"PixVerse refused the key in {_key_name(connection)}.", code=str(reply.status))
        return replies.balance(found.resp) if found is not None and found.code == OK else ""

    def ticket(self, endpoint: str, request_id: str, connection: Connection) -> Ticket:
        """By the result's path."""
        del connection
        return Ticket(request_id, endpoint, {"status": _result_path(request_id)})

    def look_up(self, connection: Connection, endpoint: str) -> str:
        """PixVerse cannot list requests; a person can."""
        del endpoint
        host = connection.base_url.partition("://")[2].partition("/")[0]
        place = f"its console ({CONSOLES[host]})" if host in CONSOLES else f"the log of {connection.name}"
        return (
            f"PixVerse cannot list its requests to us: look in {place} for a clip with this prompt, and at the "
            "credits used."
        )

    def _bill(self, connection: Connection) -> str:
        if connection.is_sandbox:
            return "Nothing is charged in the sandbox."
        return "It is charged; credits come back only where the content rules stop it."


def _result_path(video_id: str) -> str:
    if not is_id(video_id):
        raise InvalidRequest(f"{video_id!r} is no id of a PixVerse clip: those are whole numbers.")
    return f"{RESULT}/{video_id}"


def _ticket(endpoint: str, found: Envelope) -> Ticket:
    video_id = id_text(found.resp.get("video_id"))
    if not video_id:
        raise OutcomeUnknown(
            "PixVerse took the request and gave no usable id for the clip: it is probably being made and charged, but "
            "cannot be followed. It is not sent again by itself."
        )
    charge = replies.cost(found.resp)
    note = f"PixVerse charges {charge} for it" if charge else ""
    return Ticket(video_id, endpoint, {"status": _result_path(video_id)}, Queued(note=note) if note else None)


def _refusal(endpoint: str, body: Mapping[str, Any], found: Envelope, reply: Reply, connection: Connection) -> Refusal:
    said = findings(endpoint, body) if found.code == errors.INVALID_PARAMETER else ""
    error = errors.refusal(found, key_name=_key_name(connection), findings=said)
    if found.code in errors.AGAIN_SECONDS:
        wait = reply.retry_after_seconds
        return Refusal(
            error,
            again=True,
            retry_after_seconds=errors.AGAIN_SECONDS[found.code] if wait is None else wait,
            most_again=1 if found.code in errors.ONCE else None,
        )
    return Refusal(error, stale_uploads=found.code == errors.STALE_IMAGE)


def _without_verdict(reply: Reply, connection: Connection) -> Refusal:
    """What a reply that is not PixVerse's own means: something between us and it answered."""
    code = str(reply.status)
    if reply.status == _TOO_MANY:
        error = Refused(f"{connection.name} takes no more requests just now ({code}). {errors.FREE}", code=code)
        return Refusal(error, again=True, retry_after_seconds=reply.retry_after_seconds)
    if reply.status in MOVED:
        return Refusal(Refused(f"{moved_words(reply, connection.name)} {errors.FREE}", code=code))
    if reply.ok or reply.status >= _SERVER or reply.status in NO_ANSWER:
        raise OutcomeUnknown(
            f"The submit was answered with {code} and no verdict of PixVerse: it may have been accepted and charged. "
            "It is not sent again by itself.",
            code=code,
        )
    if reply.status in _KEY_REFUSED:
        said = f"The key in {_key_name(connection)} was refused ({code}): check that it is whole and for this host."
        return Refusal(Refused(f"{said} {errors.FREE}", code=code))
    return Refusal(
        Refused(
            f"{connection.name} refused the request with {code} and did not pass it on: check that its base URL leads "
            f"to PixVerse's wire. {errors.FREE}",
            code=code,
        )
    )


def _key_name(connection: Connection) -> str:
    return connection.key_env or connection.name


PROTOCOL = PixVerseProtocol()
