"""fal's submit, accepted: the id, the paths that its URLs are good for, and answers that say too little."""

from typing import Any

import pytest
from driving import BODY, FAL, GATEWAY, KLING, REQUEST_ID, SANDBOX, UNIAPI, answer, bare, drive, page, submitted

from vidwidgets.errors import OutcomeUnknown
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued

VEO = "fal-ai/veo3/image-to-video"
HERE = f"https://queue.fal.run/fal-ai/kling-video/requests/{REQUEST_ID}"
SEED_002 = {
    "status": "IN_QUEUE",
    "request_id": REQUEST_ID,
    "response_url": f"https://queue.fal.run/fal-ai/xxxx/requests/{REQUEST_ID}",
    "status_url": f"https://queue.fal.run/fal-ai/xxxx/requests/{REQUEST_ID}/status",
    "logs": None,
    "metrics": {},
    "queue_position": 0,
}


def seed_answer(app: str, request_id: str) -> dict[str, Any]:
    """The answer that seeds 000 and 001 print."""
    place = f"https://queue.fal.run/fal-ai/{app}/requests/{request_id}"
    urls = {"response_url": place, "status_url": f"{place}/status", "cancel_url": f"{place}/cancel"}
    return {**SEED_002, **urls, "request_id": request_id}


def test_the_body_is_posted_bare_to_the_full_id() -> None:
    """One POST to the full id, the input itself as JSON, waited for as long as fal's own client waits."""
    (call,), outcome = drive(PROTOCOL.submit(KLING, BODY, FAL), answer(SEED_002))
    assert (call.purpose, call.method, call.path, call.json) == ("submit", "POST", f"/{KLING}", BODY)
    assert (call.url, call.service, call.query, call.timeout_seconds) == ("", "", {}, 120)
    assert outcome.endpoint == KLING


@pytest.mark.parametrize(
    ("endpoint", "app", "request_id"),
    [
        (VEO, "veo3", "bcd3b436-b7af-42f3-8649-204657bfaf10"),
        ("fal-ai/kling-video/v2.5-turbo/pro/image-to-video", "kling-video", "727028ec-aa98-4073-9bcd-0acb386abcfc"),
    ],
)
@pytest.mark.parametrize("connection", [FAL, UNIAPI, GATEWAY], ids=lambda c: c.name)
def test_the_seeds_answers_are_accepted(endpoint: str, app: str, request_id: str, connection: Connection) -> None:
    """Seeds 000 and 001: the id, the place in the queue, and the three paths by owner and app."""
    ticket = submitted(answer(seed_answer(app, request_id)), connection, endpoint)
    place = f"/fal-ai/{app}/requests/{request_id}"
    assert ticket == Ticket(
        request_id, endpoint, {"status": f"{place}/status", "result": place, "cancel": f"{place}/cancel"}, Queued(0)
    )


@pytest.mark.parametrize("connection", [UNIAPI, GATEWAY], ids=lambda c: c.name)
def test_an_answer_without_cancel_url_is_whole(connection: Connection) -> None:
    """Seed 002 names fal's host and no cancel_url: the paths are taken, and cancel is looked for beside them."""
    ticket = submitted(answer(SEED_002), connection)
    place = f"/fal-ai/xxxx/requests/{REQUEST_ID}"
    assert ticket.paths == {"status": f"{place}/status", "result": place, "cancel": f"{place}/cancel"}
    assert connection.url(ticket.paths["cancel"]) == f"{connection.base_url}{place}/cancel"


@pytest.mark.parametrize("optional", ["status", "logs", "metrics", "queue_position", "status_url", "response_url"])
def test_the_id_alone_is_enough(optional: str) -> None:
    """Whatever else an answer leaves out, the job can be followed."""
    ticket = submitted(answer({name: value for name, value in SEED_002.items() if name != optional}), FAL)
    assert ticket.request_id == REQUEST_ID
    assert set(ticket.paths) == {"status", "result", "cancel"}
    assert submitted(answer({"request_id": REQUEST_ID})).paths["result"] == f"/fal-ai/kling-video/requests/{REQUEST_ID}"


def test_response_is_taken_off_a_path() -> None:
    """A newer page's response_url ends in /response, which real hosts refuse: only that is left off."""
    told = f"https://queue.fal.run/fal-ai/renamed/requests/{REQUEST_ID}/response"
    ticket = submitted(answer({"request_id": REQUEST_ID, "response_url": told}))
    assert ticket.paths["result"] == f"/fal-ai/renamed/requests/{REQUEST_ID}"


@pytest.mark.parametrize(
    "url",
    [
        f"https://evil.example/fal-ai/kling-video/requests/{REQUEST_ID}/status",
        f"http://queue.fal.run/fal-ai/kling-video/requests/{REQUEST_ID}/status",
        f"https://queue.fal.run@evil.example/fal-ai/x/requests/{REQUEST_ID}/status",
        f"https://queue.fal.run.evil.example/fal-ai/x/requests/{REQUEST_ID}/status",
        "https://queue.fal.run/fal-ai/x/requests/another-id/status",
        f"https://queue.fal.run/fal-ai/../../etc/requests/{REQUEST_ID}/status",
        f"https://queue.fal.run/fal-ai/%2e%2e/requests/{REQUEST_ID}/status",
        f"https://queue.fal.run/{REQUEST_ID}/status",
        f"//evil.example/fal-ai/x/requests/{REQUEST_ID}/status",
        "file:///etc/passwd",
        "",
        None,
        17,
        {"href": HERE},
    ],
)
@pytest.mark.parametrize("connection", [FAL, GATEWAY], ids=lambda c: c.name)
def test_a_foreign_url_is_not_followed(url: object, connection: Connection) -> None:
    """A URL that does not lead to this request at a known host is dropped, and the path is built from the id."""
    urls = dict.fromkeys(("status_url", "response_url", "cancel_url"), url)
    ticket = submitted(answer({**SEED_002, **urls}), connection)
    place = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
    assert ticket.paths == {"status": f"{place}/status", "result": place, "cancel": f"{place}/cancel"}


@pytest.mark.parametrize("bad", ["", "a/b", "../x", "..", "a b", "x" * 200, "a?b", "a%2fb", None, 17, ["x"]])
def test_an_id_that_is_none_leaves_the_outcome_unknown(bad: object) -> None:
    """An accepted answer without a usable id may have been charged; it is not sent again, and no path is made of it."""
    outcome = submitted(answer({"request_id": bad, "status": "IN_QUEUE"}))
    assert isinstance(outcome, OutcomeUnknown)
    assert outcome.spent == "maybe"


def test_an_id_that_only_the_urls_name_is_found() -> None:
    """A gateway that names the id only inside its URLs does not lose the paid job."""
    ticket = submitted(answer({name: value for name, value in SEED_002.items() if name != "request_id"}), UNIAPI)
    assert ticket.request_id == REQUEST_ID
    assert ticket.paths["status"] == f"/fal-ai/xxxx/requests/{REQUEST_ID}/status"


@pytest.mark.parametrize("reply", [page(), bare(200), answer(None), answer([]), answer("ok"), bare(204)], ids=repr)
def test_a_yes_that_says_nothing_is_an_unknown_outcome(reply: Reply) -> None:
    """A 2xx that is a web page, empty or no object may have been accepted."""
    outcome = submitted(reply)
    assert isinstance(outcome, OutcomeUnknown)
    assert "no request id" in outcome.message


def test_a_gateways_error_under_200_is_quoted() -> None:
    """What a gateway says under 200 in place of an id is in the sentence; the outcome stays unknown."""
    outcome = submitted(answer({"error": {"message": "quota exhausted for today", "type": "x"}}), GATEWAY)
    assert isinstance(outcome, OutcomeUnknown)
    assert "quota exhausted for today" in outcome.message


def test_the_sandbox_is_spoken_to_in_the_same_way() -> None:
    """The local provider's own URLs lead back to it."""
    place = f"{SANDBOX.base_url}/fal-ai/kling-video/requests/{REQUEST_ID}"
    ticket = submitted(answer({"request_id": REQUEST_ID, "status_url": f"{place}/status"}), SANDBOX)
    assert SANDBOX.url(ticket.paths["status"]) == f"{place}/status"
