"""Data URIs: what stands in one (RFC 2397, read 2026-11-21)."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from vidwidgets.errors import InvalidRequest

_HEAD = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,", re.ASCII | re.IGNORECASE)
_LONGEST_HEAD = 300


def data_of(uri: str) -> bytes:
    """The bytes in a data URI; blanks and line breaks between its letters are passed over.

    Raises:
        InvalidRequest: It is malformed or damaged; the message shows nothing of it.
    """
    found = _HEAD.match(uri[:_LONGEST_HEAD])
    if not found:
        raise InvalidRequest("The data URI is malformed: it must begin data:image/png;base64,… Nothing was sent.")
    rest = uri[found.end() :]
    try:
        return b64decode("".join(rest.split()), validate=True) if found.group(3) else unquote_to_bytes(rest)
    except (binascii.Error, ValueError) as error:
        raise InvalidRequest("The data URI is damaged: its base64 cannot be read. Nothing was sent.") from error
