"""fal's status: what one look shows, from replies written by hand."""

from typing import Any

import pytest
from driving import FAL, GATEWAY, KLING, REQUEST_ID, SANDBOX, answer, bare, drive, ticket

from vidwidgets.errors import JobFailed, Moderated
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Ended, Hiccup, Ready
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import LogLine, Queued, Running

PLACE = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
FULL = f"/{KLING}/requests/{REQUEST_ID}"
AUTO = f"/fal-ai/auto/requests/{REQUEST_ID}"
CLIP = "https://v3.fal.media/files/panda/clip.mp4"
VIDEO = {"video": {"url": CLIP, "content_type": "video/mp4", "file_name": "output.mp4", "file_size": 1234}}
NOT_YET = {"detail": "Request is still in progress"}


def status(*replies: Reply, connection: Connection = FAL) -> Any:
    """What a look at the status shows; it asks exactly as often as there are replies."""
    calls, seen = drive(PROTOCOL.status(ticket(), connection), *replies)
    assert len(calls) == len(replies)
    return seen


def test_the_status_is_asked_with_its_log() -> None:
    """One GET of the ticket's path with logs=1."""
    (call,), _ = drive(PROTOCOL.status(ticket(), FAL), answer({"status": "IN_QUEUE"}, 202))
    assert (call.purpose, call.method, call.path, dict(call.query)) == (
        "status",
        "GET",
        f"{PLACE}/status",
        {"logs": "1"},
    )


@pytest.mark.parametrize(
    ("body", "position"),
    [
        ({"status": "IN_QUEUE", "queue_position": 3}, 3),
        ({"status": "IN_QUEUE", "queue_position": 0}, 0),
        ({"status": "in_queue"}, None),
        ({"status": "IN_QUEUE", "queue_position": None}, None),
        ({"status": "IN_QUEUE", "queue_position": -1}, None),
        ({"status": "IN_QUEUE", "queue_position": True}, None),
        ({"status": "IN_QUEUE", "queue_position": "2"}, None),
    ],
)
@pytest.mark.parametrize("code", [200, 202])
def test_a_queued_job_has_its_position(body: dict[str, Any], position: int | None, code: int) -> None:
    """The position is fal's own count from 0, where it gives a usable one; 202 and 200 mean the same."""
    assert status(answer(body, code)) == Queued(position)


def test_a_running_job_has_its_log() -> None:
    """Lines with a message are kept with level and time; progress is never invented."""
    logs = [
        {"message": "step 1", "level": "INFO", "timestamp": "2026-11-21T08:00:00Z", "source": "x", "labels": {}},
        {"message": "step 2"},
        {"level": "INFO"},
        "odd",
        None,
    ]
    seen = status(answer({"status": "IN_PROGRESS", "logs": logs}, 202))
    assert seen == Running(None, (LogLine("step 1", "INFO", "2026-11-21T08:00:00Z"), LogLine("step 2")))


@pytest.mark.parametrize("logs", [None, [], {}, "text", 3])
def test_a_log_that_is_none_is_empty(logs: object) -> None:
    """Null, missing or odd logs are no error."""
    assert status(answer({"status": "IN_PROGRESS", "logs": logs})) == Running()
    assert status(answer({"status": "IN_PROGRESS"})) == Running()


@pytest.mark.parametrize("rest", [{}, {"error": "bad input", "error_type": "x"}, {"metrics": {"inference_time": None}}])
def test_completed_is_not_success(rest: dict[str, Any]) -> None:
    """COMPLETED only means that the result can be read: a refused input shows there."""
    assert status(answer({"status": "COMPLETED", **rest})) == Ready()


@pytest.mark.parametrize("word", ["FAILED", "failed", "ERROR"])
def test_a_gateways_failure_ends_it(word: str) -> None:
    """What gateways invent for a failure ends the job, with their reason, and money may be spent."""
    for body in ({"error": "no capacity"}, {"detail": "no capacity"}, {"error": {"message": "no capacity"}}):
        seen = status(answer({"status": word, **body}), connection=GATEWAY)
        assert isinstance(seen, Ended)
        assert isinstance(seen.error, JobFailed)
        assert "no capacity" in seen.error.message
        assert (seen.error.spent, seen.cancelled) == ("maybe", False)
    assert "no reason" in status(answer({"status": word})).error.message
    flagged = status(answer({"status": word, "error": "x", "error_type": "content_policy_violation"}))
    assert isinstance(flagged.error, Moderated)


@pytest.mark.parametrize("word", ["CANCELLED", "canceled"])
def test_a_gateways_cancellation_ends_it(word: str) -> None:
    """Both spellings are a cancellation and no failure."""
    assert status(answer({"status": word})).cancelled is True


@pytest.mark.parametrize(
    "body", [{"status": "FROZEN"}, {"status": ""}, {"status": 3}, {}, [], None, "x", {"state": "x"}]
)
def test_an_unknown_status_is_asked_again(body: object) -> None:
    """Nothing that fal does not document ends a job that may be paid."""
    seen = status(answer(body))
    assert isinstance(seen, Hiccup)
    assert not seen.key_refused


def test_a_status_that_holds_the_clip_is_the_result() -> None:
    """A gateway that puts the output where the status belongs has ended the job well."""
    assert status(answer({"result": VIDEO}), connection=GATEWAY).media_url == CLIP


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_is_told_apart(code: int) -> None:
    """A key that is refused for a look will not mend itself, and ends nothing."""
    seen = status(answer({"detail": "no"}, code))
    assert isinstance(seen, Hiccup)
    assert seen.key_refused


def test_a_busy_host_is_given_its_time() -> None:
    """429 and 503 carry Retry-After on."""
    assert status(bare(429, retry_after="9")).retry_after_seconds == 9
    assert status(bare(503, retry_after="soon")).retry_after_seconds is None


def test_an_event_is_read_as_a_status() -> None:
    """The stream's data are status objects; one that is none is passed over."""
    assert PROTOCOL.read_event('{"status": "IN_QUEUE", "queue_position": 2}') == Queued(2)
    assert PROTOCOL.read_event('{"status": "COMPLETED"}') == Ready()
    assert isinstance(PROTOCOL.read_event("not json \ud83d"[:-1]), Hiccup)


def test_only_official_hosts_stream() -> None:
    """The status stream is asked of fal and the sandbox, at the ticket's path; a gateway has none."""
    assert PROTOCOL.events(ticket(), GATEWAY) is None
    for connection in (FAL, SANDBOX):
        call = PROTOCOL.events(ticket(), connection)
        assert call is not None
        assert (call.purpose, call.path, dict(call.query)) == ("events", f"{PLACE}/status/stream", {"logs": "1"})
