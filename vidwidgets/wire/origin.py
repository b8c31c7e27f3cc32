"""Origins: who a key may be shown to, and where an answer's URLs may lead."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"https": 443, "http": 80}


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an absolute http(s) URL; None for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.username or parts.password:
        return None
    return parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme]


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine, by its literal name or address."""
    found = origin(url)
    if found is None:
        return False
    try:
        return ipaddress.ip_address(found[1]).is_loopback
    except ValueError:
        return found[1] == "localhost" or found[1].endswith(".localhost")


def is_private(url: str) -> bool:
    """Whether a URL's host is literally an address of this machine or of a private or link-local network."""
    found = origin(url)
    if found is None:
        return False
    try:
        return not ipaddress.ip_address(found[1]).is_global
    except ValueError:
        return is_loopback(url) or found[1].endswith((".local", ".internal", ".localhost"))


def without_query(url: str) -> str:
    """A URL as it may be kept: signed media URLs carry their key in the query."""
    return url.split("?", 1)[0].split("#", 1)[0]
