"""What is kept of a job's requests and replies: bounded, without keys, and never at the cost of the request."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import tracemalloc
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_server import Asked, Writer, serving

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.body_text import MOST_CHARACTERS, event_text
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.exchange import Exchange
from vidwidgets.wire.http import Broken, open_client
from vidwidgets.wire.kept import FIRST, FIRST_CHARACTERS, LAST, LAST_CHARACTERS, KeptExchanges
from vidwidgets.wire.recorder import MOST_EVENTS, Recorder, recording
from vidwidgets.wire.redact import MASK, remember
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.send import Sender, sent_bare

KEY = 'rec/0rder+key="<&>"-0123456789'
URL = "https://queue.example/fal-ai/x/requests/1/status"
POLL = Call(purpose="status", method="GET", path="/fal-ai/x/requests/1/status")


@pytest.fixture(autouse=True)
def known() -> None:
    """The key was read once."""
    remember(KEY)


def recorder() -> Recorder:
    """One whose clock stands still."""
    return Recorder(clock=lambda: 1_000.0, timer=lambda: 5.0)


def one_reply(content: bytes, *, call: Call = POLL, headers: Mapping[str, str] | None = None) -> Exchange:
    """What is kept of one reply."""
    made = recorder()
    with recording(made, call, URL, {}) as record:
        record.replied(200, headers or {}, content)
    (exchange,) = made.exchanges
    return exchange


def spelled(key: str) -> tuple[str, ...]:
    """The ways in which it might be written out."""
    return (key, quote(key, safe=""), base64.b64encode(key.encode()).decode()[:-4], json.dumps(key)[1:-1])


ECHOES: tuple[bytes, ...] = (
    KEY.encode(),
    json.dumps({"detail": f"bad key {KEY}"}).encode(),
    json.dumps({"detail": f"bad key {KEY}"}).replace("/", "\\/").encode(),
    json.dumps({KEY: [{"deep": KEY}]}).encode(),
    '{"detail": "' + "".join(f"\\u{ord(sign):04x}" for sign in KEY) + '"}',  # type: ignore[arg-type]  # encoded below
    json.dumps({"at": quote(KEY, safe=""), "basic": base64.b64encode(f"Key {KEY}".encode()).decode()}).encode(),
    b"x" * (MOST_CHARACTERS - 7) + KEY.encode(),
    json.dumps({"url": f"https://cdn.example/a.mp4?sig={KEY}&x=1"}).encode(),
    json.dumps("y" * 2_995 + KEY).encode(),
)


@pytest.mark.parametrize("echo", ECHOES)
def test_no_key_is_kept_of_a_reply(echo: bytes | str) -> None:
    """However a host writes it back, escaped, deep inside, or where the text is cut: it is masked before it is kept."""
    content = echo.encode() if isinstance(echo, str) else echo
    exchange = one_reply(content, headers={"x-echo": KEY, f"x-{KEY}": "1", "location": f"https://a.example/?k={KEY}"})
    kept = repr(exchange) + json.dumps(exchange.to_dict()) + exchange.to_curl()
    for spelling in spelled(KEY):
        assert spelling not in kept
    assert KEY[:20] not in kept
    assert MASK in kept
    assert MASK in event_text(content.decode()) or "…" in event_text(content.decode())
    assert not any(spelling in event_text(content.decode()) for spelling in spelled(KEY))


def test_what_opens_something_is_not_kept() -> None:
    """Signed queries go, cookies are hidden, a picture is said and not kept, what is of no use for people is cut."""
    body = {
        "video": {"url": "https://cdn.example/a.mp4?X-Signature=s3cret"},
        "n": 9007199254740993,
        "p": "data:image/png;base64," + "A" * 9_000,
    }
    exchange = one_reply(
        json.dumps(body).encode(), headers={"Set-Cookie": "session=s3cret", "Location": "https://a.example/x?t=s3cret"}
    )
    assert "s3cret" not in repr(exchange)
    assert json.loads(exchange.reply_body) == {
        "video": {"url": "https://cdn.example/a.mp4?…"},
        "n": 9007199254740993,
        "p": "data:image/png;base64,… (9,022 characters)",
    }
    assert dict(exchange.reply_headers) == {"set-cookie": "(hidden)", "location": "https://a.example/x?…"}
    assert exchange.reply_bytes == len(json.dumps(body))


@given(st.lists(st.integers(0, 3 * FIRST_CHARACTERS), max_size=150))
def test_the_first_and_the_latest_are_kept(sizes: list[int]) -> None:
    """Of any row of exchanges: bounded in number and text, in order, the first and the newest among them."""
    kept = KeptExchanges()
    for number, size in enumerate(sizes, start=1):
        asked = Exchange(number=number, purpose="status", attempt=1, method="GET", url="u", started_at=0.0)
        kept.put(asked)
        kept.put(
            Exchange(
                number=number, purpose="status", attempt=1, method="GET", url="u", started_at=0.0, reply_body="b" * size
            )
        )
    numbers = [one.number for one in kept.all()]
    assert kept.made == len(sizes)
    assert numbers == sorted(set(numbers))
    assert len(numbers) <= FIRST + LAST
    assert (numbers[:1], numbers[-1:]) == (([1], [len(sizes)]) if sizes else ([], []))
    largest = max(sizes, default=0) + 1
    assert sum(len(one.reply_body) for one in kept.all()) <= FIRST_CHARACTERS + LAST_CHARACTERS + 2 * largest
    if len(sizes) <= FIRST + LAST and sum(sizes) + len(sizes) < min(FIRST_CHARACTERS, LAST_CHARACTERS):
        assert len(numbers) == len(sizes)


def test_a_job_that_polls_for_hours_fits_into_memory() -> None:
    """Of a thousand looks 80 are kept, in less than 150 kB: a thousand such jobs take less than 150 MB."""

    def watched() -> Recorder:
        made = recorder()
        for look in range(300):
            headers = {f"x-header-{index}": f"value {index}" for index in range(12)} | {
                "date": f"{look}",
                "x-id": f"id {look}",
            }
            with recording(made, POLL, URL, {"authorization": "Key $FAL_KEY"}, key_env="FAL_KEY") as record:
                record.replied(200, headers, json.dumps({"status": "IN_QUEUE", "queue_position": look}).encode())
            made.decided(f"It waits in the queue, {look} ahead.", "status")
        return made

    watched()
    tracemalloc.start()
    several = [watched() for _ in range(10)]
    taken = tracemalloc.get_traced_memory()[0] / len(several)
    tracemalloc.stop()
    assert taken < 150_000
    assert (len(several[0].exchanges), several[0].left_out) == (FIRST + LAST, 300 - FIRST - LAST)
    assert [one.attempt for one in several[0].exchanges] == [*range(1, FIRST + 1), *range(301 - LAST, 301)]


def test_what_changed_since_is_told() -> None:
    """A page that knows some of it is told the rest only, and of one that goes on when it ends."""
    made = recorder()
    with recording(made, POLL, URL, {}) as record:
        change, under_way = made.since(0)
        assert (under_way[0].status, under_way[0].duration_seconds) == (None, None)
        record.replied(200, {}, b"{}")
    latest, ended = made.since(change)
    assert (ended[0].status, ended[0].duration_seconds) == (200, 0.0)
    assert made.since(latest) == (latest, ())


def test_a_stream_keeps_its_events() -> None:
    """One a line, repeats once, the middle of very many left out."""
    made = recorder()
    with recording(made, Call(purpose="events", method="GET", path="/s"), URL, {}) as record:
        record.replied(200, {"content-type": "text/event-stream"})
        for number in range(100):
            made.heard(f'{{"step": {number}}}')
            made.heard(f'{{"step": {number}}}')
    lines = made.exchanges[0].reply_body.split("\n")
    assert len(lines) == MOST_EVENTS
    assert (lines[0], lines[-1], lines.count("…")) == ('{"step": 0}', '{"step": 99}', 1)


def test_a_fault_in_recording_costs_no_request() -> None:
    """Where something cannot be recorded it is logged, and the reply comes all the same."""

    def broken() -> float:
        raise ZeroDivisionError

    async def answer(_asked: Asked, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")

    async def run() -> Reply:
        async with serving(answer) as own, open_client() as client:
            call = Call(purpose="status", method="GET", url=own.url)
            return await sent_bare(client, call, Recorder(clock=broken, timer=lambda: 0.0))

    assert asyncio.run(run()).status == 200


def test_a_lost_reply_is_kept_with_its_reason() -> None:
    """A request that was not answered says so; one that was broken off from outside too."""

    async def hang_up(_asked: Asked, writer: Writer) -> None:
        writer.close()

    made = recorder()

    async def run() -> None:
        async with serving(hang_up) as own, open_client() as client:
            sender = Sender(
                client,
                Connection(name="gate", provider="fal", base_url=own.url, key_env="GATE_KEY", scheme="Bearer"),
                key_headers=lambda key, scheme: {"authorization": f"{scheme} {key}"},
                key=lambda: KEY,
                recorder=made,
            )
            with pytest.raises(Broken):
                await sender.send(Call(purpose="submit", method="POST", path="/x", json={"prompt": "a"}))

    asyncio.run(run())
    with pytest.raises(KeyboardInterrupt), recording(made, POLL, URL, {}):
        raise KeyboardInterrupt
    lost, broken = made.exchanges
    assert "broke" in lost.error
    assert broken.error == "It was broken off here."
    assert dict(lost.request_headers) == {"authorization": "Bearer $GATE_KEY", "content-type": "application/json"}


@given(
    body=st.dictionaries(st.text(max_size=9), st.text(max_size=30), max_size=4),
    header=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_curl_makes_the_same_request(body: dict[str, str], header: str) -> None:
    """Bash hands curl the method, the URL, each header with the key filled in, and the body, whatever is in them."""
    made = recorder()
    call = Call(purpose="submit", method="POST", path="/x", json=body)
    with recording(
        made, call, "https://queue.example/x", {"authorization": "Key $FAL_KEY", "x-note": header}, key_env="FAL_KEY"
    ):
        pass
    (exchange,) = made.exchanges
    script = 'curl() { printf "%s\\0" "$@"; }\n' + exchange.to_curl()
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, check=True, env={"FAL_KEY": "se'cr\"et `id`", "LC_ALL": "C.UTF-8"}
    )
    seen = done.stdout.decode().split("\0")[:-1]
    pairs = dict(exchange.request_headers)
    assert seen[:3] == ["--request", "POST", "https://queue.example/x"]
    assert seen[4:9:2] == [
        "authorization: Key se'cr\"et `id`",
        f"x-note: {pairs['x-note']}",
        "content-type: application/json",
    ]
    assert seen[-1] == exchange.request_body
    assert "paid" in exchange.to_curl()


def test_the_sentence_goes_to_its_own_kind() -> None:
    """A cancellation that is asked for meanwhile does not take a look's sentence, and uploads keep no bodies."""
    made = recorder()
    calls = (
        POLL,
        Call(purpose="cancel", method="PUT", path="/c"),
        Call(purpose="upload", method="POST", path="/u", json={"file_name": "a.jpg"}),
    )
    for call in calls:
        with recording(made, call, URL, {}) as record:
            record.replied(200, {}, b'{"id": 7}')
    made.decided("It waits.", "status", "result")
    made.decided(f"It goes on: {KEY}", "cancel")
    made.decided("Nothing of that kind.", "media")
    assert [one.decision for one in made.exchanges] == ["It waits.", f"It goes on: {MASK}", ""]
    upload = made.exchanges[2]
    assert (upload.request_body, upload.reply_body, upload.reply_bytes) == ("", "", 9)


def test_an_error_is_kept_without_the_key() -> None:
    """The sentence of what went wrong passes the same redaction."""
    made = recorder()
    with pytest.raises(VidwidgetsError), recording(made, POLL, f"{URL}?k={KEY}", {}):
        raise VidwidgetsError(f"no connection with {KEY}")
    assert made.exchanges[0].error == f"no connection with {MASK}"
    assert made.exchanges[0].url == f"{URL}?…"
