"""Further wire fields as JSON: what it takes, what it refuses, and how it comes into the body."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spec_samples import PAGE, json_values

from vidwidgets.spec.extra import MOST_CHARACTERS, Extra, Merged, members_of

EXTRA = Extra(
    name="extra_json",
    label="Extra JSON",
    help="More.",
    source=PAGE,
    drawn=frozenset({"prompt", "seed"}),
    nullable=frozenset({"seed"}),
    needed=("shots",),
)


def nested(levels: int) -> Any:
    """A list in a list, so often."""
    found: Any = 1
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    "value",
    [
        {"shots": []},
        '{"shots": [1, 2.5, true, null, {"a": "b"}]}',
        ' {"shots": "\\ud83d\\ude00"} ',
        {"shots": ("a", "b")},
        {"shots": 2**60, "seed": None},
        '{"shots": 1, "seed": null}',
    ],
)
def test_an_object_is_taken(value: Any) -> None:
    """As a mapping or as text; null also where a control cannot say it."""
    assert EXTRA.check(value) is None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{", "is not valid JSON at line 1, column 2"),
        ('{"a": 1,}', "is not valid JSON at line 1"),
        ("{\n  'a': 1}", "is not valid JSON at line 2, column 3"),
        ("[1]", "must be a JSON object"),
        ("5", "must be a JSON object"),
        (5, "must be a JSON object"),
        (["a"], "must be a JSON object"),
        (b"{}", "must be a JSON object"),
        ('{"shots": NaN}', "number that JSON cannot carry"),
        ('{"shots": 1e999}', "number that JSON cannot carry"),
        ({"shots": math.inf}, "number that JSON cannot carry"),
        ({"shots": 10**5000}, "number that JSON cannot carry"),
        ('{"shots": ' + "9" * 5000 + "}", "number that JSON cannot carry"),
        ({"shots": {"a": b"bytes"}}, "holds a bytes"),
        ({"shots": {1: 2}}, "a name that is no text"),
        ({"shots": "\ud83d"}, "half a character"),
        ('{"shots": "\\ud83d"}', "half a character"),
        ({"shots": nested(100)}, "nested too deeply"),
        ('{"shots": ' + "[" * 100_000 + "]" * 90_000 + "}", "nested too deeply"),
        ('{"shots": "' + "x" * MOST_CHARACTERS + '"}', "characters; at most"),
        ({"shots": 1, "prompt": "x"}, "prompt has a control of its own"),
        ({"shots": 1, "seed": 5}, "seed has a control of its own"),
        ({"shots": 1, "prompt": None}, "prompt has a control of its own"),
        ({}, "lacks shots"),
        ("", "lacks shots"),
    ],
)
def test_what_is_wrong_is_said(value: Any, said: str) -> None:
    """Each in one short sentence that begins with the label."""
    found = EXTRA.check(value)
    assert found is not None
    assert said in found
    assert found.startswith("Extra JSON")
    assert found.endswith(".")
    assert len(found) < 200


@given(value=json_values | st.dictionaries(st.text(max_size=5), json_values, max_size=4))
def test_whatever_passes_can_be_sent(value: Any) -> None:
    """A value without a problem is JSON, the same as text as it is as a mapping, and wins over nothing."""
    if EXTRA.check(value) is not None:
        return
    members = members_of(value)
    sent = Merged("extra_json", {"mode": "pro"})({"prompt": "A boat.", "extra_json": value})
    assert json.loads(json.dumps(sent, allow_nan=False, ensure_ascii=False).encode()) == json.loads(json.dumps(sent))
    assert sent == {"mode": "pro", **members, "prompt": "A boat."}
    assert members_of(json.dumps(members)) == json.loads(json.dumps(members))


def test_what_must_be_sent_gives_way() -> None:
    """A default that is always sent is not, where the control or the JSON says something else."""
    merged = Merged("extra_json", {"mode": "pro", "size": "wide"})
    assert merged({}) == {"mode": "pro", "size": "wide"}
    assert merged({"mode": "std", "extra_json": {"size": {"width": 5}}}) == {"mode": "std", "size": {"width": 5}}
    assert merged({"extra_json": "{"}) == {"mode": "pro", "size": "wide"}
