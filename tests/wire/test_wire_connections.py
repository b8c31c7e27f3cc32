"""Connections: built in, added, from a file; and that a key passed by mistake is echoed nowhere."""

from pathlib import Path

import pytest

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.connections import BUILT_IN, Connection, Connections, checked_base_url

PASTED = "key_1f0c9a7be2d84c55a0f3b6d4e8917c2a"
GOOD = {"base_url": "https://gate.example/v1", "key_env": "GATE_KEY"}


def from_file(tmp_path: Path, text: str) -> Connections:
    """The connections of a process whose VIDWIDGETS_CONFIG names a file of that text."""
    path = tmp_path / "connections.toml"
    path.write_text(text, encoding="utf-8")
    return Connections({"VIDWIDGETS_CONFIG": str(path)})


@pytest.mark.parametrize(
    ("name", "provider", "base_url", "key_env", "scheme", "official"),
    [
        ("fal", "fal", "https://queue.fal.run", "FAL_KEY", "Key", True),
        ("uniapi", "fal", "https://api.uniapi.io", "UNIAPI_KEY", "Key", False),
        ("sandbox", None, "", "", "Key", True),
    ],
)
def test_what_is_built_in(
    name: str, provider: str | None, base_url: str, key_env: str, scheme: str, official: bool
) -> None:
    """The hosts of the seeds and the facts, with the variables that people already have."""
    found = Connections({}).named(name)
    assert (found.provider, found.base_url, found.key_env, found.scheme, found.official) == (
        provider,
        base_url,
        key_env,
        scheme,
        official,
    )
    assert found.is_sandbox == (name == "sandbox")


def test_only_a_providers_own_host_takes_its_uploads() -> None:
    """A gateway's key goes to no host of the provider's; every built-in base is encrypted or not there yet."""
    for connection in BUILT_IN:
        assert not connection.services or connection.official
        for url in filter(None, (connection.base_url, *connection.services.values())):
            assert checked_base_url(url) == url
            assert url.startswith("https://")
    assert Connections({}).official_for("fal").name == "fal"


def test_a_gateway_is_added_and_replaced() -> None:
    """It serves every wire unless told otherwise, with Bearer; the same name again replaces it."""
    known = Connections({})
    added = known.add("gate", **GOOD)
    assert added == Connection(name="gate", provider=None, scheme="Bearer", at_once=10, **GOOD)
    assert known.named("gate") == added == known.all()[-1]
    known.add("gate", provider="fal", scheme="Key", base_url="https://other.example/", key_env="OTHER_KEY")
    assert known.named("gate").base_url == "https://other.example"
    assert not known.named("gate").official


@pytest.mark.parametrize("name", [connection.name for connection in BUILT_IN])
def test_a_built_in_name_is_kept(name: str) -> None:
    """Nobody can put another host behind `fal`."""
    with pytest.raises(InvalidRequest, match="built-in"):
        Connections({}).add(name, **GOOD)


def test_an_unknown_name_lists_the_known_ones() -> None:
    """A mistyped connection is told what there is."""
    with pytest.raises(InvalidRequest, match=r"no connection 'fall': known are fal, .*Nothing was sent"):
        Connections({}).named("fall")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "gate.example",
        "ftp://gate.example",
        "https://",
        "https://me:word@gate.example",
        "https://gate.example?x=1",
        "https://gate.example#x",
        "https://gate.example:99999",
        "https://gate.example/a b",
        "https://gate.example/a/../b",
        "https://gate.example/%2e%2e/b",
        "https://gate.example\\b",
        "https://gate.example\n",
    ],
)
def test_a_base_that_is_none_is_refused(url: str) -> None:
    """Only a scheme, a host and a path; a password in it is not echoed."""
    with pytest.raises(InvalidRequest, match="base_url must be an https URL") as caught:
        checked_base_url(url)
    assert "word" not in caught.value.message


@pytest.mark.parametrize("host", ["gate.example", "10.0.0.1", "localhost.example", "intranet"])
def test_a_key_never_travels_unencrypted(host: str) -> None:
    """Plain http is for this machine alone."""
    with pytest.raises(InvalidRequest, match="not encrypted"):
        checked_base_url(f"http://{host}:8080/fal")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "a.localhost"])
def test_this_machine_may_be_plain(host: str) -> None:
    """A gateway on loopback needs no certificate; the trailing slash is taken off."""
    assert checked_base_url(f"http://{host}:8080/fal/") == f"http://{host}:8080/fal"


@pytest.mark.parametrize("key", [PASTED, "abc:def", "sk-1234567890", f"Key {PASTED}", "0123", "", "ä" * 20, "A" * 65])
def test_a_key_in_place_of_its_variable_is_refused_and_not_echoed(key: str) -> None:
    """Also a key that could be the name of a variable, as Runway's: whoever pastes it does not see it again."""
    known = Connections({})
    for broken in ({**GOOD, "key_env": key}, {**GOOD, "scheme": key}):
        with pytest.raises(InvalidRequest) as caught:
            known.add("gate", **broken)
        assert not key or key not in caught.value.message
        assert not key or key not in str(caught.value.__context__)
    assert all(connection.name != "gate" for connection in known.all())


def test_a_variable_in_another_case_is_taken_where_it_is_set() -> None:
    """A name that does not look like a variable is one if the environment has it."""
    known = Connections({"my_key": "x"})
    assert known.add("gate", base_url="https://gate.example", key_env="my_key").key_env == "my_key"


@pytest.mark.parametrize("key_env", ["FAL_KEY", "_X", "GATEWAY_2_KEY", "A"])
def test_a_variables_name_is_taken(key_env: str) -> None:
    """Capitals, digits and underscores, whether it is set yet or not."""
    assert Connections({}).add("gate", base_url="https://gate.example", key_env=key_env).key_env == key_env


def test_a_file_adds_connections(tmp_path: Path) -> None:
    """VIDWIDGETS_CONFIG names a TOML file; what `connect` says wins over it, whichever comes first."""
    text = """
        [connections.gate]
        base_url = "https://gate.example/fal/"
        key_env = "GATE_KEY"
        provider = "fal"
        scheme = "Key"
        [connections.all]
        base_url = "https://all.example"
        key_env = "ALL_KEY"
    """
    found = from_file(tmp_path, text).named("gate")
    assert (found.base_url, found.provider, found.scheme) == ("https://gate.example/fal", "fal", "Key")
    assert from_file(tmp_path, text).named("all").scheme == "Bearer"
    known = from_file(tmp_path, text)
    known.add("gate", **GOOD)
    assert known.named("gate").base_url == GOOD["base_url"]
    assert known.named("all").provider is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[connections", "cannot be read"),
        ("connections = 3", "must be tables"),
        ("[connections]\ngate = 3", "takes base_url, key_env"),
        ('[connections.gate]\nbase_url = "https://g.example"', "takes base_url, key_env"),
        (f'[connections.gate]\nbase_url = "https://g.example"\nkey = "{PASTED}"', "takes base_url, key_env"),
        (f'[connections.gate]\nbase_url = "https://g.example"\nkey_env = "{PASTED}"', "not the key itself"),
        (
            f'[connections.gate]\nbase_url = "https://g.example"\nkey_env = "A"\nscheme = "Key {PASTED}"',
            "scheme must be one of",
        ),
        ('[connections.gate]\nbase_url = "http://g.example"\nkey_env = "A"', "not encrypted"),
        ('[connections.gate]\nbase_url = 3\nkey_env = "A"', "text in quotation marks"),
        ('[connections.fal]\nbase_url = "https://g.example"\nkey_env = "A"', "built-in"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, said: str) -> None:
    """The file, its table and the reason, each time until it is mended, and nothing of a key that stands in it."""
    known = from_file(tmp_path, text)
    for ask in (known.all, lambda: known.named("fal"), known.all):
        with pytest.raises(InvalidRequest, match=said) as caught:
            ask()
        assert "connections.toml" in caught.value.message
        assert PASTED not in caught.value.message
    (tmp_path / "connections.toml").write_text("", encoding="utf-8")
    assert known.named("fal").official


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes | None) -> None:
    """A missing file, and one that is no text."""
    path = tmp_path / "odd.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidRequest, match=r"VIDWIDGETS_CONFIG names .*odd\.toml, which cannot be read"):
        Connections({"VIDWIDGETS_CONFIG": str(path)}).all()


def test_a_connection_holds_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its repr names the variable, whatever that holds."""
    monkeypatch.setenv("GATE_KEY", PASTED)
    assert PASTED not in repr(Connections().add("gate", **GOOD))
