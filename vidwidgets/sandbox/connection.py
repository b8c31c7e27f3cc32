"""A hold on the TCP connection behind a request, so that a scenario can cut it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from starlette.types import Receive, Scope


class CuttableProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which also tells the application its transport (as ``scope["state"]["transport"]``)."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remember the transport for the requests of this connection."""
        super().connection_made(transport)
        self.app_state: dict[str, Any] = {**self.app_state, "transport": transport}


async def cut(scope: Scope, receive: Receive, *, reset: bool) -> None:
    """End the connection without sending another byte; returns when it is gone.

    Args:
        scope: the request's scope.
        receive: the request's channel.
        reset: with a TCP reset; else in the ordinary way (the peer sees end of file).
    """
    transport = cast("asyncio.Transport", scope["state"]["transport"])
    held = transport.get_extra_info("socket")
    if reset and held is not None:
        with contextlib.suppress(OSError):
            held.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            )
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
