"""Reading PixVerse's answers about a clip and an account (docs.platform.pixverse.ai, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from vidwidgets.errors import JobFailed, Moderated
from vidwidgets.providers.pixverse import errors
from vidwidgets.providers.pixverse.envelope import OK, Envelope, opened, whole
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Seen
from vidwidgets.wire.reply import Reply, text_at
from vidwidgets.wire.states import LogLine, Running

MADE, WAITING, GONE, MODERATED, FAILED = 1, 5, 6, 7, 8
"""The documented statuses. 5 is waiting and being made in one."""
MEDIA_HOSTS = (".pixverse.ai", ".pixverseai.cn")
_FACTS = ("seed", "outputWidth", "outputHeight", "size", "style", "has_audio")
_NOT_FOUND, _KEY_REFUSED = 404, {401, 403}


def seen(reply: Reply) -> Seen:
    """What a result reply shows."""
    found = opened(reply)
    if found is None:
        return _without_verdict(reply)
    if found.code != OK:
        return _of_code(found, reply)
    status = whole(found.resp.get("status"))
    if status == MADE:
        address = text_at(found.resp, "url")
        if address.startswith(("https://", "http://")):
            return Output(plain_address(address), cost(found.resp), facts(found.resp))
        return Hiccup("PixVerse says that the clip is made, and not yet where it is; it is asked again.")
    if status in _ENDS:
        return Ended(_ENDS[status]())
    if status is None:
        return Hiccup("PixVerse's answer has no status; it is asked again.")
    if status == WAITING:
        return Running()
    return Running(logs=(LogLine(f"PixVerse gives status {status}, which no document explains; it is asked again."),))


def facts(resp: Mapping[str, Any]) -> dict[str, Any]:
    """What the result says of the clip."""
    return {name: resp[name] for name in _FACTS if isinstance(resp.get(name), int | str) and resp[name] != ""}


def cost(resp: Mapping[str, Any]) -> Cost | None:
    """The credits that an answer names; None where it names none."""
    for name in ("credits", "credit"):
        amount = resp.get(name)
        if isinstance(amount, int | float) and not isinstance(amount, bool) and 0 <= amount < float("inf"):
            return Cost(amount, "credits", "PixVerse's own figure", billed=True)
    return None


def balance(resp: Mapping[str, Any]) -> str:
    """Both kinds of credits together, in words; empty where it names neither."""
    amounts = [whole(resp.get(name)) for name in ("credit_monthly", "credit_package")]
    known = [amount for amount in amounts if amount is not None]
    return f"{sum(known):,} credits".replace(",", " ") if known else ""


def plain_address(address: str) -> str:
    """The clip's address as its host wants it: PixVerse writes `%2F` for `/`, which some of its edges do not find.

    Only on PixVerse's own hosts, whose addresses are not signed.
    """
    try:
        parts = urlsplit(address)
    except ValueError:  # it is no address; whoever fetches it will say so
        return address
    if not (parts.hostname or "").endswith(MEDIA_HOSTS):
        return address
    return parts._replace(path=parts.path.replace("%2F", "/").replace("%2f", "/")).geturl()


def _deleted() -> JobFailed:
    return JobFailed("PixVerse says that the clip was deleted. It may have been charged.", code=str(GONE))


def _moderated() -> Moderated:
    return Moderated(
        "PixVerse's content rules held the clip back. Change the prompt or the picture. PixVerse gives the credits "
        "back by itself.",
        spent="no",
        code=str(MODERATED),
    )


def _failed() -> JobFailed:
    return JobFailed(
        "PixVerse could not make the clip and gives no reason. Whether it was charged is in the balance of the "
        "console. Sending it again is a new request.",
        code=str(FAILED),
    )


_ENDS = {GONE: _deleted, MODERATED: _moderated, FAILED: _failed}


def _of_code(found: Envelope, reply: Reply) -> Seen:
    if found.code == errors.NOT_FOUND:
        return Missing(f"PixVerse does not know the clip ({found.code}).")
    if found.code == errors.DELETED:
        return Ended(_deleted())
    if found.code in errors.MODERATION:
        return Ended(_moderated())
    if found.code in errors.AUTH:
        return Hiccup(f"PixVerse refused the key for looking at it ({found.code}).", key_refused=True)
    return Hiccup(f"PixVerse answered with its code {found.code}; it is asked again.", reply.retry_after_seconds)


def _without_verdict(reply: Reply) -> Seen:
    if reply.status in _KEY_REFUSED:
        return Hiccup(f"The key was refused for looking at it ({reply.status}).", key_refused=True)
    if reply.status == _NOT_FOUND:
        return Missing("The clip is not found there (404).")
    what = "a web page" if reply.is_html else f"{reply.status} and nothing of PixVerse's"
    return Hiccup(f"The answer was {what}; it is asked again.", reply.retry_after_seconds)
