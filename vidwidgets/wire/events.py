"""Server-sent events: lines in, data out (WHATWG HTML, "Server-sent events", read 2026-11-21)."""

from __future__ import annotations

from collections.abc import AsyncIterator

MAX_EVENT_CHARACTERS = 1_000_000


async def event_data(lines: AsyncIterator[str]) -> AsyncIterator[str]:
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
            size += len(value)
