"""Origins: who a key may be shown to, and where an answer's URLs may lead."""

from __future__ import annotations

from urllib.parse import urlsplit

from vidwidgets.wire.address import address_of, is_public, plain_host

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
    host = plain_host(found[1])
    address = address_of(host)
    if address is not None:
        return address.is_loopback
    return host == "localhost" or host.endswith(".localhost")


def is_private(url: str) -> bool:
    """Whether a URL's host is, as it is written, one of this machine or of a private or link-local network.

    A name without a dot counts: only a local network knows one.
    """
    found = origin(url)
    if found is None:
        return False
    host = plain_host(found[1])
    address = address_of(host)
    if address is not None:
        return not is_public(address)
    return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def without_query(url: str) -> str:
    """A URL as it may be kept: signed media URLs carry their key in the query, others a password before the host."""
    bare = url.split("?", 1)[0].split("#", 1)[0]
    scheme, separator, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else bare
