"""fal's errors: what they are, and what they mean for the bill.

Two shapes (fal.ai/docs/documentation/model-apis/errors and …/request-errors, read 2026-11-21): the model's, a list
under `detail` whose entries name the field; and the infrastructure's, a text under `detail` with an `error_type`. What
to say is chosen by the type, never by the text; `input`, which may echo a whole picture, is never shown. Gateways add
their own (`{"error": {"message": …}}`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, JobFailed, Moderated, OutOfCredit, Refused, VidwidgetsError
from vidwidgets.providers.fal.sentences import (
    CANCELLED,
    DOCUMENTED,
    MODERATION,
    RUN_FAILURES,
    of_a_field,
    of_the_whole,
    shown,
)
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.reply import Reply, take, text_at

__all__ = ["CANCELLED", "MODERATION", "LabelOf", "explained", "failed", "in_progress", "is_verdict", "refusal", "said"]

IN_PROGRESS = "still in progress"
MAY_BE_CHARGED = "fal may still charge for a request that a runner worked on."
NOT_CHARGED = "fal does not charge for this."
NOTHING_MADE = "Nothing was made or charged."
ANEW = "Sending it again is a new request."
_CLIENT, _SERVER = 400, 500
_UNAUTHORIZED, _PAYMENT, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE, _TOO_MANY = 401, 402, 403, 404, 413, 429
_ABOUT_THE_LOOK = frozenset({401, 403, 404, 405, 408, 425, 429})
"""Statuses that say something of the key, the path or the pace of a question, and nothing of the job."""
_MAY_SAY_NO_CREDIT = {_PAYMENT, _FORBIDDEN, _TOO_MANY}
_NO_CREDIT = re.compile(
    r"\bbalance\b|insufficient[\W_]+(?:[^\W_]+[\W_]+)?(?:quota|credit|fund)|余额|额度不足", re.IGNORECASE
)
_SENTENCES = 5

LabelOf = Callable[[str], str]
"""From a wire name to the form's word for it."""


def error_type(reply: Reply) -> str:
    """The reply's own type of error; empty where it names none."""
    body = reply.json
    return (
        next((kind for entry in _entries(body) if (kind := text_at(entry, "type"))), "")
        or text_at(body, "error_type")
        or text_at(body, "type")
        or reply.headers.get("x-fal-error-type", "")
    )


def said(body: object) -> str:
    """The text of an error in any of the shapes that fal and gateways have; empty where there is none."""
    places = (("detail",), ("error", "message"), ("error",), ("message",), ("msg",))
    return next((text for steps in places if (text := shown(text_at(body, *steps)))), "")


def is_verdict(reply: Reply) -> bool:
    """Whether an error reply is fal's own word on the request, rather than something between us and fal.

    Only a type that fal documents makes one of a 5xx: an error page of a proxy may be JSON too.
    """
    if reply.status < _CLIENT:
        return False
    if _entries(reply.json):
        return True
    if reply.status in _ABOUT_THE_LOOK:
        return False
    known = error_type(reply) in DOCUMENTED
    return known if reply.status >= _SERVER else known or bool(said(reply.json))


def in_progress(reply: Reply) -> bool:
    """Whether it is the result's way of saying "not yet", whatever its status code."""
    return IN_PROGRESS in text_at(reply.json, "detail").lower()


def refusal(reply: Reply, endpoint: str, connection: Connection, *, label_of: LabelOf) -> VidwidgetsError:
    """Why a submit was refused: nothing was made."""
    name = connection.name
    words, code = said(reply.json), error_type(reply) or str(reply.status)
    because = f"{reply.status}: {words}" if words else str(reply.status)
    if reply.status == _PAYMENT or (reply.status in _MAY_SAY_NO_CREDIT and _NO_CREDIT.search(words)):
        where = "at fal.ai/dashboard/billing" if connection.official else f"at {name}"
        return OutOfCredit(
            f"{name} refused it because the account's balance is used up ({reply.status}). Top it up {where}, then "
            f"send it again. {NOTHING_MADE}",
            code="exhausted_balance",
        )
    if _entries(reply.json):
        return explained(reply, label_of=label_of, made=False)
    if reply.is_html:
        return Refused(
            f"A web page came with {reply.status} where {name} belongs: check the connection's base URL, and whether a "
            f"proxy or a login stands in between. {NOTHING_MADE}",
            code=code,
        )
    if reply.status in {_UNAUTHORIZED, _FORBIDDEN}:
        return Refused(
            f"The key in {connection.key_env or name} was refused ({because}): check that it is whole, active and "
            f"meant for {name}. {NOTHING_MADE}",
            code=code,
        )
    hint = {
        _NOT_FOUND: f" Check that {name} offers {endpoint}, and the connection's base URL.",
        _TOO_LARGE: " The request is too large for it: give the picture as a URL, or a smaller one.",
    }.get(reply.status, "")
    reason = of_the_whole(code)
    told = f". {reason}." if reason else f" ({because})."
    return Refused(f"{name} refused the request{told}{hint} {NOTHING_MADE}", code=code)


def explained(reply: Reply, *, label_of: LabelOf, made: bool = True) -> VidwidgetsError:
    """A job's failure, or a refusal at the door (`made=False`), from its reply."""
    body, code = reply.json, error_type(reply)
    entries = _entries(body)
    if entries:
        return _of_entries(entries, label_of, made=made, server=reply.status >= _SERVER)
    words = said(body)
    if reply.status == _PAYMENT:
        return OutOfCredit(f"It ended because the account's balance is used up. {NOTHING_MADE}", code=code)
    reason = of_the_whole(code) or words or f"fal answered {reply.status}"
    if code in MODERATION:
        return _moderated(code)
    server = reply.status >= _SERVER
    return JobFailed(
        f"fal did not finish it: {_inside(reason)}. {NOT_CHARGED if server else MAY_BE_CHARGED} {ANEW}",
        spent="no" if server else "maybe",
        code=code or str(reply.status),
    )


def failed(message: str, code: str) -> VidwidgetsError:
    """A failure that came as a status rather than a reply."""
    if code in MODERATION:
        return _moderated(code)
    reason = of_the_whole(code) or shown(message) or "it gave no reason"
    return JobFailed(f"fal did not finish it: {_inside(reason)}. {MAY_BE_CHARGED} {ANEW}", code=code)


def _moderated(code: str) -> Moderated:
    reason = of_the_whole(code) or "It was held back by the content policy"
    return Moderated(
        f"{reason}. Change the image or the prompt. No clip was made. {MAY_BE_CHARGED}",
        code=code,
    )


def _of_entries(entries: list[Mapping[str, Any]], label_of: LabelOf, *, made: bool, server: bool) -> VidwidgetsError:
    kinds = [text_at(entry, "type") for entry in entries]
    fields = tuple(dict.fromkeys(name for entry in entries if (name := _field_of(entry))))
    sentences = " ".join(dict.fromkeys(_sentence(entry, label_of) for entry in entries[:_SENTENCES]))
    charge = NOT_CHARGED if server else MAY_BE_CHARGED
    bill = charge if made else NOTHING_MADE
    moderated = next((kind for kind in kinds if kind in MODERATION), None)
    if moderated is not None:
        clip = "No clip was made. " if made else ""
        return Moderated(
            f"{sentences} Change the image or the prompt. {clip}{bill}",
            fields=fields,
            code=moderated,
            spent="maybe" if made and not server else "no",
        )
    if not made:
        kind_of_error = Refused if server else InvalidRequest
        return kind_of_error(f"{sentences} {bill}", fields=fields, code=kinds[0])
    if kinds[0] in RUN_FAILURES:
        what, sentences, bill = "did not finish it", _inside(sentences), f"{bill} {ANEW}"
    else:
        what = "did not take it"
    return JobFailed(f"fal {what}: {sentences} {bill}", fields=fields, code=kinds[0], spent="no" if server else "maybe")


def _entries(body: object) -> list[Mapping[str, Any]]:
    found = take(body, "detail")
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def _field_of(entry: object) -> str:
    steps = take(entry, "loc")
    names = [step for step in steps if isinstance(step, str) and step != "body"] if isinstance(steps, list) else []
    return shown(names[0]) if names else ""


def _sentence(entry: object, label_of: LabelOf) -> str:
    name = _field_of(entry)
    label = label_of(name) if name else "The request"
    return f"{of_a_field(text_at(entry, 'type'), label, take(entry, 'ctx'), text_at(entry, 'msg'))}."


def _inside(sentence: str) -> str:
    """The sentence as part of another one."""
    first = sentence.split(maxsplit=1)[0]
    return sentence[0].lower() + sentence[1:] if first in {"It", "No", "The"} else sentence
