"""Replies to a submit that are no acceptance (docs.dev.runwayml.com errors/errors, read 2026-11-21)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, OutOfCredit, Refused, VidwidgetsError
from vidwidgets.providers.runway.task import gateway_error
from vidwidgets.providers.runway.words import shown, who
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Refusal
from vidwidgets.wire.redirect import MOVED, NO_ANSWER, moved_words
from vidwidgets.wire.reply import Reply, take, text_at

UNSENT = "Nothing was made or charged."
UNCLEAR = "it may have been accepted and charged. It is not sent again by itself."
MOST_ISSUES = 5
_TOO_MANY, _SERVER, _PAYMENT = 429, 500, 402
_KEY = {401, 403}
# new-api's word for an empty purse is insufficient_user_quota
_EMPTY = re.compile(
    r"not (have )?enough credits|insufficient[ _](credit|balance|fund|quota|user_quota)|out of credits"
    r"|balance (is )?(exhausted|too low|insufficient|not enough|used up)|余额|额度不足",
    re.IGNORECASE,
)
_DAILY = re.compile(r"\bdaily\b|24[ -]?h|per day|quota", re.IGNORECASE)
_NO_VERDICT = re.compile(r"time(d)?[ -_]?out|deadline exceeded|connection reset", re.IGNORECASE)
_NAMED = re.compile(r"'(\w+)'")

LabelOf = Callable[[str], str]
"""From a wire name to the form's word for it."""


def refused(reply: Reply, connection: Connection, label_of: LabelOf) -> Refusal:
    """What a reply that holds no task's id means.

    Raises:
        OutcomeUnknown: It is no verdict: the request may have been accepted.
    """
    name, said = who(connection), _said(reply)
    if not reply.ok and (_EMPTY.search(said) or reply.status == _PAYMENT):
        return Refusal(_out_of_credit(name, said))
    if reply.ok:
        return _refused_in_a_success(reply, connection)
    if reply.status in MOVED:
        return Refusal(Refused(f"{moved_words(reply, name)} {UNSENT}", code=str(reply.status)))
    if reply.status >= _SERVER or reply.status in NO_ANSWER:
        raise OutcomeUnknown(
            f"{name} answered the request with {reply.status} and no verdict: {UNCLEAR}", code=str(reply.status)
        )
    if reply.status == _TOO_MANY:
        return _too_many(reply, name, said)
    return Refusal(_error(reply, connection, said, label_of))


def _refused_in_a_success(reply: Reply, connection: Connection) -> Refusal:
    """A 2xx without an id: a gateway's error, or nothing that could be understood."""
    name = who(connection)
    wrong = gateway_error(reply.json)
    if wrong is not None and _EMPTY.search(wrong):
        return Refusal(_out_of_credit(name, wrong))
    if wrong is not None and not _NO_VERDICT.search(wrong):
        code = take(reply.json, "code")
        return Refusal(Refused(f"{name} refused it: {shown(wrong)}. {UNSENT}", code=str(code or "")))
    if reply.is_html:
        raise OutcomeUnknown(
            f"{name} answered the request with a web page: check the connection's base URL, which mostly leads to a "
            f"console then. If it is right, {UNCLEAR}"
        )
    why = f" ({shown(wrong)})" if wrong else ""
    raise OutcomeUnknown(
        f"{name} answered the request with {reply.status} and no task's id{why}: {UNCLEAR} Without an id it cannot be "
        "followed."
    )


def _too_many(reply: Reply, name: str, said: str) -> Refusal:
    if _DAILY.search(said):
        return Refusal(
            Refused(
                f"{name} takes no more of this model today: the plan's number of generations in 24 hours is used up "
                f"({shown(said)}). Wait, or take another model. {UNSENT}",
                code="429",
            )
        )
    error = Refused(f"{name} takes no more requests just now (429). {UNSENT}", code="429")
    return Refusal(error, again=True, retry_after_seconds=reply.retry_after_seconds)


def _error(reply: Reply, connection: Connection, said: str, label_of: LabelOf) -> VidwidgetsError:
    name, code = who(connection), str(reply.status)
    if reply.status in _KEY:
        return Refused(
            f"The key in {connection.key_env or connection.name} was refused ({code}): check that it is whole, active, "
            f"without spaces around it, and for this host. {UNSENT}",
            code=code,
        )
    issues = take(reply.json, "issues")
    if isinstance(issues, list) and issues:
        fields = tuple(dict.fromkeys(field for issue in issues if (field := _field(issue))))
        sentences = " ".join(_sentence(issue, label_of) for issue in issues[:MOST_ISSUES])
        return InvalidRequest(f"{name} did not take it. {sentences} {UNSENT}", fields=fields, code=code)
    named = [field for field in _NAMED.findall(said) if label_of(field) != field]
    if named:
        labels = ", ".join(label_of(field) for field in named)
        return InvalidRequest(f"{name} did not take it ({labels}): {shown(said)}. {UNSENT}", fields=named, code=code)
    why = f": {shown(said)}" if said else ""
    return Refused(f"{name} refused it with {code}{why}. {UNSENT}", code=code)


def _field(issue: object) -> str:
    """The form's field that an issue is about: the last frame is the second entry of `promptImage`."""
    path = take(issue, "path")
    steps = path if isinstance(path, list) else []
    if steps[:2] == ["promptImage", 1]:
        return "lastFrame"
    return next((step for step in steps if isinstance(step, str)), "")


def _sentence(issue: object, label_of: LabelOf) -> str:
    field, code = _field(issue), text_at(issue, "code")
    subject = label_of(field) if field else "The request"
    keys = take(issue, "keys")
    if code == "unrecognized_keys" and isinstance(keys, list):
        return f"It does not know {', '.join(shown(key, 40) for key in keys)}."
    said = shown(text_at(issue, "message")) or code or "not accepted"
    options: Any = take(issue, "values") or take(issue, "options")
    if isinstance(options, list) and options and not any(str(option) in said for option in options):
        said = f"{said}; it takes {', '.join(shown(option, 40) for option in options[:12])}"
    return f"{subject}: {said}."


def _said(reply: Reply) -> str:
    body = reply.json
    error = take(body, "error")
    found = text_at(error, "message") or (error if isinstance(error, str) else "")
    found = found or text_at(body, "message") or text_at(body, "msg") or text_at(body, "detail")
    return found or ("" if reply.is_html or body is not None else reply.text)


def _out_of_credit(name: str, said: str) -> OutOfCredit:
    where = "at dev.runwayml.com under Billing" if name == "Runway" else "there"
    why = f" ({shown(said)})" if said else ""
    return OutOfCredit(
        f"{name} refused it because the account has not enough credits{why}. Buy some {where}, then press Generate "
        f"again. {UNSENT}",
        code="not_enough_credits",
    )
