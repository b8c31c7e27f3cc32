"""The one door to the HTTP library: httpx2 where that is installed, else httpx.

httpx2 is the maintained continuation of httpx with the same interface (facts/components.md §4, 2026-11-21).
What goes wrong here is told apart by one question: can the request have reached the other side?
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.wire.call import Call
from vidwidgets.wire.origin import origin
from vidwidgets.wire.redact import guard_logs
from vidwidgets.wire.reply import Reply

if TYPE_CHECKING:
    import httpx

    AsyncClient: TypeAlias = httpx.AsyncClient
    Transport: TypeAlias = httpx.AsyncBaseTransport
else:
    AsyncClient = Transport = Any

POOL_SIZE = 16
"""Connections shared by all polls: a large pool collapses under many jobs (facts/components.md §4)."""
STREAM_POOL_SIZE = 4
"""Status streams at a time; they hold their connection, so they have a pool of their own."""
_ENCODINGS = {"", "identity", "gzip", "deflate"}
MAX_REPLY_BYTES = 16 * 1024 * 1024
"""More than any API reply; a longer one is cut off as broken."""
WHOLE_REPLY_TIMES = 5
"""How many of its timeouts a call may take as a whole."""
UPLOAD_TIMES = 30
"""The same for an upload, whose many bytes must leave first."""


class NeverDelivered(VidwidgetsError):
    """No connection was made: the request cannot have reached anyone."""


class Broken(VidwidgetsError):
    """The connection was made and no whole reply came back: the request may have arrived."""

    spent = "maybe"


@cache
def library() -> Any:  # noqa: ANN401  one of two modules with the same names
    """The HTTP library. It is loaded with the first client: a form is shown without it."""
    try:
        return import_module("httpx2")
    except ImportError:
        return import_module("httpx")


@cache
def _no_connection() -> tuple[type[Exception], ...]:
    http = library()
    # ProxyError is raised only while the proxy is asked for a way through
    return (http.ConnectError, http.ConnectTimeout, http.PoolTimeout, http.ProxyError, http.UnsupportedProtocol)


def open_client(*, pool_size: int = POOL_SIZE, transport: Transport | None = None) -> AsyncClient:
    """A client without any credential, cookie or redirect: keys are attached per request, by `wire/send.py`."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    guard_logs()
    made: AsyncClient = library().AsyncClient(
        limits=library().Limits(max_connections=pool_size, max_keepalive_connections=pool_size),
        follow_redirects=False,
        transport=transport,
        trust_env=True,
        # one client serves every connection: a cookie of one must not travel with another's key
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        headers={"user-agent": "vidwidgets", "accept-encoding": "gzip, deflate"},
    )
    return made


@asynccontextmanager
async def streamed(
    client: AsyncClient,
    call: Call,
    url: str,
    headers: dict[str, str],
    *,
    read_seconds: float | None = None,
    ways: Sequence[str] = ("",),
) -> AsyncIterator[Any]:
    """Send a call and give its reply while the body still comes; failures become the two classes above.

    Args:
        client: What sends it.
        call: The call.
        url: Where it goes.
        headers: What it carries besides its own.
        read_seconds: How long a pause between the reply's bytes may be; None for the call's own time.
        ways: The addresses to connect to, in turn, in place of the URL's name; "" for that name.
    """
    timeout = library().Timeout(call.timeout_seconds, connect=10.0, read=read_seconds or call.timeout_seconds)
    requests = [_request(client, call, url, headers, timeout, way=way) for way in ways]
    try:
        try:
            response = await _first_answer(client, requests)
        except UnicodeError as error:  # a host that no resolver can be asked for
            raise NeverDelivered(f"{_host(url)} is not a usable address.") from error
        try:
            yield response
        finally:
            await response.aclose()
    except _no_connection() as error:
        raise NeverDelivered(f"No connection to {_host(url)}: {_reason(error)}.") from error
    except library().TimeoutException as error:
        raise Broken(f"{_host(url)} did not answer within {call.timeout_seconds:g} s.") from error
    except (library().TransportError, library().DecodingError, library().StreamError, ssl.SSLError) as error:
        raise Broken(f"The connection to {_host(url)} broke: {_reason(error)}.") from error


async def _first_answer(client: AsyncClient, requests: Sequence[Any]) -> Any:  # noqa: ANN401  either library's
    for request in requests[:-1]:
        try:
            return await client.send(request, stream=True)
        except _no_connection():
            continue
    return await client.send(requests[-1], stream=True)


def _by_way(url: str, way: str) -> tuple[Any, dict[str, str], dict[str, Any]]:
    """Where to connect, so that the host's name still stands in the request and on its certificate."""
    named = library().URL(url)
    if not way:
        return named, {}, {}
    # closed afterwards: the pool knows connections by address, and another host may have the same one
    headers = {"host": named.netloc.decode("ascii"), "connection": "close"}
    return named.copy_with(host=way), headers, {"sni_hostname": named.raw_host.decode("ascii")}


def _request(client: AsyncClient, call: Call, url: str, headers: dict[str, str], timeout: Any, *, way: str) -> Any:  # noqa: ANN401  either library's
    if origin(url) is None:  # also ports that no socket has, and a name or password before the host
        raise NeverDelivered(f"{_host(url)} is not a usable address.")
    files = {call.file[0]: call.file[1:]} if call.file else None
    try:
        place, named, extensions = _by_way(url, way)
        return client.build_request(
            call.method,
            place,
            params=dict(call.query) or None,
            headers={**call.headers, **headers, **named},
            extensions=extensions,
            json=call.json,
            content=call.content,
            data=dict(call.form) or None,
            files=files,
            timeout=timeout,
        )
    except library().InvalidURL as error:
        raise NeverDelivered(f"{_host(url)} is not a usable address.") from error
    except (TypeError, ValueError) as error:
        # neither chained nor quoted: it may hold a header, and so the key
        unsendable = isinstance(error, UnicodeError)
        what = "a text in it cannot be sent" if unsendable else "a value in it is of no kind that JSON has"
        raise InvalidRequest(f"The request to {_host(url)} could not be formed: {what}. Nothing was sent.") from None


async def sent(
    client: AsyncClient, call: Call, url: str, headers: dict[str, str], *, ways: Sequence[str] = ("",)
) -> Reply:
    """Send a call and read the whole reply, at most `MAX_REPLY_BYTES` of it.

    Raises:
        NeverDelivered: Nothing can have arrived.
        Broken: It may have arrived.
    """
    # a host that sends a byte now and then would keep each pause short, and the whole without an end
    longest = call.timeout_seconds * (UPLOAD_TIMES if call.purpose == "upload" else WHOLE_REPLY_TIMES)
    try:
        async with asyncio.timeout(longest), streamed(client, call, url, headers, ways=ways) as response:
            return await _whole(response, url)
    except TimeoutError as error:
        raise Broken(f"{_host(url)} had not sent its whole answer after {longest:g} s.") from error


def is_plainly_packed(response: Any) -> bool:  # noqa: ANN401  either library's
    """Whether a reply may be unpacked: once, and by a packing that turns 64 kB into some 64 MB at most."""
    packing: str = response.headers.get("content-encoding", "")
    return packing.strip().lower() in _ENCODINGS


async def _whole(response: Any, url: str) -> Reply:  # noqa: ANN401  either library's
    if not is_plainly_packed(response):
        raise Broken(f"{_host(url)} packed its reply in a way that was not asked for.")
    parts: list[bytes] = []
    size = 0
    async for part in response.aiter_bytes():
        parts.append(part)
        size += len(part)
        if size > MAX_REPLY_BYTES:
            raise Broken(f"{_host(url)} sent more than {MAX_REPLY_BYTES // 2**20} MiB where a short reply belongs.")
    return Reply(response.status_code, b"".join(parts), dict(response.headers))


def _host(url: str) -> str:
    try:
        return library().URL(url).host or "the host"
    except library().InvalidURL:
        return "the host"


def _reason(error: BaseException) -> str:
    if isinstance(error, library().LocalProtocolError):
        return "the request could not be formed"  # its own text may show a header, and so the key
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return "its certificate or encryption was not accepted"
    text = str(error).strip().rstrip(".")
    return text[:200] if text else type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on: both libraries wrap what they caught."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
