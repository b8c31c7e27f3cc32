"""fal's submit, refused or of unknown outcome: which class, which words, and whether it may be sent again."""

from typing import Any

import pytest
from driving import FAL, GATEWAY, KLING, UNIAPI, answer, bare, page, submitted

from vidwidgets.errors import InvalidRequest, Moderated, OutcomeUnknown, OutOfCredit, Refused, VidwidgetsError
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Refusal
from vidwidgets.wire.reply import Reply

BASE64 = "iVBORw0KGgoAAAANSUhEUgAA" * 40


def refusal(reply: Reply, connection: Connection = FAL, endpoint: str = KLING) -> VidwidgetsError:
    """The error of a reply that is a no."""
    outcome = submitted(reply, connection, endpoint)
    assert isinstance(outcome, Refusal)
    assert outcome.error.spent == "no"
    assert "Nothing was" in outcome.error.message
    return outcome.error


def faulty(kind: str, *loc: str, **rest: Any) -> Reply:
    """A 422 of the model's own shape."""
    return answer({"detail": [{"loc": ["body", *loc], "msg": "as fal says", "type": kind, **rest}]}, 422)


def test_a_refused_key_names_its_variable() -> None:
    """401 says which variable's key was refused and where, whatever class of error body comes."""
    for connection, variable in ((FAL, "FAL_KEY"), (UNIAPI, "UNIAPI_KEY"), (GATEWAY, "GATE_KEY")):
        error = refusal(answer({"detail": "No user found for Key ID and Secret"}, 401), connection)
        assert type(error) is Refused
        assert variable in error.message
        assert connection.name in error.message
        assert error.code == "401"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (
            403,
            {"detail": "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing"},
        ),
        (402, {"detail": "Payment required"}),
        (402, None),
        (403, {"error": {"message": "insufficient_user_quota: balance is $0.00", "type": "one_api_error"}}),
        (403, {"error": {"message": "用户额度不足", "type": "new_api_error"}}),
        (403, {"error": {"message": "insufficient_user_quota", "type": "one_api_error"}}),
        (429, {"error": {"message": "You have insufficient quota", "code": "insufficient_quota"}}),
    ],
)
def test_an_empty_account_is_out_of_credit(status: int, body: object) -> None:
    """Fal's locked balance (a 403) and what gateways say of it: no money, nothing made, where to top it up."""
    error = refusal(answer(body, status))
    assert isinstance(error, OutOfCredit)
    assert "fal.ai/dashboard/billing" in error.message
    assert "at my-gateway" in refusal(answer(body, status), GATEWAY).message
    assert not submitted(answer(body, status)).again


@pytest.mark.parametrize(
    "detail", ["Your IP is blocked", "Request blocked by policy", "User is locked. Reason: abuse", "Missing scope"]
)
def test_another_no_is_not_taken_for_an_empty_account(detail: str) -> None:
    """A 403 or 400 that speaks of blocking, locking or scopes is quoted, not turned into a matter of money."""
    for status in (400, 403):
        error = refusal(answer({"detail": detail}, status))
        assert not isinstance(error, OutOfCredit)
        assert detail in error.message


def test_an_endpoint_that_is_not_there_says_what_to_check() -> None:
    """A 404 names the endpoint and the connection to look at."""
    error = refusal(answer({"detail": "Application 'kling' not found"}, 404), GATEWAY)
    assert "Application 'kling' not found" in error.message
    assert KLING in error.message
    assert "base URL" in error.message


def test_a_body_that_is_too_large_says_what_to_do() -> None:
    """A gateway that takes no picture as large as that says 413: give a URL."""
    assert "give the picture as a URL" in refusal(bare(413), GATEWAY).message


def test_a_web_page_is_told_as_one() -> None:
    """A proxy's page in place of a no is not blamed on the key."""
    error = refusal(page(403))
    assert "web page" in error.message
    assert "FAL_KEY" not in error.message


def test_a_wrong_field_is_named_by_its_label() -> None:
    """A 422 of the model's shape names the form's field, uses the limit in ctx, and is an invalid request."""
    error = refusal(faulty("less_than_equal", "cfg_scale", ctx={"le": 1.0}, input=2))
    assert isinstance(error, InvalidRequest)
    assert error.message == "Guidance must be at most 1. Nothing was made or charged."
    assert (error.fields, error.code) == (("cfg_scale",), "less_than_equal")


def test_several_wrong_fields_are_all_named() -> None:
    """Each entry of the list is a sentence, and each field is listed once."""
    detail = [
        {"loc": ["body", "prompt"], "msg": "Field required", "type": "missing"},
        {"loc": ["body", "image_url"], "msg": "Field required", "type": "missing"},
        {"loc": ["body", "image_url"], "msg": "Field required", "type": "missing"},
    ]
    error = refusal(answer({"detail": detail}, 422))
    assert error.message == "Prompt is missing: give it. Image is missing: give it. Nothing was made or charged."
    assert error.fields == ("prompt", "image_url")


def test_moderation_at_the_door_costs_nothing() -> None:
    """A prompt that is held back before anything ran is Moderated, and nothing is spent."""
    error = refusal(faulty("content_policy_violation", "prompt", input="…"))
    assert isinstance(error, Moderated)
    assert "Change the image or the prompt." in error.message


@pytest.mark.parametrize(
    "body",
    [
        {"detail": [{"loc": ["body", "image_url"], "type": "odd", "msg": f"bad: {BASE64}", "input": BASE64}]},
        {"detail": [{"loc": ["body", "image_url"], "type": "image_load_error", "msg": "x", "input": BASE64}]},
        {"detail": [{"loc": ["body", "image_url"], "type": "one_of", "ctx": {"expected": BASE64}, "input": BASE64}]},
        {"detail": f"Cannot read data:image/png;base64,{BASE64}"},
        {"detail": f"Cannot read {BASE64}"},
        {"error": {"message": BASE64}},
    ],
)
def test_a_picture_that_is_echoed_is_never_shown(body: object) -> None:
    """No sentence holds the base64 that fal's `input` or a gateway's text sends back."""
    for status in (400, 422):
        error = refusal(answer(body, status))
        assert BASE64[:60] not in error.message
        assert len(error.message) < 700


def test_a_plain_string_detail_is_quoted() -> None:
    """A 422 whose detail is a text is a refusal that quotes it."""
    error = refusal(answer({"detail": "The image is not allowed here."}, 422))
    assert type(error) is Refused
    assert "(422: The image is not allowed here)." in error.message


def test_a_busy_provider_is_asked_again() -> None:
    """429 took nothing on, so it may be repeated, after Retry-After."""
    body = {
        "detail": "Reached concurrent requests limit of 2",
        "type": "concurrent_requests_limit",
        "data": {"limit": 2},
    }
    outcome = submitted(answer(body, 429, retry_after="12"))
    assert (outcome.again, outcome.retry_after_seconds) == (True, 12.0)
    assert "429" in outcome.error.message


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(
    "make",
    [
        page,
        bare,
        lambda status: answer({"detail": "Internal error"}, status),
        lambda status: answer({"type": "about:blank", "title": "Bad Gateway", "detail": "x"}, status),
        lambda status: answer({"error": {"type": "upstream_error", "message": "do request failed"}}, status),
        lambda status: answer({"detail": []}, status),
    ],
    ids=["page", "empty", "text", "problem+json", "one-api", "empty list"],
)
def test_a_5xx_without_fals_word_is_an_unknown_outcome(status: int, make: Any) -> None:
    """An error of something between us and fal says nothing of the request: it may have been taken and charged."""
    for connection in (FAL, GATEWAY):
        outcome = submitted(make(status), connection)
        assert isinstance(outcome, OutcomeUnknown)
        assert outcome.code == str(status)
        assert "may have been accepted and charged" in outcome.message


@pytest.mark.parametrize(
    "reply",
    [
        answer({"detail": "No runner", "error_type": "runner_scheduling_failure"}, 503),
        answer({"detail": "Internal error", "error_type": "internal_error"}, 500),
        bare(500, b"", x_fal_error_type="internal_error"),
        answer({"detail": [{"loc": ["body"], "type": "internal_server_error", "msg": "x"}]}, 500),
    ],
    ids=["scheduling", "internal", "header", "entry"],
)
def test_a_5xx_with_fals_word_is_a_refusal(reply: Reply) -> None:
    """Where a 5xx is fal's own, nothing was made, since fal charges none; no field is blamed."""
    error = refusal(reply)
    assert type(error) is Refused
    assert error.code in reply.content.decode() or error.code == "internal_error"


@pytest.mark.parametrize("status", [302, 303, 408, 499])
def test_what_is_neither_yes_nor_no_is_unknown(status: int) -> None:
    """A timeout, a hung-up proxy, or a redirect that may come after the deed is no proof of anything."""
    assert isinstance(submitted(bare(status)), OutcomeUnknown)
    assert isinstance(submitted(answer({"detail": "x", "error_type": "client_disconnected"}, status)), OutcomeUnknown)


@pytest.mark.parametrize("status", [301, 307, 308])
def test_a_moved_address_is_not_followed_with_the_key(status: int) -> None:
    """A redirect to another address is a refusal that names the host to connect to."""
    error = refusal(bare(status, location="https://www.gate.example/fal/x"), GATEWAY)
    assert "www.gate.example" in error.message
    assert "base URL" in error.message
