"""Where a picture's bytes come from: a data URI, the sandbox's own files, loopback, or nowhere."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vidwidgets.sandbox.store import Store

LARGEST_BYTES: Final = 128 * 1024 * 1024
TIMEOUT_SECONDS: Final = 10.0  # fal's own image fields say 20 (facts/fal.md §3, x-fal.timeout); loopback is near
_OWN_FILE: Final = re.compile(r"/files/([\w-]+)/[^/]*")


class UnreachableSourceError(ValueError):
    """The address gave no bytes."""


@dataclass(frozen=True)
class Source:
    """The bytes behind an address; ``data`` is None where the sandbox has no network to reach it."""

    data: bytes | None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead off this machine."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def fetch_source(address: str, store: Store) -> Source:
    """Get the bytes that ``address`` names. Blocks; call it on a worker thread.

    Raises:
        UnreachableSourceError: no address, bad base64, or an address on this machine that does not answer 200.
    """
    if address.startswith("data:"):
        return Source(_from_data_uri(address))
    try:
        url = urllib.parse.urlsplit(address)
        host = url.hostname or ""
    except ValueError as error:
        raise UnreachableSourceError("not a URL") from error
    if url.scheme not in ("http", "https") or not host:
        raise UnreachableSourceError("not an http address")
    if not _is_loopback(host):
        return Source(None)
    own = _OWN_FILE.fullmatch(url.path)
    stored = store.file(own[1]) if own else None
    if stored is not None:  # also one that was uploaded when the sandbox had another port
        return Source(stored.path.read_bytes())
    return Source(_from_loopback(address))


def _from_data_uri(address: str) -> bytes:
    head, comma, payload = address.partition(",")
    if not comma:
        raise UnreachableSourceError("a data URI without data")
    if not head.endswith(";base64"):
        return urllib.parse.unquote_to_bytes(payload)
    try:
        return base64.b64decode(payload, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreachableSourceError("a data URI whose base64 is broken") from error


def _from_loopback(address: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    try:
        with opener.open(address, timeout=TIMEOUT_SECONDS) as reply:
            data: bytes = reply.read(LARGEST_BYTES)
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise UnreachableSourceError(str(error)) from error
    return data


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
