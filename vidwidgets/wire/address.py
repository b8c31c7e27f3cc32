"""Internet addresses: which one a host's spelling is, and whether it lies on the public internet."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Where NAT64 puts the whole of IPv4: the last 32 bits are the address that is reached (RFC 6052)."""
_COMPATIBLE = ipaddress.ip_network("::/96")
_STAND_INS = ipaddress.ip_network("198.18.0.0/15")
"""What many local proxies (Clash, Surge, sing-box) answer for every public name; no network really lies there."""


def plain_host(host: str) -> str:
    """A host as resolvers take it: lower case, no dot at the end, and no sign that only looks like an ASCII one."""
    return unicodedata.normalize("NFKC", host).replace("\u3002", ".").rstrip(".").lower()


def address_of(host: str) -> Address | None:
    """The address that a host is, also in the spellings that resolvers still take (127.1, 0x7f.1, 2130706433)."""
    host = plain_host(host)
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def is_public(address: Address) -> bool:
    """Whether it lies on the public internet, and so does an IPv4 address that is packed into it."""
    inner = _packed(address) if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def may_be_public(address: Address) -> bool:
    """The same of an address that a name stood for: there a local proxy's stand-in is as good as a public one."""
    return is_public(address) or (isinstance(address, ipaddress.IPv4Address) and address in _STAND_INS)


def _packed(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
