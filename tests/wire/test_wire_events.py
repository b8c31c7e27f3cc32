"""Server-sent events: data out of lines, however they are split, marked or ended."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.wire.events import MAX_EVENT_CHARACTERS, event_data


def events(lines: Iterable[str]) -> list[str]:
    """The data of the events in some lines."""

    async def fed() -> AsyncIterator[str]:
        for line in lines:
            yield line

    async def run() -> list[str]:
        return [data async for data in event_data(fed())]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("lines", "data"),
    [
        (["data: a", ""], ["a"]),
        (["data:a", ""], ["a"]),
        (["data:  a", ""], [" a"]),
        (["data: a", "data: b", "", "data: c", ""], ["a\nb", "c"]),
        ([": ping", "", "data: a", "", ": ping", ""], ["a"]),
        (["event: x", "id: 7", "retry: 3", "data: a", ""], ["a"]),
        (["data: a"], []),
        (["", "", ""], []),
        (["data: a\r\n", "\r\n", "data: b\n", "\n"], ["a", "b"]),
        (["\ufeffdata: a", "", "\ufeffdata: b", ""], ["a"]),
        (["data", "", "database: x", "", " data: x", ""], []),
        (["data:", "data: a", ""], ["\na"]),
    ],
)
def test_the_data_of_each_event(lines: list[str], data: list[str]) -> None:
    """Lines are joined, comments and other fields passed over, and an event that is not ended is dropped."""
    assert events(lines) == data


texts = st.text(st.characters(exclude_characters="\r\n\u2028\u2029\x0b\x0c\x1c\x1d\x1e\x85"), max_size=20)
noise = st.sampled_from([": ping", "event: status", "id: 1", "retry: 5", "odd", ":"])


@given(
    sent=st.lists(st.lists(texts, min_size=1, max_size=3), max_size=5),
    between=st.lists(noise, max_size=4),
    ending=st.sampled_from(["", "\n", "\r\n", "\r"]),
    tail=st.booleans(),
)
def test_what_is_sent_comes_out(sent: list[list[str]], between: list[str], ending: str, tail: bool) -> None:
    """Any data written as the standard says is read back, whatever stands between and however lines end."""
    lines: list[str] = []
    for event in sent:
        lines += [*between, *(f"data: {text}" for text in event), ""]
    lines += ["data: unfinished"] if tail else []
    assert events(f"{line}{ending}" for line in lines) == ["\n".join(event) for event in sent]


@given(st.lists(st.text(max_size=12) | st.sampled_from(["", "data: x", "data:", ":", "\r\n"]), max_size=12))
def test_no_line_is_too_odd(lines: list[str]) -> None:
    """Whatever lines come, there are no more events than blank lines, and nothing is raised."""
    assert len(events(lines)) <= sum(not line.rstrip("\r\n") for line in lines)


def test_an_event_without_an_end_is_cut() -> None:
    """A stream that never ends its event does not fill the memory; the next event is whole."""
    line = "data: " + "x" * 100_000
    (long, short) = events([*[line] * 100, "", "data: a", ""])
    assert len(long) < 2 * MAX_EVENT_CHARACTERS
    assert short == "a"
