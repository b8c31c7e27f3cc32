"""Any body becomes a bounded text, whoever wrote it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.wire.body_text import MOST_CHARACTERS, body_text, json_text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_body_becomes_a_bounded_text(body: Any) -> None:
    """Every JSON value and every text is taken; short ones without odd signs stay the same value."""
    said = json_text(body)
    assert len(said) <= MOST_CHARACTERS + 1
    assert said == body_text(json.dumps(body).encode()) or "\\ud" in json.dumps(body)


@given(st.binary(max_size=300))
def test_any_bytes_become_a_text(content: bytes) -> None:
    """What is no text is said to be none, and nothing raises."""
    assert len(body_text(content)) <= MOST_CHARACTERS + 1


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 2_000 + b"1" + b"}" * 2_000, b"1" * 10_000, b"http://" * 700_000]
)
def test_hostile_bodies_end_soon(body: bytes) -> None:
    """Deep nesting, endless numbers and URLs without end are cut."""
    assert len(body_text(body)) <= MOST_CHARACTERS + 1
