"""Server-sent events: lines in, data out (WHATWG HTML, "Server-sent events", read 2026-11-21)."""

from __future__ import annotations

import codecs
from collections.abc import AsyncGenerator, AsyncIterator

MAX_EVENT_CHARACTERS = 1_000_000
MAX_LINE_CHARACTERS = 1_000_000
"""A longer line is no event of ours; what is beyond is dropped."""


async def bounded_lines(parts: AsyncIterator[bytes]) -> AsyncGenerator[str, None]:
    """The lines of a text that comes in parts; one without an end takes no more memory than the bound."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    begun: list[str] = []
    held, after_return = 0, False
    async for part in parts:
        text = decoder.decode(part)
        if after_return:
            text = text.removeprefix("\n")  # the other half of a line's end
        after_return = text.endswith("\r") if text else after_return
        *ended, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in ended:
            yield "".join((*begun, line))[:MAX_LINE_CHARACTERS]
            begun, held = [], 0
        if rest and held < MAX_LINE_CHARACTERS:
            begun.append(rest)
            held += len(rest)


async def event_data(lines: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The data of each event; comments, names and ids are passed over, an unfinished last event is dropped."""
    data: list[str] = []
    size = 0
    first = True
    async for raw in lines:
        line = (raw.removeprefix("\ufeff") if first else raw).rstrip("\r\n")
        first = False
        if not line:
            if data:
                yield "\n".join(data)
            data, size = [], 0
        elif line.startswith("data:") and size < MAX_EVENT_CHARACTERS:
            value = line[5:].removeprefix(" ")
            data.append(value)
            size += len(value) + 1  # an empty one takes room too
