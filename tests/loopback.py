"""Loopback only: from `install()` on, this Python process opens sockets to this machine alone.

It covers what goes through Python's `socket` module: asyncio, httpx, urllib, requests. It does not cover
subprocesses, nor libraries that open sockets in C (zmq, Chromium). The kernels of the tests install it too.
"""

import contextlib
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

Address = Any
OWN_NAMES = {"", "localhost", "localhost.", "ip6-localhost", socket.gethostname()}

attempts: list[str] = []
"""What was tried and stopped, in words, oldest first. A thread may swallow the error; this list keeps it."""


class LeavesTheMachine(OSError):
    """A test wanted to reach another machine."""


def is_here(host: object) -> bool:
    """Whether a host, as `connect` takes it, is this machine's loopback."""
    text = host.decode() if isinstance(host, bytes) else str(host or "")
    try:
        return ipaddress.ip_address(text.split("%", 1)[0]).is_loopback
    except ValueError:
        return text in OWN_NAMES or text.endswith(".localhost")


def is_numeric(host: object) -> bool:
    """Whether resolving it asks no one."""
    try:
        ipaddress.ip_address(str(host).split("%", 1)[0])
    except ValueError:
        return False
    return True


def _stop(what: str) -> None:
    attempts.append(what)
    raise LeavesTheMachine(f"{what}: tests stay on this machine (tests/loopback.py)")


def _checked_address(method: Callable[..., Any], name: str, position: int) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address = args[position] if position < len(args) or position < 0 else None
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_here(address[0]):
            _stop(f"socket.{name} to {address[0]}:{address[1]}")
        return method(self, *args)

    return guarded


def _checked_lookup(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def guarded(host: object, *args: Any, **options: Any) -> Any:
        if not (host is None or is_here(host) or is_numeric(host)):
            _stop(f"socket.{name} of {host!r}")
        return function(host, *args, **options)

    return guarded


def install() -> Callable[[], None]:
    """Close the door; the function that it returns opens it again."""
    before: list[tuple[Any, str, Any]] = []

    def put(owner: Any, name: str, value: Any) -> None:
        before.append((owner, name, owner.__dict__.get(name)))
        setattr(owner, name, value)

    put(socket.socket, "connect", _checked_address(socket.socket.connect, "connect", 0))
    put(socket.socket, "connect_ex", _checked_address(socket.socket.connect_ex, "connect_ex", 0))
    put(socket.socket, "sendto", _checked_address(socket.socket.sendto, "sendto", -1))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        put(socket, name, _checked_lookup(getattr(socket, name), name))

    def restore() -> None:
        for owner, name, value in reversed(before):
            if value is None:
                with contextlib.suppress(AttributeError):
                    delattr(owner, name)
            else:
                setattr(owner, name, value)

    return restore
