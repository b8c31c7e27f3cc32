"""Sending calls over a connection: the one place where a key meets a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import AsyncClient, sent, streamed
from vidwidgets.wire.origin import origin
from vidwidgets.wire.reply import Reply

KeyHeaders = Callable[[str, str], Mapping[str, str]]
"""From a key and the connection's scheme to the headers that carry it on this wire."""


class Sender:
    """Sends the calls of one wire over one connection.

    Calls with a `path` go to the connection's own hosts and carry its key; calls with a `url` go anywhere and
    carry none.
    """

    def __init__(
        self,
        client: AsyncClient,
        connection: Connection,
        *,
        key_headers: KeyHeaders,
        key: Callable[[], str],
        streams: AsyncClient | None = None,
    ) -> None:
        self._client = client
        self._streams = streams or client
        self._connection = connection
        self._key_headers = key_headers
        self._key = key

    async def send(self, call: Call) -> Reply:
        """Send and read the whole reply.

        Raises:
            NeverDelivered: Nothing can have arrived.
            Broken: It may have arrived.
            MissingKey: No usable key; nothing was sent.
        """
        return await sent(self._client, call, self.address(call), self._headers(call))

    @asynccontextmanager
    async def stream(self, call: Call, *, read_seconds: float | None = None) -> AsyncIterator[Any]:
        """Send and give the reply while its body still comes; failures as in `send`."""
        client = self._streams if call.purpose == "events" else self._client
        async with streamed(
            client, call, self.address(call), self._headers(call), read_seconds=read_seconds
        ) as response:
            yield response

    def address(self, call: Call) -> str:
        """The absolute URL that a call goes to."""
        return call.url or self._connection.url(call.path, call.service)

    def _headers(self, call: Call) -> dict[str, str]:
        if call.url:
            return {}
        bases = (self._connection.base_url, *self._connection.services.values())
        if origin(self.address(call)) not in {origin(base) for base in bases}:
            raise InvalidRequest(f"{call.path!r} is not on a host of {self._connection.name!r}. Nothing was sent.")
        return dict(self._key_headers(self._key(), self._connection.scheme))
