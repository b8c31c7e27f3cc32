"""fal's result: the clip, a failure, or that it is not there yet, from replies written by hand."""

from typing import Any

import pytest
from driving import FAL, KLING, REQUEST_ID, answer, bare, drive, page, ticket

from vidwidgets.errors import JobFailed, Moderated, OutOfCredit
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued, Running

PLACE = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
FULL = f"/{KLING}/requests/{REQUEST_ID}"
AUTO = f"/fal-ai/auto/requests/{REQUEST_ID}"
CLIP = "https://v3.fal.media/files/panda/clip.mp4"
VIDEO = {"video": {"url": CLIP, "content_type": "video/mp4", "file_name": "output.mp4", "file_size": 1234}}
NOT_YET = {"detail": "Request is still in progress"}


def result(*replies: Reply, connection: Connection = FAL) -> Any:
    """What a look at the result shows."""
    calls, seen = drive(PROTOCOL.result(ticket(), connection), *replies)
    assert len(calls) == len(replies)
    return seen


@pytest.mark.parametrize(
    "body",
    [
        VIDEO,
        {"video": {"url": CLIP}},
        {"video": CLIP},
        {"videos": [{"url": CLIP}]},
        {"output": {"video": {"url": CLIP}}},
        {"result": {"video": {"url": CLIP}}},
        {"status": "COMPLETED", "logs": None, "response": {"video": {"url": CLIP}}},
        {"data": {"result": {"video": {"url": CLIP}}}},
        {"request": {"prompt": "x"}, "video": {"url": CLIP, "width": 1280}},
    ],
)
def test_the_clip_is_found_in_every_shape(body: object) -> None:
    """Fal's own shape, the odd models', and the wrappings of gateways."""
    assert result(answer(body)) == Output(CLIP)


def test_the_bill_and_the_seed_are_kept() -> None:
    """Billed units, the seed that was used and a rewritten prompt are facts of the output."""
    seen = result(answer({**VIDEO, "seed": 0, "actual_prompt": "A lake."}, x_fal_billable_units="8.0"))
    assert seen.facts == {"seed": 0, "actual_prompt": "A lake.", "billable_units": 8.0}


@pytest.mark.parametrize("units", ["", "many", "nan", "inf", "-3", "1e999"])
def test_a_bill_that_is_no_number_is_none(units: str) -> None:
    """A header that is no amount is left out rather than billed."""
    assert result(answer(VIDEO, x_fal_billable_units=units)).facts == {}


@pytest.mark.parametrize("code", [200, 202, 400, 404, 409, 422, 500])
def test_still_in_progress_is_not_an_error(code: int) -> None:
    """Fal says "still in progress" under 400, proxies under 200: whatever the code, it is asked again."""
    seen = result(answer(NOT_YET, code), *([answer(NOT_YET, code)] if code == 404 else []))
    assert isinstance(seen, Hiccup)


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ({"status": "IN_QUEUE", "queue_position": 2}, Queued(2)),
        ({"status": "IN_PROGRESS"}, Running()),
    ],
)
def test_a_status_in_the_results_place_is_not_the_end(body: object, seen: object) -> None:
    """Gateways answer the result's URL with the status while it runs."""
    assert result(answer(body)) == seen
    assert isinstance(result(answer({"status": "PROCESSING"})), Hiccup)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"video": None},
        {"video": {"url": ""}},
        {"images": []},
        {"video": {"url": "ftp://x"}},
        {"status": "COMPLETED"},
    ],
)
def test_a_result_without_a_clip_is_a_failure(body: object) -> None:
    """A result that came and holds no video ends the job, and may be charged."""
    seen = result(answer(body))
    assert isinstance(seen, Ended)
    assert isinstance(seen.error, JobFailed)
    assert (seen.error.spent, seen.error.code) == ("maybe", "no_video")


@pytest.mark.parametrize("reply", [page(), bare(200), bare(204), answer(None)], ids=["page", "empty", "204", "null"])
def test_a_result_that_cannot_be_read_is_asked_again(reply: Reply) -> None:
    """A web page, an empty body or null where the result belongs does not lose a paid clip."""
    replies = [reply, reply] if reply.is_html else [reply]
    assert isinstance(result(*replies), Hiccup)


def test_a_refused_input_shows_at_the_result() -> None:
    """A 422 there ends the job, names the form's field, and says that it may be charged."""
    detail = [{"loc": ["body", "image_url"], "type": "image_too_small", "ctx": {"min_width": 300, "min_height": 300}}]
    seen = result(answer({"detail": detail}, 422))
    assert isinstance(seen, Ended)
    assert type(seen.error) is JobFailed
    assert seen.error.message == (
        "fal did not take it: Image is too small: give one of at least 300×300 pixels. "
        "fal may still charge for a request that a runner worked on."
    )
    assert (seen.error.fields, seen.error.code, seen.error.spent) == (("image_url",), "image_too_small", "maybe")


@pytest.mark.parametrize("kind", ["content_policy_violation", "no_media_generated"])
def test_moderation_without_entries_is_moderated(kind: str) -> None:
    """The same word as an error_type, beside a text, is the content policy too."""
    seen = result(answer({"detail": "Flagged", "error_type": kind}, 422))
    assert isinstance(seen.error, Moderated)
    assert "Change the image or the prompt." in seen.error.message


@pytest.mark.parametrize("kind", ["content_policy_violation", "no_media_generated"])
@pytest.mark.parametrize("position", [0, 1])
def test_moderation_at_the_result_is_moderated(kind: str, position: int) -> None:
    """The content rules are told apart wherever they stand in the list, and may be charged."""
    detail = [{"loc": ["body"], "type": "value_error", "msg": "x"}]
    detail.insert(position, {"loc": ["body", "prompt"], "type": kind, "msg": "flagged"})
    seen = result(answer({"detail": detail}, 422))
    assert isinstance(seen.error, Moderated)
    assert (seen.error.code, seen.error.spent) == (kind, "maybe")


@pytest.mark.parametrize(
    "reply",
    [
        answer({"detail": "Internal server error", "error_type": "runner_server_error"}, 500),
        answer({"detail": "Generation timeout", "error_type": "generation_timeout"}, 504),
        answer({"detail": [{"loc": ["body"], "type": "internal_server_error", "msg": "x"}]}, 500),
        bare(503, b"", x_fal_error_type="runner_scheduling_failure"),
    ],
    ids=["runner", "timeout", "entry", "header"],
)
def test_a_5xx_of_fals_own_is_the_end_and_free(reply: Reply) -> None:
    """Fal's own word on a failed run ends the job; fal charges no 5xx."""
    seen = result(reply)
    assert isinstance(seen, Ended)
    assert type(seen.error) is JobFailed
    assert seen.error.spent == "no"
    assert "does not charge" in seen.error.message


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_a_5xx_of_another_does_not_lose_the_clip(code: int) -> None:
    """An error page, or JSON that is not fal's, is asked again: the clip is still there."""
    for reply in (page(code), bare(code), answer({"type": "about:blank", "detail": "x"}, code), answer({}, code)):
        assert isinstance(result(reply), Hiccup)


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (401, {"detail": "bad key"}),
        (403, {"detail": "User is locked. Reason: Exhausted balance"}),
        (401, {"detail": "x", "error_type": "authentication_error"}),
        (408, {}),
        (425, {}),
        (429, {"detail": "Reached concurrent requests limit of 2", "type": "concurrent_requests_limit"}),
    ],
)
def test_a_no_to_the_question_is_no_end_of_the_job(code: int, body: object) -> None:
    """The key, the pace or the moment may be wrong; what was made and paid stays."""
    seen = result(answer(body, code))
    assert isinstance(seen, Hiccup)
    assert seen.key_refused == (code in {401, 403})


def test_a_result_that_is_not_there_is_missing() -> None:
    """404 at each place, as after the retention time or before the result is stored, is not a failure."""
    assert isinstance(result(answer({"detail": "Request not found"}, 404), bare(405)), Missing)
    assert isinstance(result(bare(405), bare(405)), Missing)


def test_a_refusal_at_a_guessed_place_is_believed() -> None:
    """The model's own 422 at another path than the ticket's is the end."""
    detail = [{"loc": ["body", "prompt"], "type": "content_policy_violation", "msg": "x"}]
    assert isinstance(result(bare(404), answer({"detail": detail}, 422)).error, Moderated)


def test_a_cancelled_run_is_a_cancellation() -> None:
    """What fal answers for a job that was cancelled in the queue is no failure."""
    body = {"detail": "Request was cancelled before it started", "error_type": "client_cancelled"}
    seen = result(answer(body, 499, x_fal_error_type="client_cancelled"))
    assert seen.cancelled is True
    assert "cancelled" in seen.error.message


def test_a_run_without_money_is_out_of_credit() -> None:
    """A 402 at the result ends it for want of money."""
    assert isinstance(result(answer({"detail": "Payment required"}, 402)).error, OutOfCredit)
