"""Keys taken out of texts, errors and logs, whatever their spelling."""

from __future__ import annotations

import base64
import json
import logging
import traceback
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.errors import OutcomeUnknown
from vidwidgets.wire.redact import (
    LIBRARY_LOGGERS,
    guard_logs,
    make_safe,
    redacted,
    redacted_bytes,
    remember,
    without_queries,
)

KEY = "canary:+/=-in-a-coal-mine"


@pytest.fixture(autouse=True)
def known() -> None:
    """The key was read once."""
    remember(KEY)


@given(st.text(), st.text(), st.sampled_from(["", "Key ", "Bearer "]))
def test_no_spelling_of_a_key_stays(before: str, after: str, scheme: str) -> None:
    """Plain, URL-encoded and in base64, in any text: it is gone, and the rest is as it was."""
    assert KEY not in redacted(f"{before}{scheme}{KEY}{after}")
    assert quote(KEY, safe="") not in redacted(before + quote(KEY, safe="") + after)
    in_json = json.dumps(KEY)[1:-1].replace("/", "\\/")
    assert in_json not in redacted(before + in_json + after)
    coded = base64.b64encode(f"{scheme}{KEY}".encode()).decode()
    assert coded[:-4] not in redacted(before + coded + after)
    assert KEY.encode() not in redacted_bytes(f"{before}{KEY}{after}".encode("utf-8", "replace"))
    if KEY not in before + after:
        assert redacted(f"a{KEY}b") == "a(the key)b"


def test_a_short_word_is_no_key() -> None:
    """What is too short to be a key stands in texts by chance, and stays."""
    remember("video")
    assert redacted("a video") == "a video"


def test_a_signed_url_loses_its_query() -> None:
    """In a text each URL is cut before its query; what is around it stays."""
    told = without_queries("GET https://cdn.example/a.mp4?X-Amz-Signature=abc&x=1 'and' http://b.example/?k=v.")
    assert told == "GET https://cdn.example/a.mp4?… 'and' http://b.example/?…"


def failed() -> OutcomeUnknown:
    """An error as the HTTP library and a careless host make it."""
    try:
        broken()
    except OutcomeUnknown as error:
        return error
    raise AssertionError("it raises")


def broken() -> None:
    """Raise it, with the key in each place where one may be."""
    request = httpx.Request("GET", "https://a.example", headers={"authorization": f"Key {KEY}"})
    try:
        cut_off(request)
    except httpx.ReadError as error:
        raise OutcomeUnknown(f"broken: {KEY}") from error


def cut_off(request: httpx.Request) -> None:
    """Raise what the HTTP library would."""
    raise httpx.ReadError(f"host said {KEY}", request=request)


def test_an_error_and_its_causes_are_made_safe() -> None:
    """Messages, requests and the frames with their variables: none holds the key, and the sentence is still there."""
    error = failed()
    make_safe(error)
    cause = error.__cause__
    assert isinstance(cause, httpx.ReadError)
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert KEY not in "".join(told.format())
    assert KEY not in repr(error.args) + error.message + repr(cause.args)
    assert error.message == "broken: (the key)"
    with pytest.raises(RuntimeError):
        _ = cause.request


def test_a_chain_that_bites_its_tail_is_made_safe() -> None:
    """Causes that lead back to where they began end the walk."""
    first, second = ValueError(KEY), ValueError(KEY)
    first.__context__, second.__context__ = second, first
    make_safe(first)
    assert first.args == second.args == ("(the key)",)


def test_a_group_in_the_chain_is_made_safe() -> None:
    """Of a host whose addresses all refused: nothing is raised, and what is in the group holds no key."""
    inner, cause = OSError(KEY), OutcomeUnknown("no answer")
    inner.add_note(f"with {KEY}")
    cause.__cause__ = ExceptionGroup("several attempts", [inner, ConnectionRefusedError("refused")])
    make_safe(cause)
    assert KEY not in "".join(traceback.format_exception(cause))
    assert "several attempts" in "".join(traceback.format_exception(cause))


@pytest.mark.parametrize("name", ["vidwidgets", *LIBRARY_LOGGERS])
def test_no_logger_says_a_key(name: str, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in a message, nor in its arguments, nor in the traceback that goes with it, nor in a URL."""
    guard_logs()
    guard_logs()
    logger = logging.getLogger(name)
    assert len([one for one in logger.filters if type(one).__name__ == "KeyFilter"]) == 1
    with caplog.at_level(logging.DEBUG, name):
        logger.debug("sent %r to %s", f"Key {KEY}", "https://a.example/x?signature=s3cret")
        logger.error("it failed", exc_info=failed())
        logger.error("%d of %d", *[f"Key {KEY}"])  # words and arguments that do not fit
    assert len(caplog.records) == 3
    assert KEY not in caplog.text
    assert "s3cret" not in caplog.text
    assert "OutcomeUnknown: broken: (the key)" in caplog.text
