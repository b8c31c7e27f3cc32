"""What an answer's URLs are worth: a path below the connection's base, or nothing."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.origin import origin
from vidwidgets.wire.rebase import is_plain, rebased

FAL_HOSTS = {"queue.fal.run", "queue.falrun.com", "fal.run"}
ID = "725e8f7a-afbf-4e9d-9e33-314220bb1fed"
PATH = f"/fal-ai/xxxx/requests/{ID}/status"
BASES = ["https://queue.fal.run", "https://api.uniapi.io", "https://host/fal", "https://host:8443/a/b"]


def base(url: str) -> str | None:
    """The path of an answer's URL below https://host/fal."""
    return rebased(url, base_url="https://host/fal", known_hosts=FAL_HOSTS)


@pytest.mark.parametrize("base_url", BASES)
@pytest.mark.parametrize("host", sorted(FAL_HOSTS))
def test_the_providers_own_urls_mean_the_same_behind_any_base(base_url: str, host: str) -> None:
    """Seed 002: the answer names queue.fal.run though it was submitted elsewhere."""
    assert rebased(f"https://{host}{PATH}", base_url=base_url, known_hosts=FAL_HOSTS) == PATH
    if host not in base_url:
        assert rebased(f"https://{host}{PATH}", base_url=base_url) is None


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"https://host/fal{PATH}", PATH),
        (f"https://HOST:443/fal{PATH}", PATH),
        (f"https://host.{PATH}", PATH),
        (f"https://host{PATH}", PATH),
        ("https://host/fal/fal/x", "/fal/x"),
        ("https://host/falx/y", "/falx/y"),
        (f"https://host/fal{PATH}?token=t#f", PATH),
        ("https://queue.fal.run/fal/x", "/fal/x"),
    ],
)
def test_the_gateways_own_urls_lose_its_prefix_once(url: str, path: str) -> None:
    """The base's own prefix is taken off, a gateway that left it out is understood, and queries are dropped."""
    assert base(url) == path


@pytest.mark.parametrize(
    "url",
    [
        f"https://evil.example{PATH}",
        f"https://evil.example/queue.fal.run{PATH}",
        f"https://queue.fal.run.evil.example{PATH}",
        f"https://queue.fal.run@evil.example{PATH}",
        f"https://evil.example@queue.fal.run{PATH}",
        f"https://host:8443/fal{PATH}",
        f"http://host/fal{PATH}",
        f"http://queue.fal.run{PATH}",
        f"//host/fal{PATH}",
        PATH,
        f"https:host/fal{PATH}",
        f"https:\\\\host\\fal{PATH}",
        f"https://host\\@evil.example/fal{PATH}",
        f"https://h\N{CYRILLIC SMALL LETTER O}st/fal{PATH}",
        f"https://host\N{FULLWIDTH SOLIDUS}fal{PATH}",
        "https://host/fal/../admin",
        "https://host/fal/./x",
        "https://host/fal/%2e%2e/admin",
        "https://host/fal/%2E%2E%2Fadmin",
        "https://host/fal/..%2fadmin",
        "https://host/fal\\..\\admin",
        "https://host/fal/%5c..%5cadmin",
        "https://host/fal/a b",
        "https://host/fal/\N{RIGHT-TO-LEFT OVERRIDE}x",
        "",
    ],
)
def test_what_leads_elsewhere_or_upwards_is_dropped(url: str) -> None:
    """Other hosts, ports and schemes, userinfo, look-alikes, and any spelling of a step upwards."""
    assert base(url) is None


urls = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}{}{}{}{}".format,
        st.sampled_from(["https://", "http://", "HTTPS://", "//", "https:/\\", "https://me:word@", ""]),
        st.sampled_from(
            ["host", "HOST.", "queue.fal.run", "evil.example", "host:443", "host:8443", "[::1]", "h\u00f6st"]
        ),
        st.sampled_from(["", "/", "/fal", "/fal/", "/fal/../", "\\", "/%2e%2e/", "/.%2e/", "@evil.example/", "/\t../"]),
        st.text("ab/.%25eE\\@:#?; \t\n\u2028", max_size=20),
        st.sampled_from(["", "?q=1", "#f", "/..", "/status"]),
    ),
)


@given(url=urls, base_url=st.sampled_from(BASES))
@example(url="https://queue.fal.run/a/\t../b", base_url="https://host/fal")
def test_no_answer_leads_out_of_the_base(url: str, base_url: str) -> None:
    """Whatever URL comes, what is made of it stays on the connection's origin and below its base."""
    connection = Connection(name="gate", provider="fal", base_url=base_url)
    path = rebased(url, base_url=base_url, known_hosts=FAL_HOSTS)
    if path is None:
        return
    assert is_plain(path)
    found = connection.url(path)
    assert origin(found) == origin(base_url)
    assert found.startswith(f"{base_url}/")
    assert not re.search(r"(^|/)\.{1,2}(/|$)", found.removeprefix(base_url))


@given(path=st.text(max_size=40) | st.text("/.%2eE5cC\\ab?@:#", max_size=30))
def test_a_connections_path_stays_below_its_base(path: str) -> None:
    """Any path is below the base, on its origin, or refused with nothing sent."""
    connection = Connection(name="gate", provider=None, base_url="https://host/fal")
    found, said = "", ""
    try:
        found = connection.url(path)
    except InvalidRequest as error:
        said = error.message
    assert found.startswith("https://host/fal/") or said.endswith("Nothing was sent.")
    assert not found or origin(found) == ("https", "host", 443)
