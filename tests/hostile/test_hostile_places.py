"""Addresses that lead where nothing of ours may go, as they are written and as their names are looked up."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from ends import kept_key, started, told
from job_kit import Bench
from needing import needed
from villain import FAL, ID, WIRES, Villain, as_json

from vidwidgets.job.bounds import Bounds
from vidwidgets.job.collect import TRIES
from vidwidgets.job.vault import Kept, Unfetched, fetch
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import NeverDelivered, library, open_client, streamed
from vidwidgets.wire.origin import is_private
from vidwidgets.wire.reach import BY_NAME, Inside, ways_to

INSIDE = "inside this machine or network"
SPELLINGS = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0", "0.0.0.0"),  # noqa: S104  named, not bound
    *("169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "10.0.0.8", "172.16.0.1", "192.168.1.1"),
    *("100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1"),
    *("[::1]", "[::]", "[fd00:ec2::254]", "[fe80::1]", "[fe80::1%25eth0]", "[ff02::1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]"),
    *("localhost", "LOCALHOST.", "a.localhost", "metadata", "metadata.google.internal", "instance-data.ec2.internal"),
    *("printer.local", "１２７.0.0.1", "127。0。0。1", "ｌocalhost"),  # noqa: RUF001  they only look like others
]


class Names:
    """Looks names up as told, in turn, and never asks anyone."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """The next answer; the last one stays."""
        del port
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


async def nobody_knows(host: str, port: int) -> Sequence[str]:
    """Know no name."""
    raise OSError(-2, f"Name or service not known ({host}, {port})")


# --- as they are written


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_hides_a_private_place(host: str) -> None:
    """However an address of this machine or network is written, it is known for one, also to the uploads."""
    url = f"https://{host}/x"
    assert is_private(url)
    with pytest.raises(Inside, match=INSIDE):
        asyncio.run(ways_to(url, loopback_allowed=False, resolve=nobody_knows))


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]", "[64:ff9b::808:808]"])
def test_a_public_address_is_none(host: str) -> None:
    """An address of the public internet is taken as it is written, without looking anything up."""
    assert not is_private(f"https://{host}/x")
    assert asyncio.run(ways_to(f"https://{host}/x", loopback_allowed=False, resolve=nobody_knows)) == BY_NAME


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(
    "place",
    [
        *("file:///etc/passwd", "ftp://example.com/x", "http://169.254.169.254/latest", "https://[fd00:ec2::254]/x"),
        *("https://0251.0376.0251.0376/x", "https://metadata.google.internal/x", "https://[::ffff:10.0.0.1]/x"),
        *("https://[", "https://[::1", "https://example.com:99999/x", "https://a@b:c@example.com/x"),
        *("https://exa\u202emple.com/x", "https://example.com/\r\nHost: y", f"https://example.com/{'x' * 9000}"),
    ],
)
def test_a_clip_is_not_fetched_from_there(
    bench: Bench, villain: Villain, left: Callable[[], list[str]], wire: str, place: str
) -> None:
    """A result that names such a place is no clip; that is said, with the bill, and the id stays good."""
    villain.media_url = place
    if not place.startswith("http") and wire != "runway":
        villain.does_at("look", None)
    job = started(bench, wire, timer=Leaps())
    error = told(job)
    assert error.spent != "no"
    assert len(villain.at("submit")) == 1
    assert left() == []
    assert job.request_id == ID


class Leaps:
    """A timer on which each look is ten minutes later: what is asked again and again comes to its end."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def __call__(self) -> float:
        """Seconds."""
        self._seconds += 600
        return self._seconds


@pytest.mark.parametrize("key", ["status_url", "response_url", "cancel_url"])
def test_urls_of_an_answer_lead_nowhere_else(bench: Bench, villain: Villain, thief: Villain, key: str) -> None:
    """Fal's answer names URLs on another host: they are not asked, and the key stays at its own host."""
    urls = {key: f"{thief.url}/fal-ai/kling-video/requests/{ID}/status"}
    villain.does_at("submit", as_json({"request_id": ID, **urls}))
    assert started(bench, FAL).wait(30).path.is_file()
    assert thief.asked == []
    kept_key(thief)


# --- as their names are looked up


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("address", ["169.254.169.254", "10.0.0.8", "fd00:ec2::254", "::ffff:192.168.0.1"])
def test_a_public_name_of_a_private_place_is_refused(
    bench: Bench, villain: Villain, left: Callable[[], list[str]], wire: str, address: str
) -> None:
    """A clip on a public name that stands for a private address is not fetched; the job is paid, and stays open."""
    villain.media_url = "https://clips.example/clip.mp4"
    names = Names([address])
    error = told(started(bench, wire, bounds=Bounds(resolve=names)))
    assert f"clips.example leads to {address}, {INSIDE}" in error.message
    assert error.spent == "yes"
    assert names.asked == ["clips.example"] * TRIES
    assert left() == []


def test_a_public_name_of_this_machine_is_refused(tmp_path: Path, villain: Villain) -> None:
    """Where the connection is a real one, a name that stands for loopback leads nowhere."""
    port = villain.url.rpartition(":")[2]
    with pytest.raises(Unfetched, match=rf"clips\.example leads to 127\.0\.0\.1, {INSIDE}"):
        fetched(f"https://clips.example:{port}/media/x", tmp_path / "x.mp4", Names(["127.0.0.1"]))
    assert villain.asked == []


def test_a_name_is_looked_up_once_and_that_address_connected_to() -> None:
    """A name server that answers otherwise a moment later changes nothing: the address that was judged is used."""
    names = Names(["93.184.215.14"], ["127.0.0.1"])
    seen = Seen()
    asyncio.run(seen.fetch("https://clips.example/clip.mp4?sig=1", names))
    assert names.asked == ["clips.example"]
    (request,) = seen.requests
    assert request.url.host == "93.184.215.14"
    assert request.headers["host"] == "clips.example"
    assert request.headers["connection"] == "close"
    assert request.extensions["sni_hostname"] == "clips.example"
    assert request.url.query == b"sig=1"


def test_of_several_addresses_only_the_public_ones_are_used() -> None:
    """A private address among public ones is left out; the public ones are tried in turn."""
    names = Names(["10.0.0.1", "93.184.215.14", "::1", "93.184.215.15"])
    seen = Seen(refused=1)
    asyncio.run(seen.fetch("https://clips.example/clip.mp4", names))
    assert [request.url.host for request in seen.requests] == ["93.184.215.14", "93.184.215.15"]


def test_a_local_proxys_stand_in_is_good_as_a_name_only() -> None:
    """Clash and its like answer 198.18.x.x for every name; so a name may stand for it, and no URL may name it."""
    ways = ways_to("https://clips.example/x", loopback_allowed=False, resolve=Names(["198.18.0.7"]))
    assert asyncio.run(ways) == ["198.18.0.7"]
    with pytest.raises(Inside):
        asyncio.run(ways_to("https://198.18.0.7/x", loopback_allowed=False))


def test_the_connections_own_host_is_not_judged_by_its_address() -> None:
    """A company's gateway has a public name and a private address: what it serves itself is fetched."""
    url, names = "https://gateway.example/clip.mp4", Names(["10.0.0.8"])
    ways = ways_to(url, loopback_allowed=False, own_bases=["https://gateway.example/v1"], resolve=names)
    assert asyncio.run(ways) == BY_NAME
    with pytest.raises(Inside):
        asyncio.run(ways_to(url, loopback_allowed=False, own_bases=["https://other.example"], resolve=names))


def test_a_name_that_nobody_knows_is_said(tmp_path: Path) -> None:
    """A name that cannot be looked up is a connection that was never made."""
    with pytest.raises(Unfetched, match=r"No connection to clips\.example: Name or service not known"):
        fetched("https://clips.example/x", tmp_path / "x.mp4", nobody_knows)


def test_behind_a_proxy_the_name_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy connects by itself, so the name goes to it; one that stands for a private place is still refused."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    url = "https://clips.example/x"
    assert asyncio.run(ways_to(url, loopback_allowed=False, resolve=Names(["93.184.215.14"]))) == BY_NAME
    assert asyncio.run(ways_to(url, loopback_allowed=False, resolve=nobody_knows)) == BY_NAME
    with pytest.raises(Inside):
        asyncio.run(ways_to(url, loopback_allowed=False, resolve=Names(["10.0.0.8"])))


def test_the_certificate_is_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connected to by address, the host must still prove the name; one that proves another is not spoken to."""
    certificate, key = made_certificate(tmp_path, "clips.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    async def asked() -> list[object]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server = await asyncio.start_server(say_hello, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server, open_client() as client:
            return [await hello(client, f"https://{name}:{port}/x") for name in ("clips.example", "other.example")]

    good, bad = asyncio.run(asked())
    assert good == b"hello"
    assert isinstance(bad, NeverDelivered)
    assert "certificate" in bad.message


# --- what these tests do


def fetched(url: str, path: Path, resolve: Callable[..., object]) -> Kept:
    """Fetch as for a connection to a real provider."""

    async def once() -> Kept:
        async with open_client() as client:
            bounds = Bounds(resolve=resolve)  # type: ignore[arg-type]  # of that kind
            return await fetch(client, url, path, loopback_allowed=False, told=lambda *_: None, bounds=bounds)

    return asyncio.run(once())


class Seen(library().AsyncBaseTransport):  # type: ignore[misc]  # of either library
    """Keeps the requests that would leave, refuses as many as told, and answers the rest with nothing."""

    def __init__(self, refused: int = 0) -> None:
        self.requests: list[object] = []
        self._refused = refused

    async def handle_async_request(self, request: object) -> object:
        """Take one."""
        self.requests.append(request)
        if len(self.requests) <= self._refused:
            raise library().ConnectError("refused")
        return library().Response(200, request=request)

    async def fetch(self, url: str, names: Names) -> None:
        """Ask for a URL as for a clip."""
        async with open_client(transport=self) as client:
            ways = await ways_to(url, loopback_allowed=False, resolve=names)
            call = Call(purpose="media", method="GET", url=url)
            async with streamed(client, call, url, {}, ways=ways) as response:
                assert response.status_code == 200


async def hello(client: object, url: str) -> object:
    """What a host says, connected to at loopback by the name in the URL; or the error."""
    ways = await ways_to(url, loopback_allowed=True, resolve=Names(["127.0.0.1"]))
    try:
        async with streamed(client, Call(purpose="media", method="GET", url=url), url, {}, ways=ways) as response:  # type: ignore[arg-type]
            return await response.aread()
    except NeverDelivered as error:
        return error


async def say_hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one request."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello")
    await writer.drain()
    writer.close()


def made_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name that signs itself, and its key."""
    openssl = needed(shutil.which("openssl"), "OpenSSL's command was not found.")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    asked = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={name} -addext subjectAltName=DNS:{name}".split()
    subprocess.run(
        [openssl, *asked, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return certificate, key
