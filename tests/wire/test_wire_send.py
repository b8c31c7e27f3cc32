"""Where a key meets a request: on the connection's own hosts, and nowhere else."""

import asyncio
import traceback
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_server import Answering, Asked, Server, always, json_response, response, serving

from vidwidgets.errors import InvalidRequest, MissingKey
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import NeverDelivered, open_client
from vidwidgets.wire.keys import read_key
from vidwidgets.wire.origin import origin
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.send import Sender

KEY = "1f0c9a7b-e2d8:4c55a0f3b6d4e8917c2a"


def key_headers(key: str, scheme: str) -> Mapping[str, str]:
    """As fal carries it."""
    return {"authorization": f"{scheme} {key}"}


def talk(
    calls: Callable[[Server, Server], list[Call]], answer: Answering | None = None, key: Callable[[], str] = lambda: KEY
) -> tuple[list[Reply], list[Asked], list[Asked]]:
    """The calls over a connection whose API and storage are one server; the replies, and what it and another saw."""

    async def run() -> tuple[list[Reply], list[Asked], list[Asked]]:
        answering = answer or always(json_response({"id": 1}))
        async with serving(answering) as own, serving(answering) as other, open_client() as client:
            connection = Connection(
                name="gate",
                provider="fal",
                base_url=f"{own.url}/fal",
                key_env="GATE_KEY",
                scheme="Bearer",
                services={"storage": f"{own.url}/storage"},
            )
            sender = Sender(client, connection, key_headers=key_headers, key=key)
            replies = [await sender.send(call) for call in calls(own, other)]
            return replies, own.asked, other.asked

    return asyncio.run(run())


def get(**where: str) -> Call:
    """A plain call."""
    return Call(purpose="status", method="GET", **where)


def test_a_path_is_below_the_base_and_carries_the_key() -> None:
    """On the API's base with its prefix, and on the connection's other service."""
    replies, own, _ = talk(lambda *_: [get(path="/a/b"), get(path="/initiate", service="storage")])
    assert [(asked.path, asked.headers["authorization"]) for asked in own] == [
        ("/fal/a/b", f"Bearer {KEY}"),
        ("/storage/initiate", f"Bearer {KEY}"),
    ]
    assert [reply.json for reply in replies] == [{"id": 1}] * 2


def test_an_absolute_url_never_carries_it() -> None:
    """Not on another host, and not on the connection's own: such URLs come from answers."""
    _, own, other = talk(lambda own, other: [get(url=f"{own.url}/fal/a"), get(url=f"{other.url}/a?signature=s")])
    for asked in (*own, *other):
        assert "authorization" not in asked.headers
        assert KEY not in str(asked)
    assert other[0].path == "/a?signature=s"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_does_not_carry_it_away(status: int) -> None:
    """The reply says where to, and nothing goes there."""
    (reply,), own, other = talk(
        lambda *_: [get(path="/a")], always(response(status=status, location="http://127.0.0.1:9/x"))
    )
    assert (reply.status, len(own), other) == (status, 1, [])


@pytest.mark.parametrize("path", ["/../admin", "/a/%2e%2e/b", "/a\\b", "/a b", "/./x", "/a\n"])
def test_a_path_that_leads_upwards_is_not_sent(path: str) -> None:
    """It is refused before the key is attached to anything."""
    with pytest.raises(InvalidRequest, match="leads away from the connection 'gate'"):
        talk(lambda *_: [get(path=path)])


@given(path=st.text("/.@\\:?#%2ef evil.com", max_size=30), service=st.sampled_from(["", "storage"]))
def test_a_keyed_address_is_on_the_connections_origins(path: str, service: str) -> None:
    """Whatever the path, its address is on one of the connection's own origins, or there is none."""
    connection = Connection(
        name="gate", provider=None, base_url="https://gate.example/fal", services={"storage": "https://st.example"}
    )
    client = open_client()
    sender = Sender(client, connection, key_headers=key_headers, key=lambda: KEY)
    try:
        address = sender.address(get(path=path or "/", service=service))
    except InvalidRequest:
        return
    assert origin(address) == origin(connection.services[service] if service else connection.base_url)


def test_a_missing_key_sends_nothing() -> None:
    """The key is read first; where it cannot be, no request leaves, and a keyless call needs none."""
    seen: list[str] = []

    def none() -> str:
        seen.append("asked")
        raise MissingKey("There is none. Nothing was sent.")

    with pytest.raises(MissingKey):
        talk(lambda *_: [get(path="/a")], key=none)
    _, _, other = talk(lambda _, other: [get(url=f"{other.url}/a")], key=none)
    assert (len(other), len(seen)) == (1, 1)


def test_the_key_is_read_once_a_call() -> None:
    """A key that is taken away while the call is on its way does not turn a sent request into an unsent one."""
    keys = iter([KEY])
    replies, _, _ = talk(lambda *_: [get(path="/a")], key=lambda: next(keys))
    assert replies[0].ok


def test_an_echoed_key_is_taken_out_of_the_reply() -> None:
    """A gateway that quotes the key that it refuses does not bring it into a message; the rest of the reply stays."""
    body = {"detail": f"Invalid key {KEY}", "again": KEY, "request_id": "abc"}
    (reply,), _, _ = talk(lambda *_: [get(path="/a")], always(json_response(body, 401)))
    assert reply.json == {"detail": "Invalid key (the key)", "again": "(the key)", "request_id": "abc"}


def test_a_short_word_is_not_taken_for_a_key() -> None:
    """A test's key of a few letters does not tear holes into replies."""
    (reply,), own, _ = talk(lambda *_: [get(path="/a")], key=lambda: "id")
    assert reply.json == {"id": 1}
    assert own[0].headers["authorization"] == "Bearer id"


def test_what_the_wire_wants_besides_is_new_for_each_call() -> None:
    """The wire's own headers go with the key, with a trace id of their own, and not to other hosts."""

    async def run() -> tuple[list[Asked], list[Asked]]:
        async with serving(always(response())) as own, serving(always(response())) as other, open_client() as client:
            sender = Sender(
                client,
                Connection(name="gate", provider=None, base_url=own.url),
                key_headers=key_headers,
                key=lambda: KEY,
                own_headers=lambda trace_id: {"x-trace": trace_id, "authorization": "overruled"},
            )
            for call in (get(path="/a"), get(path="/b"), get(url=other.url)):
                await sender.send(call)
            return own.asked, other.asked

    own, other = asyncio.run(run())
    assert len({asked.headers["x-trace"] for asked in own}) == 2
    assert {asked.headers["authorization"] for asked in own} == {f"Key {KEY}"}
    assert "x-trace" not in other[0].headers


def test_a_stream_carries_it_too_and_is_read_as_it_comes() -> None:
    """Status streams go over a client of their own when there is one."""

    async def run() -> tuple[list[str], list[Asked]]:
        body = b": ping\n\ndata: a\n\n"
        async with serving(always(response(body, content_type="text/event-stream"))) as own:
            shared, streams = open_client(), open_client(pool_size=1)
            connection = Connection(name="gate", provider=None, base_url=own.url)
            sender = Sender(shared, connection, key_headers=key_headers, key=lambda: KEY, streams=streams)
            await shared.aclose()  # what still works goes over the other one
            async with sender.stream(Call(purpose="events", method="GET", path="/s")) as reply:
                lines = [line async for line in reply.aiter_lines()]
            await streams.aclose()
            return lines, own.asked

    lines, own = asyncio.run(run())
    assert lines == [": ping", "", "data: a", ""]
    assert own[0].headers["authorization"] == f"Key {KEY}"


def shown(error: BaseException) -> str:
    """The error with every frame's variables, as verbose tracebacks show them."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def test_an_error_shows_no_key_in_its_frames() -> None:
    """A call that no one answered is told with its frames and their variables, and the key is in none of them."""

    async def run() -> str:
        connection = Connection(name="gate", provider="fal", base_url="http://127.0.0.1:9", key_env="GATE_KEY")
        async with open_client() as client:
            sender = Sender(client, connection, key_headers=key_headers, key=lambda: KEY)
            try:
                await sender.send(get(path="/a"))
            except NeverDelivered as error:
                return shown(error)
        raise AssertionError("no one listens there")

    told = asyncio.run(run())
    assert "sender = " in told, "variables are shown"
    assert KEY not in told


def test_a_faulty_key_shows_in_no_frame() -> None:
    """Nor does another key of the environment, which verbose tracebacks would show as an argument."""
    connection = Connection(name="gate", provider="fal", base_url="http://127.0.0.1:9", key_env="GATE_KEY")
    with pytest.raises(MissingKey) as caught:
        read_key(connection, {"GATE_KEY": f"{KEY}\n", "OTHER_KEY": KEY})
    told = shown(caught.value)
    assert "environment = {}" in told, "variables are shown"
    assert KEY not in told
