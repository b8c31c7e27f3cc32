"""Runway's protocol, driven by hand: where calls go, what a submit's answers mean, cancelling, uploads, the account."""

import io
from dataclasses import replace
from typing import Any

import pytest
from driving import SANDBOX, answer, bare, drive, page
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from runway_hosts import ENDPOINT, GATEWAY, HOSTS, RUNWAY, TASK, native, submit, ticket

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, OutOfCredit, Refused
from vidwidgets.providers.runway.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.fit import data_uri_length, fitted_jpeg
from vidwidgets.wire.media import Picture, inspected
from vidwidgets.wire.protocol import Refusal, Ticket
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued

LIMIT = 5_242_880


@pytest.mark.parametrize(
    ("connection", "path"),
    [
        (RUNWAY, "/v1/image_to_video"),
        (SANDBOX, "/v1/image_to_video"),
        (GATEWAY, "/runwayml/v1/image_to_video"),
        (replace(GATEWAY, base_url="https://gate.example/runwayml"), "/v1/image_to_video"),
        (replace(GATEWAY, base_url="https://gate.example/x/runwayml/v1/"), "/image_to_video"),
        (replace(GATEWAY, base_url="https://gate.example/proxy"), "/runwayml/v1/image_to_video"),
    ],
)
def test_a_submit_goes_to_the_wires_path(connection: Connection, path: str) -> None:
    """Runway's own below /v1, a gateway's below /runwayml/v1 and never doubled; the task's path beside it."""
    calls, made = drive(submit(connection, model="gen4_turbo"), answer({"id": TASK}))
    assert [(call.purpose, call.method, call.path, call.json) for call in calls] == [
        ("submit", "POST", path, {"model": "gen4_turbo"})
    ]
    assert isinstance(made, Ticket)
    assert made.paths["status"] == path.replace("image_to_video", f"tasks/{TASK}")


def test_each_call_names_the_version_and_a_bearer() -> None:
    """Also where a gateway's other wires want the word Key."""
    assert PROTOCOL.own_headers("t") == {"x-runway-version": "2024-11-06"}
    assert PROTOCOL.key_headers("secret", "Key") == {"authorization": "Bearer secret"}


SEED_REPLY = {
    "id": TASK,
    "prompt": "",
    "state": "pending",
    "queue_state": None,
    "created_at": "2024-12-22T13:38:40.139409Z",
    "batch_id": "",
    "video": None,
    "video_raw": None,
    "liked": None,
    "estimate_wait_seconds": None,
    "thumbnail": None,
    "last_frame": None,
}


@pytest.mark.parametrize(
    ("body", "task"),
    [
        ({"id": TASK, "estimatedCost": {"credits": 25}}, TASK),
        ({"id": TASK, "status": "PENDING"}, TASK),
        ({"code": 0, "message": "SUCCEED", "request_id": "r-1", "data": {"task_id": "77", "task_status": "ok"}}, "77"),
        ({"code": 0, "message": "", "request_id": "r-1", "data": {"task_id": 7712}}, "7712"),
        (SEED_REPLY, TASK),
        ({"code": "success", "message": "", "data": "task_9x"}, "task_9x"),
        ({"code": 200, "data": {"id": TASK}}, TASK),
        ({"task": {"id": f"runway_{TASK}", "status": "THROTTLED", "artifacts": []}}, f"runway_{TASK}"),
        ({"task_id": TASK, "message": "", "task_status": "succeed"}, TASK),
    ],
)
def test_every_create_reply_gives_its_id(body: dict[str, Any], task: str) -> None:
    """All shapes of facts §6, the seed's own schema and its own example."""
    _, made = drive(submit(GATEWAY), answer(body))
    assert isinstance(made, Ticket)
    assert made.request_id == task
    assert isinstance(made.queued, Queued)


@pytest.mark.parametrize("bad", ["../organization", "a/b", "a b", "..", "", "x" * 129, "é", None, True, 1.5, []])
def test_an_id_that_could_lead_elsewhere_is_none(bad: Any) -> None:
    """Such an answer was a 2xx, so nothing is known, and nothing is sent again."""
    with pytest.raises(OutcomeUnknown):
        drive(submit(), answer({"id": bad}))


@pytest.mark.parametrize(
    "reply", [answer({"error": "x"}, 500), page(502), bare(503), bare(504), bare(408), page(200), answer({}), bare(200)]
)
def test_no_verdict_is_never_sent_again(reply: Reply) -> None:
    """A 5xx, a timeout, a web page or an answer without an id may have been accepted."""
    for connection in HOSTS:
        with pytest.raises(OutcomeUnknown) as unknown:
            drive(submit(connection), reply)
        assert "not sent again" in unknown.value.message


def refused(reply: Reply, connection: Connection = RUNWAY) -> Refusal:
    """What a submit's reply refuses."""
    _, refusal = drive(submit(connection), reply)
    assert isinstance(refusal, Refusal)
    assert refusal.error.spent == "no"
    return refusal


def test_too_many_may_be_sent_again_but_not_a_days_quota() -> None:
    """429 is a definite refusal; the rolling day's count will not clear in seconds."""
    busy = refused(answer({"error": "Too many requests"}, 429, retry_after="7"))
    assert (busy.again, busy.retry_after_seconds) == (True, 7.0)
    daily = refused(answer({"error": "You have reached your daily generation limit for this model"}, 429))
    assert daily.again is False
    assert "24 hours" in daily.error.message


def test_issues_become_fields_and_labels() -> None:
    """Paths lead to our fields, the last frame included, in the form's words."""
    issues = [
        {"code": "invalid_value", "path": ["ratio"], "values": ["1280:720"], "message": "Invalid input"},
        {"code": "custom", "path": ["promptImage", 1, "uri"], "message": "Asset is too large."},
        {"code": "unrecognized_keys", "keys": ["watermark"], "path": [], "message": "Unrecognized key"},
    ]
    body = {"error": "Validation of body failed", "issues": issues, "docUrl": "https://docs.dev.runwayml.com/api"}
    error = refused(answer(body, 400)).error
    assert isinstance(error, InvalidRequest)
    assert error.fields == ("ratio", "lastFrame")
    assert "Ratio: Invalid input; it takes 1280:720." in error.message
    assert "Last frame: Asset is too large." in error.message
    assert "It does not know watermark." in error.message
    named = refused(answer({"error": "Invalid parameter 'promptText'"}, 400)).error
    assert named.fields == ("promptText",)
    assert "Prompt" in named.message


def test_keys_and_purses() -> None:
    """401 names the variable, never the key; an empty balance is told at any status."""
    keyed = refused(answer({"error": "Unauthorized"}, 401))
    assert "RUNWAYML_API_SECRET" in keyed.error.message
    for status in (400, 402, 403, 429):
        body = {"error": "You do not have enough credits to run this task."}
        assert isinstance(refused(answer(body, status)).error, OutOfCredit)
    quota = {
        "error": {"message": "user quota is not enough", "type": "new_api_error", "code": "insufficient_user_quota"}
    }
    assert isinstance(refused(answer(quota, 403), GATEWAY).error, Refused)


@pytest.mark.parametrize(
    "body",
    [
        {"code": 1201, "message": "model is not supported", "request_id": "r"},
        {"code": "invalid_request", "message": "no channel for gen4_turbo", "data": None},
        {"error": {"message": "no available channel", "type": "new_api_error"}},
    ],
)
def test_a_gateways_error_in_a_success_is_a_refusal(body: dict[str, Any]) -> None:
    """HTTP 200 with an error's code and no id: refused, with the gateway's words."""
    error = refused(answer(body), GATEWAY).error
    assert isinstance(error, Refused)
    assert "gate refused it" in error.message


def test_a_gateways_timeout_in_a_success_is_no_verdict() -> None:
    """The request had left the gateway by then."""
    with pytest.raises(OutcomeUnknown):
        drive(submit(GATEWAY), answer({"code": "do_request_failed", "message": "context deadline exceeded"}))


def test_cancelling_never_deletes_a_finished_clip() -> None:
    """Runway's DELETE throws a finished output away, so it is looked at first."""
    calls, said = drive(PROTOCOL.cancel(ticket(), RUNWAY), answer(native("SUCCEEDED", output=["https://x/a.mp4"])))
    assert [call.method for call in calls] == ["GET"]
    assert said.gone is False


@pytest.mark.parametrize(
    ("status", "word"), [("PENDING", "mostly refunds"), ("THROTTLED", "mostly refunds"), ("RUNNING", "refunds nothing")]
)
def test_cancelling_says_what_it_means_for_the_bill(status: str, word: str) -> None:
    """By the state that Runway was in, since the refund hangs on it."""
    calls, said = drive(PROTOCOL.cancel(ticket(), RUNWAY), answer(native(status)), bare(204))
    paths = ticket().paths
    assert [(call.method, call.path) for call in calls] == [("GET", paths["status"]), ("DELETE", paths["cancel"])]
    assert said.gone is True
    assert word in said.message


def test_a_task_that_is_gone_is_cancelled() -> None:
    """404 at Runway means deleted; at a gateway it means that it has no cancellation."""
    gone = {"error": "Could not find Task"}
    _, own = drive(PROTOCOL.cancel(ticket(), RUNWAY), answer(gone, 404), answer(gone, 404))
    root = "/runwayml/v1"
    _, theirs = drive(PROTOCOL.cancel(ticket(root), GATEWAY), answer(native("RUNNING")), answer({}, 404))
    assert (own.gone, theirs.gone) == (True, False)
    assert "gate offers no cancellation" in theirs.message


def picture(size: int, kind: str = "image/jpeg") -> Picture:
    """A picture of so many bytes, which only its size describes."""
    return Picture(name="my cat.jpeg", content=b"x" * size, content_type=kind, width=9, height=9, size_bytes=size)


def largest() -> int:
    """The bytes of the largest JPEG whose data URI Runway takes."""
    return (LIMIT - len("data:image/jpeg;base64,")) // 4 * 3


def test_a_picture_is_embedded_up_to_the_limit_of_the_whole_data_uri() -> None:
    """5,242,880 characters, its beginning included, as the data URI itself counts."""
    fits, over = picture(largest()), picture(largest() + 1)
    assert len(fits.data_uri()) <= LIMIT < len(over.data_uri())
    assert [PROTOCOL.embeds(one, RUNWAY) for one in (fits, over)] == [True, False]
    assert "data URI" in PROTOCOL.fitted(fits, RUNWAY).note
    assert "uploaded" in PROTOCOL.fitted(over, RUNWAY).note


@given(st.binary(max_size=200), st.sampled_from(["image/png", "image/jpeg"]))
def test_a_data_uris_length_is_known_without_making_it(content: bytes, kind: str) -> None:
    """The reckoning agrees with the real thing."""
    one = Picture(name="x", content=content, content_type=kind)
    assert data_uri_length(one) == len(one.data_uri())


def test_a_gateways_picture_is_made_to_fit() -> None:
    """It becomes a JPEG that fits and still opens, and the note says so; the same picture is uploaded at Runway."""
    noise = Image.effect_noise((2200, 1500), 120).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    large = inspected(buffer.getvalue(), "noise.png")
    assert data_uri_length(large) > LIMIT
    small = PROTOCOL.fitted(large, GATEWAY)
    assert len(small.data_uri()) <= LIMIT
    assert "gate takes no uploads" in small.note
    assert PROTOCOL.embeds(small, GATEWAY)
    assert inspected(small.content, "x").content_type == "image/jpeg"


def test_what_cannot_be_made_to_fit_is_refused() -> None:
    """A limit below any picture ends in a sentence, not in a loop."""
    buffer = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(buffer, "PNG")
    with pytest.raises(InvalidRequest, match="smaller picture"):
        fitted_jpeg(inspected(buffer.getvalue(), "noise.png"), 100, why="no reason")


def test_an_upload_is_a_slot_and_a_form_without_a_key() -> None:
    """The storage's call goes to an absolute address, which never carries a key; its fields come before the file."""
    slot = {
        "uploadUrl": "https://store.example/put",
        "fields": {"key": "k", "policy": "p"},
        "runwayUri": "runway://abc",
    }
    calls, address = drive(PROTOCOL.upload(picture(10), RUNWAY), answer(slot), bare(204))
    assert address == "runway://abc"
    assert (calls[0].path, calls[0].json) == ("/v1/uploads", {"filename": "my-cat.jpg", "type": "ephemeral"})
    assert (calls[1].url, calls[1].path, dict(calls[1].form)) == (slot["uploadUrl"], "", slot["fields"])
    assert calls[1].file == ("file", "my-cat.jpg", b"x" * 10, "image/jpeg")


@pytest.mark.parametrize("replies", [(answer({"error": "Too many"}, 429),), (answer({"uploadUrl": "https://s"}),)])
def test_a_slot_that_is_refused_is_said(replies: tuple[Reply, ...]) -> None:
    """No clip was asked for."""
    with pytest.raises(Refused, match="No clip was asked for"):
        drive(PROTOCOL.upload(picture(10), RUNWAY), *replies)


def test_the_account_in_words() -> None:
    """Credits and tier at Runway; nothing is asked of a gateway."""
    body = {"creditBalance": 1240, "tier": {"maxMonthlyCreditSpend": 10_000, "models": {}}}
    calls, said = drive(PROTOCOL.account(RUNWAY), answer(body))
    assert (calls[0].path, said) == ("/v1/organization", "1 240 credits, tier 1")
    assert drive(PROTOCOL.account(RUNWAY), answer({"creditBalance": 7}))[1] == "7 credits"
    assert drive(PROTOCOL.account(RUNWAY), bare(401))[1] == ""
    assert drive(PROTOCOL.account(GATEWAY)) == ([], "")


def test_looks_are_never_nearer_than_five_seconds() -> None:
    """Runway's own words: no updates more often than that."""
    assert PROTOCOL.pace.first_seconds == 5.0
    assert PROTOCOL.pace.longest_seconds >= 5.0
    assert "cannot list tasks" in PROTOCOL.look_up(RUNWAY, ENDPOINT)
