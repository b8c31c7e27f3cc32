"""Sending calls over a connection: the one place where a key meets a request."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.wire.call import Call, Purpose
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import AsyncClient, sent, streamed
from vidwidgets.wire.origin import is_loopback, origin
from vidwidgets.wire.reach import BY_NAME, Resolve, looked_up, ways_to
from vidwidgets.wire.recorder import Recorder, Recording, recording
from vidwidgets.wire.redact import make_safe, redacted, redacted_bytes, remember
from vidwidgets.wire.reply import Reply

OwnHeaders = Callable[[str], Mapping[str, str]]
"""From a new trace id to the headers that the wire wants on each keyed call."""
ANY_KEY = "any-key"
"""What stands for the key in the record of a request where any will do, as in the sandbox."""
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
        own_headers: OwnHeaders | None = None,
        new_trace_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        streams: AsyncClient | None = None,
        resolve: Resolve = looked_up,
        recorder: Recorder | None = None,
    ) -> None:
        self._client = client
        self._streams = streams or client
        self._connection = connection
        self._key_headers = key_headers
        self._key = key
        self._own_headers = own_headers
        self._new_trace_id = new_trace_id
        self._resolve = resolve
        self.recorder = recorder
        """Where the exchanges are recorded; None where they are not."""

    async def send(self, call: Call) -> Reply:
        """Send and read the whole reply.

        Raises:
            NeverDelivered: Nothing can have arrived.
            Broken: It may have arrived.
            MissingKey: No usable key; nothing was sent.
        """
        try:
            return _unechoed(await self._sent(call))
        except VidwidgetsError as error:
            make_safe(error)  # the frames below hold the key, and not every caller is a job that would do this
            raise

    @asynccontextmanager
    async def stream(self, call: Call, *, read_seconds: float | None = None) -> AsyncIterator[Any]:
        """Send and give the reply while its body still comes; failures as in `send`."""
        client = self._streams if call.purpose == "events" else self._client
        key = self._key_for(call)
        remember(key)
        headers = self._headers(call, key)
        with self._recording(call, headers) as record:
            async with streamed(client, call, self.address(call), headers, read_seconds=read_seconds) as response:
                record.replied(response.status_code, dict(response.headers))
                yield response

    def decided(self, text: str, *purposes: Purpose) -> None:
        """Say, for the record, what was made of the newest exchange of these kinds, and why."""
        if self.recorder is not None:
            self.recorder.decided(text, *purposes)

    async def _sent(self, call: Call) -> Reply:
        key = self._key_for(call)
        remember(key)
        headers, ways = self._headers(call, key), await self._ways(call)
        with self._recording(call, headers) as record:
            reply = await sent(self._client, call, self.address(call), headers, ways=ways)
            record.replied(reply.status, reply.headers, reply.content)
        return reply

    def _recording(self, call: Call, headers: Mapping[str, str]) -> AbstractContextManager[Recording]:
        """Record one exchange; of the headers that carry the key only the key's variable is shown to the record."""
        key_env = "" if call.url else self._connection.key_env
        keyed = {} if call.url else self._key_headers(f"${key_env}" if key_env else ANY_KEY, self._connection.scheme)
        return recording(self.recorder, call, self.address(call), {**headers, **keyed}, key_env=key_env)

    def address(self, call: Call) -> str:
        """The absolute URL that a call goes to."""
        return call.url or self._connection.url(call.path, call.service)

    async def _ways(self, call: Call) -> Sequence[str]:
        """How to get there: where an answer named the place, it must not lead into this machine or network."""
        if not call.url:
            return BY_NAME
        base_url = self._connection.base_url
        return await ways_to(call.url, loopback_allowed=is_loopback(base_url), resolve=self._resolve)

    def _key_for(self, call: Call) -> str:
        return "" if call.url else self._key()

    def _headers(self, call: Call, key: str) -> dict[str, str]:
        if call.url:
            return {}
        bases = (self._connection.base_url, *self._connection.services.values())
        if origin(self.address(call)) not in {origin(base) for base in bases}:
            raise InvalidRequest(f"{call.path!r} is not on a host of {self._connection.name!r}. Nothing was sent.")
        own = self._own_headers(self._new_trace_id()) if self._own_headers else {}
        return {**own, **self._key_headers(key, self._connection.scheme)}


async def sent_bare(client: AsyncClient, call: Call, recorder: Recorder | None = None) -> Reply:
    """Send a call that has a `url`, to whichever host, without any key; failures as in `Sender.send`."""
    with recording(recorder, call, call.url, {}) as record:
        reply = await sent(client, call, call.url, {})
        record.replied(reply.status, reply.headers, reply.content)
    return reply


@asynccontextmanager
async def streamed_bare(
    client: AsyncClient,
    call: Call,
    *,
    read_seconds: float,
    ways: Sequence[str],
    recorder: Recorder | None = None,
) -> AsyncIterator[Any]:
    """The same, giving the reply while its body still comes."""
    with recording(recorder, call, call.url, {}) as record:
        async with streamed(client, call, call.url, {}, read_seconds=read_seconds, ways=ways) as response:
            record.replied(response.status_code, dict(response.headers))
            try:
                yield response
            finally:
                record.received_bytes = response.num_bytes_downloaded


def _unechoed(reply: Reply) -> Reply:
    """The reply without the key: some gateways quote a key that they refuse, and errors quote their replies."""
    headers = {name: redacted(value) for name, value in reply.headers.items()}
    return replace(reply, content=redacted_bytes(reply.content), headers=headers)
