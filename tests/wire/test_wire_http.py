"""The one door to HTTP: what certainly never arrived, what may have, and what is kept small."""

import asyncio
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from wire_server import Answering, Asked, Server, Writer, always, ask, json_response, response, serving

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import Broken, NeverDelivered, library, open_client, sent
from vidwidgets.wire.reply import Reply

KEY = "Key abc:0123456789abcdef"


def ask_url(url: str, **rest: Any) -> Reply | VidwidgetsError:
    """One call to an address where nothing of ours listens."""

    async def run() -> Reply | VidwidgetsError:
        call = Call(purpose="submit", method="POST", url=url, json={}, timeout_seconds=5, **rest)
        async with open_client() as client:
            try:
                return await sent(client, call, url, {})
            except VidwidgetsError as error:
                return error

    return asyncio.run(run())


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def writing(*parts: bytes) -> Answering:
    """Writes the parts and then cuts the connection."""

    async def answer(asked: Asked, writer: Writer) -> None:
        del asked
        for part in parts:
            writer.write(part)
            await writer.drain()

    return answer


async def silent(asked: Asked, writer: Writer) -> None:
    """Takes the request and never answers."""
    del asked, writer
    await asyncio.sleep(20)


def test_a_call_becomes_a_request() -> None:
    """Method, path, query, headers and JSON travel as given; the reply has status, lower-case headers and body."""
    call = Call(
        purpose="submit",
        method="POST",
        path="/a/b",
        query={"x": "ä &"},
        headers={"x-one": "1"},
        json={"p": "ü", "s": 0},
    )
    reply, server = ask(always(json_response({"id": 1}, 202, X_Request_Id="7")), lambda _: call, {"authorization": KEY})
    assert isinstance(reply, Reply)
    assert (reply.status, reply.json, reply.headers["x-request-id"]) == (202, {"id": 1}, "7")
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("POST", "/a/b?x=%C3%A4+%26", '{"p":"ü","s":0}'.encode())
    assert (asked.headers["x-one"], asked.headers["authorization"]) == ("1", KEY)
    assert asked.headers["user-agent"] == "vidwidgets"


def test_a_file_travels_as_multipart_and_bytes_as_they_are() -> None:
    """A form with a file part, and a raw body."""
    part = ("image", "cat.png", b"\x89P", "image/png")
    form = Call(purpose="upload", method="POST", path="/u", form={"a": "1"}, file=part)
    _, server = ask(always(response()), lambda _: form)
    assert server.asked[0].headers["content-type"].startswith("multipart/form-data")
    assert b'name="image"; filename="cat.png"\r\nContent-Type: image/png\r\n\r\n\x89P' in server.asked[0].body
    raw = Call(purpose="upload", method="PUT", path="/u", content=b"\x00\xff", headers={"content-type": "image/png"})
    _, server = ask(always(response()), lambda _: raw)
    assert (server.asked[0].body, server.asked[0].headers["content-type"]) == (b"\x00\xff", "image/png")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    """A redirect is a reply like any other: the key is not carried on to another address."""
    for there in ("/elsewhere", "http://127.0.0.1:9/elsewhere"):
        reply, server = ask(always(response(status=status, location=there)), headers={"authorization": KEY})
        assert isinstance(reply, Reply)
        assert reply.status == status
        assert len(server.asked) == 1


def test_no_cookie_is_kept() -> None:
    """One client serves every connection: what one host sets is not sent again, to it or to another."""

    async def run() -> list[Asked]:
        async with serving(always(response(set_cookie="session=1; Path=/"))) as server, open_client() as client:
            for _ in range(2):
                await sent(client, Call(purpose="status", method="GET", path="/x"), f"{server.url}/x", {})
            return server.asked

    first, second = asyncio.run(run())
    assert "cookie" not in first.headers
    assert "cookie" not in second.headers


def test_a_refused_connection_delivers_nothing() -> None:
    """Nothing listens there: no request can have arrived, and nothing is spent."""
    error = ask_url(f"http://127.0.0.1:{closed_port()}/x")
    assert type(error) is NeverDelivered
    assert error.spent == "no"
    assert error.message.startswith("No connection to 127.0.0.1: ")


def test_an_unknown_name_delivers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that the name service does not know; the service itself is not asked in a test."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = ask_url("https://provider.invalid/x")
    assert type(error) is NeverDelivered
    assert "No connection to provider.invalid: " in error.message


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "ftp://127.0.0.1/x",
        "http://a..localhost/x",
        f"http://{'a' * 70}.localhost/x",
        "http://[::1/x",
        "http://\ud83d/x",
        "http://127.0.0.1:99999/x",
        "nonsense",
    ],
)
def test_an_address_that_is_none_delivers_nothing(url: str) -> None:
    """What no request can be sent to is told as such, and is no traceback."""
    error = ask_url(url)
    assert type(error) is NeverDelivered
    assert error.message.endswith(".")


def test_a_host_that_does_not_speak_tls_delivers_nothing() -> None:
    """The handshake fails before any of the request leaves."""

    async def run() -> VidwidgetsError:
        def greets(_: asyncio.StreamReader, writer: Writer) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        server = await asyncio.start_server(greets, "127.0.0.1", 0)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/x"
        call = Call(purpose="submit", method="POST", url=url, json={})
        async with server, open_client() as client:
            with pytest.raises(NeverDelivered) as caught:
                await sent(client, call, url, {"authorization": KEY})
        return caught.value

    assert "certificate or encryption" in asyncio.run(run()).message


def test_a_proxy_that_refuses_the_way_delivers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy was asked for a way to the host and said no: the request itself never left."""

    async def run() -> tuple[VidwidgetsError, Server]:
        async with serving(always(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")) as proxy:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
            call = Call(purpose="submit", method="POST", url="https://provider.example/x", json={})
            async with open_client() as client:
                with pytest.raises(NeverDelivered) as caught:
                    await sent(client, call, call.url, {"authorization": KEY})
            return caught.value, proxy

    error, proxy = asyncio.run(run())
    assert [asked.method for asked in proxy.asked] == ["CONNECT"]
    assert "authorization" not in proxy.asked[0].headers
    assert "provider.example" in error.message


@pytest.mark.parametrize(
    "answer",
    [
        writing(),
        writing(b"HTTP/1.1 200 OK\r\ncontent-le"),
        writing(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        writing(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"),
        writing(b"this is no HTTP\r\n\r\n"),
        always(response(b"not gzip", content_encoding="gzip")),
    ],
    ids=["at once", "in the head", "in the body", "in a chunk", "no HTTP", "not gzip"],
)
def test_a_reply_that_breaks_off_may_have_been_delivered(answer: Answering) -> None:
    """The request had left: whether it was taken is not known, and it may have cost."""
    error, server = ask(answer, lambda _: Call(purpose="submit", method="POST", path="/x", json={"a": 1}))
    assert type(error) is Broken
    assert error.spent == "maybe"
    assert len(server.asked) == 1
    assert "127.0.0.1" in error.message


def test_a_host_that_stays_silent_may_have_taken_it() -> None:
    """After the call's own time it is given up, with that time in the sentence."""
    error, _ = ask(silent, lambda _: Call(purpose="submit", method="POST", path="/x", json={}, timeout_seconds=0.2))
    assert type(error) is Broken
    assert error.message == "127.0.0.1 did not answer within 0.2 s."


@pytest.mark.parametrize("body", [{"a": "\ud83d"}, {"a": float("nan")}, {"a": object()}, {"a": {1, 2}}])
def test_what_cannot_be_written_is_told_before_anything_is_sent(body: object) -> None:
    """A body that is no JSON is a request that could not be formed, not a traceback; the key is not shown."""
    error, server = ask(always(response()), lambda _: Call(purpose="submit", method="POST", path="/x", json=body))
    assert type(error) is InvalidRequest
    assert error.message.endswith("Nothing was sent.")
    assert server.asked == []


@pytest.mark.parametrize("key", ["Key abc\nX: y", "Key abc\x00", "Key äbc", "Key abc\r\n"])
def test_a_key_that_is_no_header_is_not_shown(key: str) -> None:
    """Where a header cannot be sent, neither the message nor what it was raised from holds its value."""
    error, server = ask(always(response()), headers={"authorization": key})
    assert isinstance(error, VidwidgetsError)
    assert server.asked == []
    assert "abc" not in error.message
    assert "äbc" not in error.message


def test_no_credential_of_the_users_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A .netrc that knows the host is not used: nothing but the connection's key ever leaves."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    _, server = ask(always(response()))
    assert "authorization" not in server.asked[0].headers


def test_an_encryption_that_breaks_in_the_middle_is_a_broken_reply() -> None:
    """It may have been delivered, and the sentence needs no library's words."""

    class Failing(library().AsyncBaseTransport):  # type: ignore[misc]  # whichever library is installed
        async def handle_async_request(self, _: Any) -> Any:
            raise ssl.SSLError(1, "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] bad record")

    async def run() -> VidwidgetsError:
        call = Call(purpose="submit", method="POST", url="https://h.example/")
        async with open_client(transport=Failing()) as client:
            with pytest.raises(Broken) as caught:
                await sent(client, call, call.url, {})
        return caught.value

    error = asyncio.run(run())
    assert error.message == "The connection to h.example broke: its certificate or encryption was not accepted."
