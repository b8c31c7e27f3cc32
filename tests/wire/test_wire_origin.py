"""Whose an address is: origins, this machine, private networks, and what of a URL may be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.wire.origin import is_loopback, is_private, origin, without_query


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://queue.fal.run", ("https", "queue.fal.run", 443)),
        ("https://QUEUE.fal.run/x?y#z", ("https", "queue.fal.run", 443)),
        ("HTTPS://queue.fal.run.:443/", ("https", "queue.fal.run", 443)),
        ("https://queue.fal.run:8443", ("https", "queue.fal.run", 8443)),
        ("http://localhost", ("http", "localhost", 80)),
        ("http://[::1]:80/", ("http", "::1", 80)),
        ("https://queue.fal.run:", ("https", "queue.fal.run", 443)),
        ("https://queue.fal.run:0", ("https", "queue.fal.run", 0)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, found: tuple[str, str, int]) -> None:
    """Case, a trailing dot and the default port do not tell two origins apart; every other port does."""
    assert origin(url) == found


@pytest.mark.parametrize(
    "url",
    [
        "",
        "queue.fal.run",
        "//queue.fal.run/x",
        "/x",
        "ftp://queue.fal.run",
        "file:///etc/passwd",
        "data:,x",
        "https://",
        "https://:443",
        "https://me@queue.fal.run",
        "https://:word@queue.fal.run",
        "https://@queue.fal.run",
        "https://queue.fal.run@evil.example",
        "https://evil.example:x@queue.fal.run/",
        "https://queue.fal.run:port",
        "https://queue.fal.run:99999",
        "https://[::1",
        "https://queue\N{FULLWIDTH SOLIDUS}fal.run",
        "javascript:alert(1)",
    ],
)
def test_what_has_no_origin(url: str) -> None:
    """Other schemes, no host, a name or password before it, a port that is none: no key goes there."""
    assert origin(url) is None


@given(st.text(max_size=60) | st.text("htps:/.@\\[]%?#0123456789abc", max_size=40).map("https://".__add__))
def test_any_text_has_an_origin_or_none(url: str) -> None:
    """No text is too odd to be asked about, and a private address is never public by another function."""
    found = origin(url)
    assert found is None or (found[0] in {"http", "https"} and found[1] and 0 <= found[2] < 65536)
    if is_loopback(url):
        assert is_private(url)
    assert found is not None or not is_private(url)
    assert "?" not in without_query(url)
    assert "#" not in without_query(url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.9.9.9", "[::1]", "localhost", "LOCALHOST.", "a.localhost", "127.1", "2130706433", "0x7f.1"],
)
def test_this_machine_is_known_in_every_spelling(host: str) -> None:
    """Loopback by name, by address, and in the old spellings of addresses that resolvers still take."""
    assert is_loopback(f"http://{host}:8080/x")
    assert is_private(f"https://{host}/x")


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.7",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104  an address to be refused, not one to listen on
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "printer.local",
        "metadata.internal",
        "intranet",
        "2852039166",
    ],
)
def test_a_private_network_is_known(host: str) -> None:
    """Addresses and names that only a local network knows are private, and are not this machine."""
    assert is_private(f"https://{host}/x")
    assert not is_loopback(f"https://{host}/x")


@pytest.mark.parametrize("host", ["fal.run", "8.8.8.8", "[2606:4700::1111]", "localhost.example", "my-local.example"])
def test_a_public_host_is_not_private(host: str) -> None:
    """Whatever looks like the others and is not."""
    assert not is_private(f"https://{host}/x")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://v3.fal.media/a.mp4?signature=s#t", "https://v3.fal.media/a.mp4"),
        ("https://v3.fal.media/a.mp4", "https://v3.fal.media/a.mp4"),
        ("https://me:word@host.example/a@b.png?x", "https://host.example/a@b.png"),
        ("https://me@host.example", "https://host.example"),
        ("pictures/cat.png", "pictures/cat.png"),
    ],
)
def test_what_is_kept_of_a_url_holds_no_secret(url: str, kept: str) -> None:
    """Signatures in the query and passwords before the host are left out."""
    assert without_query(url) == kept
