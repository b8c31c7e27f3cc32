"""Reading a reply that may be anything."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.wire.reply import Reply, take, text_at

BODY = {
    "detail": [{"loc": ["body", "prompt"], "n": 0}],
    "video": {"url": "https://a.example"},
    "none": None,
    "no": False,
}


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ((), BODY),
        (("video", "url"), "https://a.example"),
        (("detail", 0, "loc", 1), "prompt"),
        (("detail", -1, "n"), 0),
        (("no",), False),
        (("none",), None),
        (("detail", 1), None),
        (("detail", -2), None),
        (("detail", "loc"), None),
        (("video", 0), None),
        (("video", "url", "x"), None),
        (("video", "url", 0), None),
        (("nothing", "at", "all"), None),
    ],
)
def test_a_path_leads_to_a_value_or_to_none(steps: tuple[str | int, ...], found: object) -> None:
    """Keys go into objects and numbers into lists; a step that is not there ends it without a fault."""
    assert take(BODY, *steps) == found
    assert text_at(BODY, *steps) == (found if isinstance(found, str) else "")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(value=json_values, steps=st.lists(st.text(max_size=3) | st.integers(-4, 4), max_size=4))
def test_no_value_is_too_odd_to_look_into(value: object, steps: list[str | int]) -> None:
    """Any steps into any JSON give a value of it or None, and a text or nothing."""
    found = take(value, *steps)
    assert found is None or steps == [] or json.dumps(found) in json.dumps(value)
    assert text_at(value, *steps) == (found if isinstance(found, str) else "")


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        ('{"a": "ü"}'.encode("utf-16"), {"a": "ü"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b"", None),
        (b"<html>", None),
        (b'{"a": 1', None),
        (b"\xff\xfe\xff", None),
        (b"[" * 100_000, None),
        (b"1" * 5000, None),
        (b"null", None),
    ],
)
def test_a_body_is_json_or_none(content: bytes, value: object) -> None:
    """What is no JSON is None, also what is nested or long beyond reading."""
    assert Reply(200, content).json == value


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7.5 ", 7.5),
        ("-1", None),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        ("soon", None),
        ("", None),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_none(header: str, seconds: float | None) -> None:
    """A time that is none, negative or endless is no time; a date is passed over."""
    assert Reply(429, b"", {"retry-after": header}).retry_after_seconds == seconds
    assert Reply(429, b"").retry_after_seconds is None


@pytest.mark.parametrize(
    ("content", "kind", "html"),
    [
        (b"<!DOCTYPE html><p>", "", True),
        (b"\n\n <HTML lang=en>", "", True),
        (b"{}", "Text/HTML; charset=utf-8", True),
        (b"{}", "application/json", False),
        (b"<xml>", "text/plain", False),
        (b"", "", False),
    ],
)
def test_a_web_page_is_known(content: bytes, kind: str, html: bool) -> None:
    """By its type in any case, or by how it begins."""
    assert Reply(200, content, {"content-type": kind}).is_html is html


@pytest.mark.parametrize(
    ("status", "ok"), [(199, False), (200, True), (202, True), (299, True), (300, False), (404, False)]
)
def test_a_2xx_is_ok(status: int, ok: bool) -> None:
    """And nothing else is."""
    assert Reply(status, b"").ok is ok


def test_a_reply_shows_little_of_itself() -> None:
    """Neither its repr nor its text holds a whole body, and broken text is no fault."""
    reply = Reply(200, b"\xff" + b"x" * 10_000, {"set-cookie": "s3cret"})
    assert len(repr(reply)) < 100
    assert len(reply.text) <= 500
