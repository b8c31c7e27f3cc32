"""What a look at a Runway task shows: its own shape and the gateways', failures and what they cost."""

from typing import Any

import pytest
from driving import SANDBOX, answer, bare, drive, page
from hypothesis import given
from hypothesis import strategies as st
from runway_hosts import GATEWAY, HOSTS, RUNWAY, TASK, native, ticket

from vidwidgets.errors import JobFailed, Moderated
from vidwidgets.providers.runway.protocol import PROTOCOL
from vidwidgets.providers.runway.task import read_task
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Seen
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued, Running

CLIP = "https://dnznrvs05pmza.cloudfront.net/a.mp4?_jwt=secret"


def look(reply: Reply | dict[str, Any], connection: Connection = RUNWAY) -> Seen:
    """What one look shows."""
    _, seen = drive(PROTOCOL.status(ticket(), connection), answer(reply) if isinstance(reply, dict) else reply)
    return seen


def test_the_two_queues_are_told_apart() -> None:
    """PENDING is the plain queue, THROTTLED the plan's limit; both say the most that it may cost."""
    plain, throttled = look(native("PENDING")), look(native("THROTTLED", estimatedCost={"credits": 25}))
    assert plain == Queued()
    assert isinstance(throttled, Queued)
    assert "plan's limit" in throttled.note
    assert "25 credits ($0.25)" in throttled.note


def test_running_shows_runways_own_progress() -> None:
    """A share from 0 to 1, or none where it says none."""
    assert look(native("RUNNING", progress=0.275)) == Running(0.275)
    assert look(native("RUNNING")) == Running(None)


def test_success_gives_the_clip_and_what_it_cost() -> None:
    """The first video of several outputs; dollars at Runway, credits at a gateway, and none in the sandbox."""
    body = native("SUCCEEDED", output=["https://x.example/a.wav", CLIP], cost={"credits": 25})
    own, theirs, sandboxed = (look(body, connection) for connection in (RUNWAY, GATEWAY, SANDBOX))
    assert isinstance(own, Output)
    assert isinstance(theirs, Output)
    assert isinstance(sandboxed, Output)
    assert own.media_url == CLIP
    assert own.cost is not None
    assert (own.cost.amount, own.cost.currency) == (0.25, "USD")
    assert theirs.cost is not None
    assert (theirs.cost.amount, theirs.cost.currency) == (25, "credits")
    assert sandboxed.cost is None
    assert (own.facts["credits"], own.facts["outputs"]) == (25, 2)


def test_success_without_a_clip_is_an_end() -> None:
    """It is not asked for ever."""
    seen = look(native("SUCCEEDED", output=[]))
    assert isinstance(seen, Ended)
    assert "names no clip" in seen.error.message


NEW_API: dict[str, Any] = {
    "task_id": TASK,
    "action": "IMAGE_TO_VIDEO",
    "status": "QUEUED",
    "fail_reason": "",
    "submit_time": 1773366766,
    "start_time": 0,
    "finish_time": 0,
    "progress": "0%",
}


def new_api(data: Any, **row: Any) -> dict[str, Any]:
    """new-api's envelope around whatever is inside."""
    return {"code": "success", "message": "", "data": {**NEW_API, **row, "data": data}}


GATEWAY_LOOKS: list[tuple[str, dict[str, Any], Any]] = [
    ("native status only", {"id": TASK, "status": "RUNNING", "progress": 0.5}, Running(0.5)),
    ("new-api queued", new_api({"id": TASK, "status": "PENDING"}), Queued()),
    ("new-api, empty inside", new_api(None), Queued()),
    ("new-api running", new_api(native("RUNNING", progress=0.3), status="IN_PROGRESS", progress="30%"), Running(0.3)),
    ("new-api by percent", new_api(None, status="IN_PROGRESS", progress="37%"), Running(0.37)),
    ("new-api done", new_api(native("SUCCEEDED", output=[CLIP]), status="SUCCESS"), CLIP),
    ("new-api done, reason is the clip", new_api(None, status="SUCCESS", fail_reason=CLIP), CLIP),
    ("kling queued", {"code": 0, "message": "", "data": {"task_id": "7", "task_status": "submitted"}}, Queued()),
    ("kling running", {"code": 0, "data": {"task_id": "7", "task_status": "processing"}}, Running(None)),
    (
        "kling done",
        {"code": 0, "data": {"task_id": "7", "task_status": "succeed", "task_result": {"videos": [{"url": CLIP}]}}},
        CLIP,
    ),
    ("the seed's example", {"id": TASK, "state": "pending", "queue_state": None, "video": None}, Queued()),
    ("luma running", {"id": TASK, "state": "dreaming", "video": None}, Running(None)),
    ("luma done", {"id": TASK, "state": "completed", "video": {"url": CLIP}}, CLIP),
    ("artifacts throttled", {"task": {"id": "runway_1", "status": "THROTTLED", "artifacts": []}}, Queued),
    (
        "artifacts running",
        {"task": {"id": "runway_1", "status": "RUNNING", "progressRatio": "0.5", "artifacts": []}},
        Running(0.5),
    ),
    (
        "artifacts done",
        {"task": {"id": "runway_1", "status": "SUCCEEDED", "artifacts": [{"url": CLIP, "previewUrls": []}]}},
        CLIP,
    ),
    ("one-api running", {"task_id": "7", "task_status": "processing", "message": ""}, Running(None)),
    ("one-api done", {"task_id": "7", "task_status": "succeed", "message": "", "video_result": CLIP}, CLIP),
    ("rixapi done", {"code": 200, "msg": "", "data": {"task_id": "7", "state": "succeeded", "video_url": CLIP}}, CLIP),
    ("an envelope's own success", {"status": "success", "data": {"id": TASK, "status": "RUNNING"}}, Running(None)),
    ("an envelope of nothing known", {"status": "success", "data": {"id": TASK, "status": "WARMING"}}, Hiccup),
    ("a wait inside an end with a clip", new_api(native("RUNNING"), status="SUCCESS", url=CLIP), CLIP),
    ("a wait inside a bare success", new_api(native("RUNNING"), status="SUCCESS", progress="90%"), Running(0.9)),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in GATEWAY_LOOKS], ids=[c[0] for c in GATEWAY_LOOKS])
def test_every_gateways_shape_is_read(body: dict[str, Any], expected: Any) -> None:
    """All of facts §6, the innermost native word believed first."""
    seen = look(body, GATEWAY)
    if isinstance(expected, str):
        assert isinstance(seen, Output)
        assert seen.media_url == expected
    elif isinstance(expected, type):
        assert isinstance(seen, expected)
    else:
        assert seen == expected


def test_a_gateways_own_failure_is_an_end() -> None:
    """new-api that has given up says why, whatever it heard last."""
    seen = look(new_api(native("RUNNING"), status="FAILURE", fail_reason="upstream gave up"), GATEWAY)
    assert isinstance(seen, Ended)
    assert "upstream gave up" in seen.error.message
    assert seen.error.spent == "maybe"


@pytest.mark.parametrize("word", ["WARMING_UP", "unknown", "", "3"])
def test_an_unknown_status_is_no_end(word: str) -> None:
    """It is asked again."""
    for connection in HOSTS:
        assert isinstance(look({"id": TASK, "status": word}, connection), Hiccup)


@pytest.mark.parametrize(
    "reply",
    [
        answer({"error": "Could not find Task"}, 404),
        answer({"code": "task_not_exist", "message": "task_not_exist"}, 400),
        answer({"code": "task_not_exist", "message": "task_not_exist", "data": None}),
    ],
)
def test_a_task_that_is_not_known_is_missing(reply: Reply) -> None:
    """The job forgives that in the first minutes, and takes it as cancelled after a cancellation."""
    assert isinstance(look(reply, GATEWAY), Missing)


@pytest.mark.parametrize("reply", [page(), page(404), bare(429, retry_after="9"), bare(500), bare(400), bare(200)])
def test_no_answer_is_a_hiccup(reply: Reply) -> None:
    """Nothing of it ends the watching."""
    for connection in HOSTS:
        assert isinstance(look(reply, connection), Hiccup)


def test_a_refused_key_is_told() -> None:
    """It will not mend itself."""
    seen = look(bare(401))
    assert isinstance(seen, Hiccup)
    assert seen.key_refused


FAILURES: list[tuple[str | None, type[JobFailed], str, str]] = [
    ("SAFETY.INPUT.TEXT", Moderated, "yes", "does not refund"),
    ("SAFETY.INPUT.IMAGE.X", Moderated, "yes", "does not refund"),
    ("SAFETY.OUTPUT.VIDEO", Moderated, "maybe", "disagree"),
    ("INPUT_PREPROCESSING.SAFETY.TEXT", Moderated, "maybe", "not documented"),
    ("INPUT_PREPROCESSING.SAFETY.THIRD_PARTY", Moderated, "maybe", "not documented"),
    ("INPUT_PREPROCESSING.INTERNAL", JobFailed, "no", "refunds this"),
    ("INTERNAL.BAD_OUTPUT.CODE01", JobFailed, "no", "refunds this"),
    ("ASSET.INVALID", JobFailed, "no", "another file"),
    ("THIRD_PARTY.UNAVAILABLE", JobFailed, "no", "another model"),
    ("THIRD_PARTY.INPUT_VALIDATION", JobFailed, "maybe", "Change the request"),
    ("INTERNAL", JobFailed, "no", "in a while"),
    (None, JobFailed, "no", "in a while"),
    ("QUANTUM.FLUX", JobFailed, "maybe", "not known here"),
]


@pytest.mark.parametrize(("code", "kind", "spent", "word"), FAILURES)
def test_failures_are_read_by_their_segments(code: str | None, kind: type[JobFailed], spent: str, word: str) -> None:
    """What happened, what to do, whether it was charged (facts §2.8)."""
    seen = look(native("FAILED", failure="An unexpected error occurred.", failureCode=code))
    assert isinstance(seen, Ended)
    error = seen.error
    assert type(error) is kind
    assert (error.spent, error.code) == (spent, code or "FAILED")
    assert word in error.message
    assert "An unexpected error occurred" in error.message


@pytest.mark.parametrize(("number", "spent", "word"), [(25, "yes", "It cost 25 credits"), (0, "no", "no credits")])
def test_a_failures_own_cost_is_believed_first(number: int, spent: str, word: str) -> None:
    """The reply's figure stands above either page of the documents."""
    seen = look(native("FAILED", failureCode="SAFETY.OUTPUT.VIDEO", failure="x", cost={"credits": number}))
    assert isinstance(seen, Ended)
    assert seen.error.spent == spent
    assert word in seen.error.message


def test_a_cancelled_task_is_an_end() -> None:
    """In both spellings."""
    for word in ("CANCELLED", "canceled"):
        seen = look({"id": TASK, "status": word}, GATEWAY)
        assert isinstance(seen, Ended)
        assert seen.cancelled


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "status", "state", "data", "task", "output", "url", "progress", "cost", "credits", "error"]
            )
            | st.text(max_size=6),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read(body: Any) -> None:
    """No answer breaks the reader, and a progress stays between 0 and 1."""
    task = read_task(body)
    assert task.progress is None or 0 <= task.progress <= 1
    assert all(url.startswith("http") for url in task.urls)


@given(json_values)
def test_any_answer_is_a_sight(body: Any) -> None:
    """Each look gives something that the job knows how to take."""
    assert isinstance(look(answer(body), GATEWAY), Seen.__args__)  # type: ignore[attr-defined]
