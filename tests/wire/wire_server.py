"""A server on loopback that answers each request with bytes written by hand, in the loop of the test."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import open_client, sent
from vidwidgets.wire.reply import Reply

Writer = asyncio.StreamWriter
Answering = Callable[["Asked", Writer], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


@dataclass
class Server:
    """Where it listens, and what it was asked."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.port}"


def response(body: bytes = b"{}", status: int = 200, **headers: str) -> bytes:
    """A whole HTTP reply; header names are given with underscores."""
    named = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + body


def json_response(value: object, status: int = 200, **headers: str) -> bytes:
    """A whole JSON reply."""
    return response(json.dumps(value).encode(), status, **headers)


def always(reply: bytes) -> Answering:
    """Answers every request with the same bytes, and closes."""

    async def answer(asked: Asked, writer: Writer) -> None:
        del asked
        writer.write(reply)
        await writer.drain()

    return answer


@asynccontextmanager
async def serving(answer: Answering) -> AsyncIterator[Server]:
    """Listen on a free port while the block runs; one request a connection."""
    found = Server(0)

    async def connected(reader: asyncio.StreamReader, writer: Writer) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            asked = await _request(reader)
            found.asked.append(asked)
            await answer(asked, writer)
        with contextlib.suppress(ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=2**26)
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        server.close()
        await server.wait_closed()


async def _request(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Asked(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def ask(
    answer: Answering, call: Callable[[Server], Call] | None = None, headers: dict[str, str] | None = None
) -> tuple[Reply | VidwidgetsError, Server]:
    """One call to a server that answers so: the reply, or the error that it ends in."""

    async def run() -> tuple[Reply | VidwidgetsError, Server]:
        async with serving(answer) as server, open_client() as client:
            made = call(server) if call else Call(purpose="status", method="GET", path="/x", timeout_seconds=5)
            try:
                return await sent(client, made, server.url + (made.path or "/x"), headers or {}), server
            except VidwidgetsError as error:
                return error, server

    return asyncio.run(run())
