"""Where a request without a key may connect to, judged by the addresses that the name stands for.

A name is looked up once, what it stands for is judged, and that very address is connected to: a name server that gives
another answer a moment later changes nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeAlias
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from vidwidgets.wire.address import address_of, may_be_public
from vidwidgets.wire.http import NeverDelivered
from vidwidgets.wire.origin import is_loopback, is_private, origin

BY_NAME = ("",)
"""Connect as the URL says."""
LOOK_UP_SECONDS = 10.0
MOST_WAYS = 4

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host and a port to the addresses that it stands for.

Raises:
    OSError: It is not known.
"""


class Inside(NeverDelivered):
    """The host is this machine, or of a private network: no connection was made."""


async def looked_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as this machine's resolver gives them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def ways_to(
    url: str, *, loopback_allowed: bool, own_bases: Collection[str] = (), resolve: Resolve = looked_up
) -> Sequence[str]:
    """The addresses at which a URL's host may be connected to, the best first; `BY_NAME` where the name will do.

    Args:
        url: Absolute.
        loopback_allowed: Whether this machine is as good as a public one, as for the sandbox.
        own_bases: What the person named as the connection: its own hosts are not judged by their addresses.
        resolve: Looks a name up.

    Raises:
        Inside: It leads into this machine or a private network.
        NeverDelivered: It is no address, or nobody knows the name.
    """
    found = origin(url)
    if found is None:
        raise NeverDelivered("That is no web address: it is not opened.")
    _, host, port = found
    if loopback_allowed and is_loopback(url):
        return BY_NAME
    if is_private(url):
        raise Inside(f"{host} is inside this machine or network: refused.")
    if address_of(host) is not None or found in {origin(base) for base in own_bases}:
        return BY_NAME
    proxied = _has_proxy(url)
    try:
        async with asyncio.timeout(LOOK_UP_SECONDS):
            addresses = await resolve(host, port)
    except (OSError, UnicodeError) as error:  # TimeoutError is one of the first
        if proxied:
            return BY_NAME  # behind some proxies only the proxy knows names
        reason = getattr(error, "strerror", None) or "its name was not found"
        raise NeverDelivered(f"No connection to {host}: {reason}.") from error
    good = [one for one in dict.fromkeys(addresses) if _is_good(one, loopback_allowed=loopback_allowed)]
    if not good:
        raise Inside(f"{host} leads to {addresses[0] if addresses else 'nowhere'}, inside this machine or network.")
    return BY_NAME if proxied else good[:MOST_WAYS]


def _is_good(text: str, *, loopback_allowed: bool) -> bool:
    address = address_of(text)
    if address is None:
        return False
    return may_be_public(address) or (loopback_allowed and address.is_loopback)


def _has_proxy(url: str) -> bool:
    parts = urlsplit(url)
    proxies = getproxies()
    return bool(proxies.get(parts.scheme) or proxies.get("all")) and not proxy_bypass(parts.hostname or "")
