"""fal's types of error in words: each that is documented, with its context and without it."""

import re
from typing import Any

import pytest
from driving import FAL, GATEWAY, answer, drive, page, ticket
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.errors import JobFailed, VidwidgetsError
from vidwidgets.providers.fal.errors import explained, refusal
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.providers.fal.sentences import shown
from vidwidgets.wire.protocol import Ended
from vidwidgets.wire.reply import Reply

# facts/fal.md §2, "Errors" (fal.ai/docs/…/errors and …/request-errors, read 2026-11-21), typed off by hand
OF_FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "content_policy_violation": ({}, "was held back"),
    "image_too_small": ({"min_height": 300, "min_width": 310}, "310×300"),
    "image_too_large": ({"max_height": 4000, "max_width": 4100}, "4100×4000"),
    "image_load_error": ({}, "save it as JPEG or PNG"),
    "file_download_error": ({}, "give a URL that anyone can open"),
    "face_detection_error": ({}, "one clear face"),
    "file_too_large": ({"max_size": 10485760}, "10.5 MB"),
    "greater_than": ({"gt": 0}, "greater than 0"),
    "greater_than_equal": ({"ge": 0.5}, "at least 0.5"),
    "less_than": ({"lt": 3}, "less than 3"),
    "less_than_equal": ({"le": 1.0}, "at most 1"),
    "multiple_of": ({"multiple_of": 8}, "multiple of 8"),
    "sequence_too_short": ({"min_length": 2}, "at least 2"),
    "sequence_too_long": ({"max_length": 5}, "at most 5"),
    "one_of": ({"expected": ["5", "10"]}, "one of 5, 10"),
    "feature_not_supported": ({}, "leave it out"),
    "invalid_archive": ({}, "give a ZIP file"),
    "archive_file_count_below_minimum": ({"min_count": 4}, "at least 4"),
    "archive_file_count_exceeds_maximum": ({"max_count": 9}, "at most 9"),
    "audio_duration_too_long": ({"max_duration": 30}, "at most 30 s"),
    "audio_duration_too_short": ({"min_duration": 2}, "at least 2 s"),
    "video_duration_too_long": ({"max_duration": 10.5}, "at most 10.5 s"),
    "video_duration_too_short": ({"min_duration": 3}, "at least 3 s"),
    "unsupported_audio_format": ({"supported_formats": [".mp3", ".wav"]}, ".mp3, .wav"),
    "unsupported_image_format": ({"supported_formats": [".jpg", ".png"]}, ".jpg, .png"),
    "unsupported_video_format": ({"supported_formats": [".mp4"]}, ".mp4"),
    "missing": ({}, "is missing: give it"),
    "literal_error": ({"expected": "'5' or '10'"}, "one of '5' or '10'"),
    "string_too_long": ({"max_length": 2500}, "at most 2500 characters"),
    "string_too_short": ({"min_length": 3}, "at least 3 characters"),
}
OF_RUNS = {
    "no_media_generated": 422,
    "internal_server_error": 500,
    "generation_timeout": 504,
    "downstream_service_error": 400,
    "downstream_service_unavailable": 500,
    "request_timeout": 504,
    "startup_timeout": 504,
    "runner_scheduling_failure": 503,
    "runner_connection_timeout": 503,
    "runner_disconnected": 503,
    "runner_connection_refused": 503,
    "runner_connection_error": 503,
    "runner_incomplete_response": 502,
    "runner_server_error": 500,
    "client_disconnected": 499,
    "client_cancelled": 499,
    "bad_request": 400,
    "internal_error": 500,
}
NO_KNOWN_WORD = re.compile(r"[{}]|[a-z]+_[a-z]+|None")


def label_of(name: str) -> str:
    """As a form calls the fields."""
    return {"image_url": "Image", "prompt": "Prompt"}.get(name, name)


def entry(
    kind: str, context: object = None, loc: object = ("body", "image_url"), msg: str = "As fal says it."
) -> Reply:
    """A 422 of the model's shape."""
    return answer({"detail": [{"loc": loc, "type": kind, "ctx": context, "msg": msg, "input": "x"}]}, 422)


def is_good(error: VidwidgetsError) -> bool:
    """Whether a message is whole sentences without templates, raw types or doubled stops."""
    message = error.message
    return not NO_KNOWN_WORD.search(message) and ".." not in message and message.endswith(".") and "  " not in message


@pytest.mark.parametrize("kind", OF_FIELDS)
def test_a_fault_of_a_field_says_what_to_do(kind: str) -> None:
    """With its context a type names the limit; without it the sentence is whole too; both begin with the label."""
    context, words = OF_FIELDS[kind]
    full = explained(entry(kind, context), label_of=label_of)
    assert words in full.message
    for error in (full, *(explained(entry(kind, ctx), label_of=label_of) for ctx in ({}, None, [], "odd", {"x": 1}))):
        assert is_good(error), error.message
        assert "Image " in error.message
        assert (error.code, error.fields) == (kind, ("image_url",))
        assert "As fal says it" not in error.message


@pytest.mark.parametrize("key", ["min_width", "min_height"])
@pytest.mark.parametrize("value", [None, "", []])
def test_half_a_context_is_not_shown(key: str, value: object) -> None:
    """A limit that lacks a figure, or has an empty one, is left out rather than shown with a hole."""
    whole = {"min_width": 300, "min_height": 300}
    for context in ({**whole, key: value}, {name: size for name, size in whole.items() if name != key}):
        message = explained(entry("image_too_small", context), label_of=label_of).message
        assert "Image is too small: give a larger one." in message


@pytest.mark.parametrize("kind", OF_RUNS)
def test_a_failed_run_is_told_in_words(kind: str) -> None:
    """A type of the infrastructure is a sentence, as text with error_type, as a header, and as an entry."""
    status = OF_RUNS[kind]
    shapes = (
        answer({"detail": "Raw text", "error_type": kind}, status),
        answer({"detail": [{"loc": ["body"], "type": kind, "msg": "Raw text"}]}, status),
        Reply(status, b"", {"x-fal-error-type": kind}),
    )
    for reply in shapes:
        error = explained(reply, label_of=label_of)
        assert is_good(error), error.message
        assert "Raw text" not in error.message
        assert error.code == kind
        assert error.spent == ("no" if status >= 500 else "maybe")
        assert isinstance(error, JobFailed)


def test_a_type_that_is_not_known_is_quoted() -> None:
    """A new type shows fal's own text behind the label, and without a text only that it was not accepted."""
    assert (
        "Image: The moon is full." in explained(entry("new_type", msg="The moon is full."), label_of=label_of).message
    )
    assert "Image was not accepted." in explained(entry("new_type", msg=""), label_of=label_of).message
    assert "Image: too blue." in explained(entry("value_error", msg="Value error, too blue"), label_of=label_of).message


@pytest.mark.parametrize(
    ("loc", "subject"),
    [
        (["body", "image_url"], "Image is"),
        (["body", "image_url", 0, "url"], "Image is"),
        (["body"], "The request is"),
        ([], "The request is"),
        (None, "The request is"),
        ("body", "The request is"),
        ([3, None], "The request is"),
        (["body", "elements"], "elements is"),
    ],
)
def test_the_field_is_found_in_loc(loc: object, subject: str) -> None:
    """The first name after body is the field, by its label; without one the request is meant."""
    assert f"{subject} missing: give it." in explained(entry("missing", loc=loc), label_of=label_of).message


def test_the_same_fault_is_said_once() -> None:
    """Entries that make the same sentence are one sentence, and a flood of them is cut."""
    same = {"loc": ["body", "prompt"], "type": "missing", "msg": "x"}
    error = explained(answer({"detail": [same] * 50}, 422), label_of=label_of)
    assert error.message.count("Prompt is missing") == 1
    many = [{"loc": ["body", f"field{n}"], "type": "missing", "msg": "x"} for n in range(50)]
    assert len(explained(answer({"detail": many}, 422), label_of=label_of).message) < 400


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
kinds = st.sampled_from([*OF_FIELDS, *OF_RUNS, "odd", ""]) | st.text(max_size=20)
entries = st.fixed_dictionaries({}, optional=dict.fromkeys(("loc", "msg", "ctx", "input"), json_values)).flatmap(
    lambda rest: kinds.map(lambda kind: {**rest, "type": kind})
)
bodies = (
    json_values
    | st.fixed_dictionaries({"detail": st.lists(entries | json_values, max_size=4)})
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("detail", "error", "error_type", "type", "status"), json_values)
    )
)


@given(body=bodies, status=st.sampled_from([200, 202, 400, 401, 403, 404, 422, 429, 499, 500, 503]), data=st.data())
def test_no_reply_is_too_odd_to_be_read(body: object, status: int, data: st.DataObject) -> None:
    """Whatever JSON comes, status and result show something, a refusal is a sentence, and nothing else is raised."""
    reply = answer(body, status)
    for hook in (PROTOCOL.status, PROTOCOL.result):
        steps = hook(ticket(), data.draw(st.sampled_from([FAL, GATEWAY])))
        _, seen = drive(steps, *[reply] * 6) if status != 404 else drive(steps, *[page(500)] * 6)
        assert seen is not None
        if isinstance(seen, Ended):
            assert seen.error.message.strip().endswith(".")
    if status >= 400:
        error = refusal(reply, "owner/app", GATEWAY, label_of=label_of)
        assert error.message.endswith("Nothing was made or charged.")
        assert error.spent == "no"


@given(text=st.text(max_size=400), long=st.text("ABCabc019+/", min_size=100, max_size=400))
def test_what_is_shown_is_one_short_line_without_base64(text: str, long: str) -> None:
    """A provider's text is flattened and cut, and a run as long as no word is taken out."""
    for said in (shown(f"{text} {long}"), shown(f"{text} data:image/png;base64,{long}")):
        assert len(said) <= 301
        assert "\n" not in said
        assert long not in said
