"""Bringing the clip home: whole or not at all, from nowhere that it must not come from, and never lost."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hosts import Answer, Host, Request
from job_kit import Bench, gateway_at
from sandboxed import Sandboxed

from vidwidgets.errors import ProviderUnreachable, VidwidgetsError
from vidwidgets.job import vault
from vidwidgets.job.collect import TRIES
from vidwidgets.job.place import clip_name
from vidwidgets.job.receipt import receipt_path
from vidwidgets.job.vault import Kept, Unfetched, Unkept, checked_media_url, fetch
from vidwidgets.wire.http import open_client
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.states import Failed, Fetching


@pytest.fixture
def film(bench: Bench) -> bytes:
    """The bytes of a clip that the sandbox made."""
    return bench.start().wait(30).path.read_bytes()


def fetched(url: str, path: Path, *, loopback_allowed: bool = True) -> Kept:
    """Fetch with a client of its own."""

    async def once() -> Kept:
        async with open_client() as client:
            return await fetch(client, url, path, loopback_allowed=loopback_allowed, told=lambda *_: None)

    return asyncio.run(once())


def left_behind(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# --- addresses


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "no web address"),
        ("ftp://example.com/clip.mp4", "no web address"),
        ("data:video/mp4;base64,AAAA", "no web address"),
        ("//example.com/clip.mp4", "no web address"),
        ("https:///clip.mp4", "no web address"),
        ("https://user:secret@example.com/clip.mp4", "no web address"),
        ("", "no web address"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254, inside this machine or network"),
        ("https://169.254.169.254/", "inside this machine or network"),
        ("https://10.0.0.8/clip.mp4", "inside this machine or network"),
        ("https://192.168.1.1/clip.mp4", "inside this machine or network"),
        ("https://[::1]/clip.mp4", "inside this machine or network"),
        ("https://[fe80::1]/clip.mp4", "inside this machine or network"),
        ("https://localhost/clip.mp4", "inside this machine or network"),
        ("http://127.0.0.1:8000/clip.mp4", "inside this machine or network"),
        ("https://metadata.google.internal/", "inside this machine or network"),
        ("http://example.com/clip.mp4", "unencrypted address on example.com"),
    ],
)
def test_a_clip_does_not_come_from_there(url: str, words: str) -> None:
    """An address that is no encrypted public one is refused in a sentence, before anything is asked there."""
    with pytest.raises(Unfetched, match=words) as caught:
        checked_media_url(url, loopback_allowed=False)
    assert "secret" not in str(caught.value)


def test_a_public_encrypted_address_passes() -> None:
    """A plain https address is taken as it is, query and all."""
    url = "https://v3.fal.media/files/a/b.mp4?X-Signature=1"
    assert checked_media_url(url, loopback_allowed=False) == url


def test_this_machine_serves_clips_only_to_itself() -> None:
    """Loopback is a place for clips where the connection is on loopback, and other private places still are not."""
    assert checked_media_url("http://127.0.0.1:9/x", loopback_allowed=True) == "http://127.0.0.1:9/x"
    with pytest.raises(Unfetched):
        checked_media_url("http://169.254.169.254/x", loopback_allowed=True)


@pytest.mark.parametrize(
    "place", ["file:///etc/passwd", "http://169.254.169.254/", "http://example.com/x.mp4", "https://10.1.1.1/x.mp4"]
)
def test_a_redirect_does_not_lead_there_either(tmp_path: Path, place: str) -> None:
    """Each step of a redirect is judged as the first address was."""
    with (
        Host(answer=lambda _: (302, b"", {"Location": place})) as host,
        pytest.raises(Unfetched, match=r"no web address|inside this machine|unencrypted"),
    ):
        fetched(f"{host.url}/clip.mp4", tmp_path / "clip.mp4")
    assert len(host.asked) == 1
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("location", [{"Location": "/again"}, {}])
def test_redirects_without_end_are_given_up(tmp_path: Path, location: dict[str, str]) -> None:
    """A host that sends one in circles, or nowhere, is asked a few times only."""
    with Host(answer=lambda _: (302, b"", location)) as host, pytest.raises(Unfetched, match="without end"):
        fetched(f"{host.url}/clip.mp4", tmp_path / "clip.mp4")
    assert len(host.asked) == 1 + vault.MAX_REDIRECTS


def test_a_redirect_on_the_same_machine_is_followed(tmp_path: Path, film: bytes) -> None:
    """A redirect that may be followed leads to the clip."""
    answers: dict[str, Answer] = {"/a": (307, b"", {"Location": "b?x=1"}), "/b?x=1": (200, film)}
    with Host(answer=lambda request: answers[request.path]) as host:
        kept = fetched(f"{host.url}/a", tmp_path / "clip.mp4")
    assert kept.path.read_bytes() == film
    assert kept.size_bytes == len(film)


# --- what comes


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((200, b"<!DOCTYPE html><p>Sign in</p>", {"Content-Type": "video/mp4"}), Unfetched, "a web page"),
        ((200, b'{"detail": "expired"}'), Unfetched, "it is JSON"),
        ((200, b""), Unfetched, "no video"),
        ((200, b"\x00\x00\x00\x18ftypmp42" + bytes(5000)), Unfetched, "cannot be played"),
        ((404, b"gone"), Unfetched, "answered 404"),
        ((206, b"part"), Unfetched, "answered 206"),
        ((500, b""), Unfetched, "answered 500"),
        ((200, b"short", {"Content-Length": "8000000000"}), Unkept, "8.0 GB, more than 4 GiB: refused"),
        ((200, b"short", {"Content-Length": "9000", "Connection": "close"}), Unfetched, "could not be fetched"),
    ],
)
def test_what_is_no_clip_is_not_kept(tmp_path: Path, answer: Answer, kind: type[Exception], words: str) -> None:
    """Whatever else the address answers is refused in a sentence, without its query, and leaves no file."""
    with Host(answer=lambda _: answer) as host, pytest.raises(kind, match=words) as caught:
        fetched(f"{host.url}/clip.mp4?X-Signature=abc", tmp_path / "clip.mp4")
    assert "X-Signature" not in str(caught.value)
    assert left_behind(tmp_path) == []


def test_a_clip_without_a_length_is_kept_whole(tmp_path: Path, film: bytes) -> None:
    """A chunked reply has no length to hold it against: the file itself tells."""
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(film), film)

    def answer(_: Request) -> Answer:
        return 200, chunked, {"Transfer-Encoding": "chunked", "Content-Length": ""}

    with Host(answer=answer) as host:
        kept = fetched(f"{host.url}/clip.mp4", tmp_path / "clip.mp4")
    assert kept.path.read_bytes() == film


def test_an_older_file_survives_a_failed_fetch(tmp_path: Path) -> None:
    """A clip that is there is replaced by a whole one or not at all."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"the older one")
    with Host(answer=lambda _: (200, b"<html>")) as host, pytest.raises(Unfetched):
        fetched(f"{host.url}/clip.mp4", path)
    assert path.read_bytes() == b"the older one"


def test_two_fetches_of_one_clip_do_not_meet(tmp_path: Path, film: bytes) -> None:
    """Two kernels that fetch the same clip at the same time both end with the whole file."""

    async def both(url: str) -> list[Kept]:
        async with open_client() as client:
            told: Callable[..., None] = lambda *_: None  # noqa: E731  nothing to tell
            one = (
                fetch(client, url, tmp_path / "new" / "clip.mp4", loopback_allowed=True, told=told) for _ in range(5)
            )
            return await asyncio.gather(*one)

    with Host(answer=lambda _: (200, film)) as host:
        kept = asyncio.run(both(f"{host.url}/clip.mp4"))
    assert len({each.sha256 for each in kept}) == 1
    assert left_behind(tmp_path / "new") == ["clip.mp4"]
    assert (tmp_path / "new" / "clip.mp4").read_bytes() == film


# --- as a job meets it


@pytest.mark.parametrize("scenario", ["slow-media", "truncated-media"])
def test_a_difficult_download_is_brought_home(bench: Bench, sandbox: Sandboxed, scenario: str) -> None:
    """A slow download is waited for and one that breaks off is made anew; the size is told meanwhile."""
    sandbox.play(scenario, seconds=0.3, times=1)
    job, watch = bench.watched()
    clip = job.wait(30)
    told = [state for state in watch.states if isinstance(state, Fetching)]
    assert told[-1].received_bytes == told[-1].total_bytes == clip.size_bytes
    assert (scenario == "truncated-media") is any("It is tried again." in state.note for state in told)
    assert left_behind(bench.folder / "renders") == sorted([clip.path.name, clip.path.with_suffix(".json").name])


def test_a_clip_that_is_away_is_paid_and_stays_open(gate: Bench, sandbox: Sandboxed) -> None:
    """After bounded tries it is said to be paid and fetchable; the same id then fetches it without another POST."""
    sandbox.play("expired-media")
    job = gate.start()
    with pytest.raises(ProviderUnreachable, match=r"made and paid.*answered 404.*vw.job\('.*'\) tries again") as caught:
        job.wait(30)
    assert caught.value.spent == "yes"
    assert isinstance(job.state, Failed)
    assert len(sandbox.requests("GET", "/files/")) == TRIES
    assert gate.record(job).state == "fetching"
    sandbox.clear()
    record = gate.record(job)
    again = gate.start(ticket=Ticket(record.request_id, record.endpoint, record.paths))
    assert again.wait(30).path.is_file()
    assert len(sandbox.submits()) == 1


def test_each_try_asks_for_a_fresh_address(gate: Bench, film: bytes) -> None:
    """A media address that has died is asked for anew before the next try."""
    results = iter(["dead", "alive"])

    def answer(request: Request) -> Answer:
        path = request.path.partition("?")[0]
        if request.method == "POST":
            return 200, b'{"request_id": "the-id"}'
        if path.endswith("/status"):
            return 200, b'{"status": "COMPLETED"}'
        if path.endswith("/the-id"):
            return 200, b'{"video": {"url": "%s/%s.mp4"}}' % (host.url.encode(), next(results).encode())
        return (200, film) if path == "/alive.mp4" else (403, b"expired")

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        clip = gate.start().wait(30)
    assert clip.url == f"{host.url}/alive.mp4"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://169.254.169.254/x", "http://example.com/x"])
def test_a_hostile_result_is_not_followed(gate: Bench, url: str) -> None:
    """A result that names a forbidden place ends without a clip; nothing is asked there, and the job stays open."""

    def answer(request: Request) -> Answer:
        if request.method == "POST":
            return 200, b'{"request_id": "the-id"}'
        done = request.path.partition("?")[0].endswith("/status")
        return (200, b'{"status": "COMPLETED"}') if done else (200, b'{"video": {"url": "%s"}}' % url.encode())

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start()
        with pytest.raises(VidwidgetsError):
            job.wait(30)
    assert not (gate.folder / "renders").is_dir() or left_behind(gate.folder / "renders") == []


def test_a_folder_that_is_gone_is_made_again(bench: Bench, sandbox: Sandboxed) -> None:
    """A `renders` folder that is deleted while the job runs does not cost the clip."""
    sandbox.clock.hold()
    job, watch = bench.watched()
    watch.until(lambda state: type(state).__name__ == "Queued")
    shutil.rmtree(bench.folder / "renders")
    sandbox.clock.run()
    assert job.wait(30).path.is_file()


def test_a_job_that_was_not_watched_says_no_time(gate: Bench) -> None:
    """A clip of a job that was taken up later does not pretend to know how long it took."""
    job = gate.start()
    assert (job.wait(30).made_in_seconds or 0) > 0
    again = gate.start(ticket=Ticket(job.request_id, job.endpoint, gate.record(job).paths))
    assert again.wait(30).made_in_seconds is None


def test_a_receipt_that_cannot_be_written_does_not_cost_the_clip(bench: Bench, sandbox: Sandboxed) -> None:
    """Where something is in the receipt's place the clip comes all the same."""
    sandbox.clock.hold()
    job, watch = bench.watched()
    watch.until(lambda state: type(state).__name__ == "Queued")
    name = clip_name(job.endpoint, job.order.prompt, job.id)
    receipt_path(bench.folder / "renders" / name).mkdir()
    sandbox.clock.run()
    assert job.wait(30).path.is_file()
