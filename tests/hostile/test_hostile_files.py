"""What comes where a clip belongs: kept whole, under a name of ours, in `renders`, or not at all."""

from __future__ import annotations

import gzip
import re
import tracemalloc
from collections.abc import Callable
from typing import BinaryIO

import pytest
from clips import bomb, png
from ends import started, told
from job_kit import GATE_KEY, Bench
from villain import FAL, WIRES, Answer, Raw, Villain

from vidwidgets.job import probe
from vidwidgets.job.bounds import Bounds
from vidwidgets.job.collect import TRIES
from vidwidgets.job.job import Job
from vidwidgets.wire.protocol import Ticket

Left = Callable[[], list[str]]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"
HASTE = Bounds(max_bytes=2**20, patience_seconds=0.4, least_bytes=1024)


def taken_up(bench: Bench, villain: Villain, job: Job) -> None:
    """Once the host behaves, the same id brings the clip, and nothing was sent twice."""
    record = bench.record(job)
    assert record.state == "fetching"
    villain.does.clear()
    again = bench.start(job.order, ticket=Ticket(record.request_id, record.endpoint, record.paths))
    assert again.wait(30).path.is_file()
    assert len(villain.at("submit")) == 1


# --- names


@pytest.mark.parametrize(
    "place",
    [
        *(
            "../../.ssh/authorized_keys",
            "..%2F..%2F.ssh%2Fx.mp4",
            "%2Fetc%2Fpasswd",
            "C:%5CWindows%5Cx.mp4",
            "x%00.mp4",
        ),
        *("x" * 3000 + ".mp4", "\u202egpj.exe", "..", "%2e%2e%2f%2e%2e", "CON.mp4", "x.mp4/..%5c..%5cx", "a.sh", ""),
    ],
)
def test_a_files_name_is_ours(bench: Bench, villain: Villain, left: Left, place: str) -> None:
    """No name in an address or a header decides where a clip is written, or what it is called."""
    villain.media_url = f"{villain.url}/media/{place}"
    header = f"attachment; filename=\"../../{place.encode('ascii', 'replace').decode()}\"; filename*=UTF-8''..%2f..%2fx"
    villain.does_at("media", (200, villain.film, {"Content-Disposition": header}))
    job = started(bench, FAL)
    if not place.isprintable():
        told(job)
        assert left() == []
        return
    path = job.wait(30).path
    assert path.parent == (bench.folder / "renders").resolve()
    assert re.fullmatch(r"[a-z0-9-]{1,80}\.mp4", path.name)
    assert left() == sorted([path.name, path.with_suffix(".json").name])


# --- contents


def _not_clips(film: bytes) -> dict[str, tuple[bytes, str]]:
    data = film.index(b"mdat") + 4
    return {
        "html": (b"<!DOCTYPE html><p>Sign in</p>", "a web page"),
        "json": (b'{"detail": "expired"}', "JSON"),
        "empty": (b"", "empty"),
        "ten bytes": (b"0123456789", "no video"),
        "cut off": (film[:-2000], "2,000 bytes are missing at its end"),
        "cut off in the index": (film[:300], "bytes are missing at its end"),
        "picture": (png(), "a picture"),
        "garbage": (film[:data] + bytes(255 - byte for byte in film[data:]), "cannot be played"),
        "header only": (film[:32], "cannot be played|no picture"),
        "list": (
            b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
            "list of other",
        ),
        "other list": (b"ffconcat version 1.0\nfile cat.jpg\n", "list of other"),
        "packed": (gzip.compress(film), "packed"),
    }


@pytest.mark.parametrize("kind", list(_not_clips(b"mdat")))
def test_what_is_no_clip_is_not_taken_for_one(bench: Bench, villain: Villain, left: Left, kind: str) -> None:
    """It is fetched a few times, said to be paid, and the same id fetches it once it is there."""
    content, words = _not_clips(villain.film)[kind]
    villain.does_at("media", (200, content, {"Content-Type": "video/mp4"}))
    job = started(bench, FAL)
    error = told(job)
    assert re.search(words, error.message), error.message
    assert "made and paid" in error.message
    assert f"vw.job('{job.request_id}')" in error.message
    assert error.spent == "yes"
    assert len(villain.at("media")) == TRIES
    assert left() == []
    taken_up(bench, villain, job)


def test_a_picture_without_measure_is_not_drawn(
    bench: Bench, villain: Villain, left: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clip whose frames would fill the memory is not opened, and not lost."""
    monkeypatch.setattr(probe, "MAX_PIXELS", 320 * 180 - 1)
    job = started(bench, FAL)
    assert "320 × 180 pixels: it is not opened" in told(job).message
    assert left() == []
    monkeypatch.undo()
    monkeypatch.setenv("GATE_KEY", GATE_KEY)
    taken_up(bench, villain, job)


@pytest.mark.parametrize("wire", WIRES)
def test_eight_gigabytes_are_refused(bench: Bench, villain: Villain, left: Left, wire: str) -> None:
    """A clip that says it has 8 GB is not begun: one question, no file, and the bill is said."""
    villain.does_at("media", (200, b"short", {"Content-Length": "8000000000"}))
    job = started(bench, wire)
    error = told(job)
    assert "8.0 GB, more than 4 GiB" in error.message
    assert error.spent == "yes"
    assert len(villain.at("media")) == 1
    assert left() == []
    taken_up(bench, villain, job)


def chunked_without_end(sent: list[int]) -> Raw:
    """Chunks for as long as they are taken."""

    def write(out: BinaryIO) -> None:
        out.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            out.write(b"10000\r\n" + bytes(0x10000) + b"\r\n")
            out.flush()
            sent.append(0x10000)

    return write


def test_a_clip_without_an_end_is_cut(bench: Bench, villain: Villain, left: Left) -> None:
    """Where no length is said the bound holds all the same, and what came is taken away again."""
    sent: list[int] = []
    villain.does_at("media", chunked_without_end(sent))
    error = told(started(bench, FAL, bounds=HASTE))
    assert "larger than 1 MiB" in error.message
    assert error.spent == "yes"
    assert sum(sent) < 2**26
    assert left() == []


@pytest.mark.parametrize(("encoding", "times"), [("gzip", 1), ("gzip, gzip", 2), ("deflate", 1), ("br", 1)])
def test_a_packed_clip_is_not_unpacked(bench: Bench, villain: Villain, left: Left, encoding: str, times: int) -> None:
    """Half a gigabyte that comes as half a megabyte stays that, in memory and on disk."""
    villain.does_at("media", (200, bomb(512, times), {"Content-Encoding": encoding}))
    tracemalloc.start()
    error = told(started(bench, FAL))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "packed, which was not asked for" in error.message
    assert peak < 64 * 2**20
    assert left() == []


def dripping(villain: Villain, head: bytes, drop: bytes = b"x") -> Raw:
    """A drop every twentieth of a second, until the client has gone or the test is over."""

    def write(out: BinaryIO) -> None:
        out.write(head)
        while not villain.stop.wait(0.05):
            out.write(drop)
            out.flush()

    return write


@pytest.mark.parametrize(
    "head", [OK + b"Content-Length: 1000000\r\n\r\n", OK + b"X-Long: ", b"HTTP/1.1 1", OK + b"\r\n"]
)
def test_a_clip_that_drips_is_given_up(bench: Bench, villain: Villain, left: Left, head: bytes) -> None:
    """A byte now and then, in the head or in the body, does not hold a job for ever."""
    villain.does_at("media", dripping(villain, head))
    job = started(bench, FAL, bounds=HASTE)
    error = told(job)
    assert "sent next to nothing for 0.4 s" in error.message or "broke" in error.message
    assert error.spent == "yes"
    assert len(villain.at("media")) == TRIES
    assert left() == []
    taken_up(bench, villain, job)


def test_a_slow_line_is_waited_for(bench: Bench, villain: Villain) -> None:
    """What comes slowly but steadily comes whole, however long it takes beyond one such pause."""
    film, size = villain.film, max(2048, len(villain.film) // 20)

    def write(out: BinaryIO) -> None:
        out.write(OK + f"Content-Length: {len(film)}\r\n\r\n".encode())
        for at in range(0, len(film), size):
            villain.stop.wait(0.05)
            out.write(film[at : at + size])
            out.flush()

    villain.does_at("media", write)
    assert started(bench, FAL, bounds=HASTE).wait(30).path.read_bytes() == film
    assert len(villain.at("media")) == 1


FLOODS: dict[str, bytes] = {
    "one header": OK + b"X-Long: " + b"x" * 10_000_000 + b"\r\n\r\n",
    "many headers": OK + b"".join(b"X-%d: y\r\n" % count for count in range(500_000)) + b"\r\n",
    "status line": b"HTTP/1.1 200 " + b"x" * 10_000_000 + b"\r\n\r\n",
    "length": OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    "odd length": OK + b"Content-Length: \xb2\r\n\r\n",
    "two lengths": OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "no HTTP": b"\x00\x01\x02" * 1000,
    "chunk size": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 100 + b"\r\n",
}


@pytest.mark.parametrize("flood", list(FLOODS))
def test_a_flood_of_headers_is_cut(bench: Bench, villain: Villain, left: Left, flood: str) -> None:
    """A head without measure, or one that is none, breaks off that try only."""
    villain.does_at("media", lambda out: out.write(FLOODS[flood]) and None)
    job = started(bench, FAL, bounds=HASTE)
    error = told(job)
    assert "could not be fetched" in error.message
    assert error.spent == "yes"
    assert left() == []
    taken_up(bench, villain, job)


def test_an_answer_that_is_good_at_last_is_taken(bench: Bench, villain: Villain) -> None:
    """Three bad tries do not cost the clip that the fourth brings."""
    bad: list[Answer | Raw | None] = [(200, b"<html>"), (200, png()), (500, b"")]
    villain.does_at("media", *bad, None)
    assert started(bench, FAL).wait(30).path.is_file()
    assert len(villain.at("media")) == TRIES
