"""Origins: who a key may be shown to, and where an answer's URLs may lead."""

from __future__ import annotations

import ipaddress
import socket
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
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    return parts.scheme, host, _DEFAULT_PORTS[parts.scheme] if port is None else port


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine, by its literal name or address."""
    found = origin(url)
    if found is None:
        return False
    address = _address(found[1])
    if address is not None:
        return address.is_loopback
    return found[1] == "localhost" or found[1].endswith(".localhost")


def is_private(url: str) -> bool:
    """Whether a URL's host is, as it is written, one of this machine or of a private or link-local network.

    A name without a dot counts: only a local network knows one.
    """
    found = origin(url)
    if found is None:
        return False
    address = _address(found[1])
    if address is not None:
        return not address.is_global
    return "." not in found[1] or found[1].endswith((".local", ".internal", ".localhost"))


def without_query(url: str) -> str:
    """A URL as it may be kept: signed media URLs carry their key in the query, others a password before the host."""
    bare = url.split("?", 1)[0].split("#", 1)[0]
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else bare


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, also in the spellings that resolvers still take (127.1, 0x7f.1, 2130706433)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None
