"""A reply is kept small: floods, bombs and odd packings end early."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from wire_server import Answering, Asked, Writer, always, ask, response

from vidwidgets.wire.call import Call
from vidwidgets.wire.http import MAX_REPLY_BYTES, Broken
from vidwidgets.wire.reply import Reply


def flood(head: bytes, part: bytes) -> Answering:
    """Answers without an end."""

    async def answer(asked: Asked, writer: Writer) -> None:
        del asked
        writer.write(head)
        while True:
            writer.write(part)
            await writer.drain()

    return answer


def measured(work: Callable[[], Any]) -> tuple[Any, int]:
    """What some work gives, and the most memory that it held at a time."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_reply_without_an_end_is_cut() -> None:
    """A flood is broken off near the bound, instead of filling the memory."""
    head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"
    (error, _), peak = measured(lambda: ask(flood(head, b"x" * 65536)))
    assert type(error) is Broken
    assert "more than 16 MiB" in error.message
    assert peak < 4 * MAX_REPLY_BYTES


def test_a_packed_bomb_is_cut() -> None:
    """A small reply that unpacks to a gigabyte is broken off early."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(2**22)) for _ in range(256)) + packer.flush()
    assert len(bomb) < 2_000_000
    (error, _), peak = measured(lambda: ask(always(response(bomb, content_encoding="gzip"))))
    assert type(error) is Broken
    assert "more than 16 MiB" in error.message
    assert peak < 12 * MAX_REPLY_BYTES


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br", "odd"])
def test_a_packing_that_was_not_asked_for_is_not_opened(encoding: str) -> None:
    """Packings that can grow without measure are not unpacked at all."""
    error, server = ask(always(response(gzip.compress(b"{}"), content_encoding=encoding)))
    assert type(error) is Broken
    assert server.asked[0].headers["accept-encoding"] == "gzip, deflate"


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "deflate", "identity", ""])
def test_a_plain_packing_is_opened(encoding: str) -> None:
    """What is asked for is unpacked."""
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding.lower(), bytes)(b'{"a": 1}')
    reply, _ = ask(always(response(packed, content_encoding=encoding)))
    assert isinstance(reply, Reply)
    assert reply.json == {"a": 1}


def test_a_reply_that_drips_is_given_up() -> None:
    """A byte now and then keeps each pause short; the whole has its bound too."""

    async def drips(asked: Asked, writer: Writer) -> None:
        del asked
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.01)

    call = Call(purpose="submit", method="POST", path="/x", json={}, timeout_seconds=0.05)
    error, _ = ask(drips, lambda _: call)
    assert type(error) is Broken
    assert error.message == "127.0.0.1 had not sent its whole answer after 0.25 s."
