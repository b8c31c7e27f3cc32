"""Keys: read when they are needed, and shown to no one when they cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.errors import MissingKey
from vidwidgets.wire.connections import Connection, Connections
from vidwidgets.wire.keys import has_key, read_key

GATE = Connection(name="gate", provider="fal", base_url="https://gate.example", key_env="GATE_KEY")
KEY = "1f0c9a7b-e2d8:4c55a0f3b6d4e891"


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        (f"{KEY}\n", "ends with a line break"),
        (f"{KEY}\r\n", "ends with a line break"),
        (f"{KEY} ", "ends with a blank"),
        (f"\t{KEY}", "begins with a blank"),
        (f"\n{KEY}", "begins with a line break"),
        (f"{KEY}\N{NO-BREAK SPACE}", "ends with a blank"),
        (f"Key {KEY}", "has a blank in the middle"),
        (f"{KEY}\x07", "holds characters that no key has"),
        (f"{KEY}ü", "holds characters that no key has"),
        (f"{KEY}\N{ZERO WIDTH SPACE}", "holds characters that no key has"),
        (f"\ufeff{KEY}", "holds characters that no key has"),
        (f'"{KEY}"', "is wrapped in quotation marks"),
        (f"'{KEY}'", "is wrapped in quotation marks"),
    ],
)
def test_a_key_that_cannot_be_one_is_told_and_not_shown(key: str, fault: str) -> None:
    """What is wrong with it, in which variable, that nothing was sent; nothing of the key."""
    with pytest.raises(MissingKey, match=f"The key in GATE_KEY {fault}: set it again") as caught:
        read_key(GATE, {"GATE_KEY": key})
    assert KEY not in caught.value.message
    assert KEY[:8] not in caught.value.message
    assert "Nothing was sent" in caught.value.message
    assert caught.value.spent == "no"


@pytest.mark.parametrize("environment", [{}, {"GATE_KEY": ""}, {"GATE_KEY": "  \n"}, {"FAL_KEY": KEY}])
def test_no_key_is_told_with_its_variable(environment: dict[str, str]) -> None:
    """Unset and blank are the same, and another connection's key is not taken for it."""
    with pytest.raises(MissingKey, match=r"gate needs a key in the environment variable GATE_KEY.*'sandbox'"):
        read_key(GATE, environment)
    assert not has_key(GATE, environment)


def test_a_key_is_read_anew_each_time() -> None:
    """What was set since is used; the connection keeps nothing."""
    environment = {"GATE_KEY": KEY}
    assert read_key(GATE, environment) == KEY
    assert has_key(GATE, environment)
    environment["GATE_KEY"] = "another"
    assert read_key(GATE, environment) == "another"


def test_the_sandbox_needs_none() -> None:
    """It takes any key, so it is given a word that is none."""
    sandbox = Connections({}).named("sandbox")
    assert has_key(sandbox, {})
    assert read_key(sandbox, {}) == "sandbox-needs-no-key"


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_what_is_read_is_a_header_or_is_not_shown(before: str, after: str) -> None:
    """Whatever stands around it, a key is one that a header can carry as it is, or refused without a trace of it."""
    key = f"{before}{KEY}{after}"
    found, said = "", ""
    try:
        found = read_key(GATE, {"GATE_KEY": key})
    except MissingKey as error:
        said = error.message
    assert (found == key) != bool(said)
    assert KEY not in said
    assert f"Key {found}".encode("ascii").decode().isprintable()
    assert not any(character.isspace() for character in found)
