"""PixVerse's envelope, read at any HTTP status and in both spellings.

`{"ErrCode": 0, "ErrMsg": "Success", "Resp": {…}}` mostly with HTTP 200, errors included; the upload's moderation
comes with HTTP 500 as `{"err_code": …, "err_msg": …, "resp": …}` (docs.platform.pixverse.ai, read 2026-11-21).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.wire.reply import Reply

OK = 0
_ID = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)
"""Ids are unsigned 64-bit integers on the wire."""
_LONGEST_MESSAGE = 200


@dataclass(frozen=True, slots=True)
class Envelope:
    """A verdict of PixVerse itself."""

    code: int
    """0 is success; anything else means that nothing was accepted."""
    message: str
    """`ErrMsg`, for people; short, and free of pictures."""
    resp: Mapping[str, Any]
    """Empty where it is null, a text or missing."""


def opened(reply: Reply) -> Envelope | None:
    """The envelope in a reply; None where there is none, and so no verdict of PixVerse."""
    body = reply.json
    if not isinstance(body, Mapping):
        return None
    code = whole(_either(body, "ErrCode", "err_code"))
    if code is None:
        return None
    message, resp = _either(body, "ErrMsg", "err_msg"), _either(body, "Resp", "resp")
    text = " ".join(message.split()) if isinstance(message, str) else ""
    if "base64," in text:
        text = text[: text.index("base64,")] + "…"
    shown = text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}…"
    return Envelope(code, shown.rstrip("."), resp if isinstance(resp, Mapping) else {})


def whole(value: object) -> int | None:
    """An integer, also one in quotation marks; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value, re.ASCII) else None


def id_text(value: object) -> str:
    """An id as text, exact; empty where the value is none."""
    number = whole(value)
    return "" if number is None or not is_id(str(number)) else str(number)


def is_id(text: str) -> bool:
    """Whether a text is an id that belongs into a path."""
    return _ID.fullmatch(text) is not None


def _either(body: Mapping[str, Any], one: str, other: str) -> Any:  # noqa: ANN401  a JSON value
    return body[one] if one in body else body.get(other)
