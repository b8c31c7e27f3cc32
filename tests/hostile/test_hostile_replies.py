"""Replies that are too long, too deep, too many or contradict themselves: met within bounds, and paid once."""

from __future__ import annotations

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

import pytest
from clips import bomb
from ends import started, told
from job_kit import Bench
from sandboxed import Watch
from villain import ENDPOINTS, FAL, ID, PIXVERSE, RUNWAY, VALUES, WIRES, Answer, Raw, Villain, as_json

from vidwidgets.errors import JobFailed, OutcomeUnknown
from vidwidgets.job.engine import engine
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.events import MAX_LINE_CHARACTERS, bounded_lines, event_data
from vidwidgets.wire.states import Queued, Running

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LOOKS = {FAL: "status", RUNWAY: "task", PIXVERSE: "task"}
MEGABYTE = 2**20


def hundred_megabytes(out: BinaryIO) -> None:
    """One JSON text of 100 MB."""
    out.write(OK + b'Content-Length: 104857614\r\n\r\n{"request_id":"')
    for _ in range(100):
        out.write(b"x" * MEGABYTE)


def many_small_things(out: BinaryIO) -> None:
    """15 MB of JSON, which read would be some 400 MB."""
    body = b"[" + b"[]," * (5 * MEGABYTE) + b"[]]"
    out.write(OK + f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


def going_on(out: BinaryIO) -> None:
    """100,000 times "continue", and then nothing."""
    for _ in range(100):
        out.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


FLOODS: dict[str, Answer | Raw] = {
    "100 MB": hundred_megabytes,
    "small things": many_small_things,
    "100,000 deep": (200, b"[" * 100_000 + b"]" * 100_000),
    "100,000 objects deep": (200, b'{"status":' * 100_000 + b"1" + b"}" * 100_000),
    "bomb": (200, bomb(256), {"Content-Encoding": "gzip"}),
    "bomb in a bomb": (200, bomb(256, 2), {"Content-Encoding": "gzip, gzip"}),
    "long header": lambda out: out.write(OK + b"X-Long: " + b"x" * 10_000_000 + b"\r\n\r\n") and None,
    "many headers": lambda out: out.write(OK + b"X: y\r\n" * 500_000 + b"\r\n") and None,
    "long length": lambda out: out.write(OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}") and None,
    "continue": going_on,
    "a long number": (200, b'{"status": ' + b"7" * 1_000_000 + b"}"),
    "no text": (200, b'{"status": "\xff\xfe\xed\xa0\x80"}'),
    "lone surrogates": (200, b'{"status": "\\ud800\\udfff", "request_id": "\\ud800"}'),
    "not numbers": (200, b'{"status": NaN, "queue_position": Infinity, "progress": -Infinity}'),
}


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("flood", list(FLOODS))
def test_a_flood_at_a_look_costs_that_look(bench: Bench, villain: Villain, wire: str, flood: str) -> None:
    """Whatever comes where a status belongs, it is asked again, and the clip comes home, paid once."""
    villain.does_at(LOOKS[wire], FLOODS[flood], None)
    if wire == FAL:
        villain.does_at("result", FLOODS[flood], None)
    if wire == FAL and flood == "not numbers":  # a result that came and names no clip is an end
        villain.does_at("result", None)
    assert started(bench, wire).wait(30).path.is_file()
    assert len(villain.at("submit")) == 1


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("flood", list(FLOODS))
def test_a_flood_at_the_submit_is_in_doubt(bench: Bench, villain: Villain, wire: str, flood: str) -> None:
    """Whatever comes where an id belongs, it may have been accepted: one POST, never sent again, and it is said."""
    villain.does_at("submit", FLOODS[flood])
    error = told(started(bench, wire))
    assert isinstance(error, OutcomeUnknown)
    assert error.spent == "maybe"
    assert len(villain.at("submit")) == 1


@pytest.mark.parametrize("flood", ["100 MB", "small things", "bomb", "bomb in a bomb", "long header", "many headers"])
def test_a_flood_fills_no_memory(bench: Bench, villain: Villain, flood: str) -> None:
    """What is held of it at a time has a bound, on this machine and not on the other."""
    body = FLOODS[flood]
    villain.does_at("status", body, None)
    order = bench.order(ENDPOINTS[FAL], values=VALUES[FAL])
    tracemalloc.start()
    bench.start(order).wait(60)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200 * MEGABYTE


# --- ids and places in a queue


BAD_IDS: list[Any] = [
    *("../../x", "..", ".", "a/b", "a\\b", "a\nb", "a b", "a%2fb", "a?b", "a#b", "x" * 10_240, "", "ünï", "a\x00b"),
    *(None, True, 12.5, {"a": 1}, ["a"]),
]
BAD_NUMBERS = [-7, 10**30]
"""Runway's gateways number their tasks, so there these are ids."""


@pytest.mark.parametrize(
    ("wire", "request_id"),
    [(wire, one) for wire in WIRES for one in (*BAD_IDS, *(BAD_NUMBERS if wire != RUNWAY else ()))],
)
def test_an_id_that_leads_elsewhere_is_none(bench: Bench, villain: Villain, wire: str, request_id: Any) -> None:
    """An id that could change a path is not used in one: the outcome is in doubt, and nothing further is asked."""
    villain.does_at("submit", as_json({"request_id": request_id, "id": request_id, **_enveloped(request_id)}))
    error = told(started(bench, wire))
    assert isinstance(error, OutcomeUnknown)
    assert {request.step for request in villain.asked} <= {"submit", "upload"}


def _enveloped(video_id: object) -> dict[str, Any]:
    return {"ErrCode": 0, "ErrMsg": "Success", "Resp": {"video_id": video_id}}


@pytest.mark.parametrize(
    "position", ["-1", "1e308", '"7"', "true", "null", "1e999", "1" * 30, "[3]", '{"a": 3}', "2.5"]
)
def test_a_place_that_is_none_is_not_said(bench: Bench, villain: Villain, position: str) -> None:
    """A place in the queue that cannot be one is no place, and the queue goes on."""
    villain.does_at("status", (200, b'{"status": "IN_QUEUE", "queue_position": %s}' % position.encode()), None)
    job = bench.unstarted(bench.order(ENDPOINTS[FAL]))
    watch = Watch(job)
    job.start(engine(), bench.world()).wait(30)
    places = [state.position for state in watch.states if isinstance(state, Queued)]
    assert places
    assert set(places) == {None}


# --- both


BOTH: list[tuple[str, str, dict[str, Any], bool]] = [
    (FAL, "result", {"status": "FAILED", "error": "It failed.", "detail": "It failed.", "video": "MEDIA"}, True),
    (FAL, "status", {"status": "COMPLETED", "error": "It failed.", "error_type": "x"}, True),
    (RUNWAY, "task", {"id": ID, "status": "SUCCEEDED", "failure": "It failed.", "output": ["MEDIA"]}, True),
    (RUNWAY, "task", {"id": ID, "status": "FAILED", "failure": "It failed.", "output": ["MEDIA"]}, False),
    (PIXVERSE, "task", {"ErrCode": 0, "ErrMsg": "It failed.", "Resp": {"status": 1, "url": "MEDIA"}}, True),
    (PIXVERSE, "task", {"ErrCode": 0, "ErrMsg": "Success", "Resp": {"status": 8, "url": "MEDIA"}}, False),
]


@pytest.mark.parametrize(("wire", "step", "body", "done"), BOTH)
def test_an_answer_that_says_both_ends_once(
    bench: Bench, villain: Villain, wire: str, step: str, body: dict[str, Any], done: bool
) -> None:
    """Done and failed in one reply is one of the two: a clip that was named is fetched where the state allows it."""
    text = json.dumps(body).replace("MEDIA", villain.media_url)
    villain.does_at(step, (200, text.encode()))
    job = started(bench, wire)
    if done:
        assert job.wait(30).path.is_file()
    else:
        error = told(job)
        assert isinstance(error, JobFailed)
        assert error.spent in {"maybe", "yes"}
    assert len(villain.at("submit")) == 1


# --- streams and logs


def endless_line(out: BinaryIO) -> None:
    """A status stream of one line, until nobody listens."""
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ")
    for _ in range(100):
        out.write(b"x" * MEGABYTE)


def empty_events(out: BinaryIO) -> None:
    """A status stream of lines without an event."""
    out.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    for _ in range(20):
        out.write(b"data:\n" * 100_000 + b": alive\n")


@pytest.mark.parametrize("stream", [endless_line, empty_events])
def test_a_stream_without_events_is_left_for_polls(bench: Bench, villain: Villain, stream: Raw) -> None:
    """A status stream that says nothing, at any length, costs neither the memory nor the job."""
    url = villain.url
    bench.connection = Connection(name="fal", provider="fal", base_url=url, key_env="GATE_KEY", official=True)
    villain.does_at("stream", stream)
    order = bench.order(ENDPOINTS[FAL])
    tracemalloc.start()
    bench.start(order).wait(60)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert villain.at("stream")
    assert peak < 64 * MEGABYTE


def test_lines_are_split_as_a_stream_wants() -> None:
    """Each of the three ends of a line ends one, also where it is cut between parts, and letters are put together."""
    text = "data: ä\r\ndata: b\rdata: c\n\n: x\r\n\r\ndata: d\r\n\r\n".encode()
    for size in range(1, 12):
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        assert asyncio.run(_events(parts)) == ["ä\nb\nc", "d"]


def test_a_line_is_cut_at_its_bound() -> None:
    """What is beyond the bound is dropped; the next line is whole."""
    lines = asyncio.run(_lines([b"x" * MEGABYTE, b"y" * MEGABYTE, b"\nnext\n"]))
    assert [len(line) for line in lines] == [MAX_LINE_CHARACTERS, 4]


async def _parts(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def _lines(parts: list[bytes]) -> list[str]:
    return [line async for line in bounded_lines(_parts(parts))]


async def _events(parts: list[bytes]) -> list[str]:
    return [data async for data in event_data(bounded_lines(_parts(parts)))]


def test_a_log_is_kept_short(bench: Bench, villain: Villain) -> None:
    """Of a log without measure the end is kept, and of each line its beginning."""
    logs = [{"message": f"{count} {'x' * 2500}", "level": "y" * 100} for count in range(1000)]
    villain.does_at("status", as_json({"status": "IN_PROGRESS", "logs": logs}), None)
    job = bench.unstarted(bench.order(ENDPOINTS[FAL]))
    watch = Watch(job)
    job.start(engine(), bench.world()).wait(30)
    (running,) = [state for state in watch.states if isinstance(state, Running)]
    assert len(running.logs) == 500
    assert running.logs[-1].message.startswith("999 ")
    assert max(len(line.message) + len(line.level) for line in running.logs) < 2_100
