"""PixVerse's submit: what is sent once, what its answers mean, and what may be sent again."""

from typing import Any

import pytest
from driving import SANDBOX, answer, bare, drive, page
from hypothesis import given
from hypothesis import strategies as st
from pixverse_replies import BODY, I2V, MAINLAND, OFFICIAL, T2V, VIDEO_ID, bad, gateway, good, snake

from vidwidgets.errors import InvalidRequest, Moderated, OutcomeUnknown, OutOfCredit, Refused
from vidwidgets.providers.pixverse.protocol import PROTOCOL
from vidwidgets.wire.protocol import Refusal, Ticket
from vidwidgets.wire.reply import Reply

AGAIN = {500_044, 500_069, 500_100, 99_999}
"""What the facts send again by itself."""
NEVER_AGAIN = (
    *(10_001, 10_002, 10_003, 10_004, 10_005, 400_011, 400_012, 400_013, 400_017, 400_018, 400_019, 400_032),
    *(500_008, 500_020, 500_030, 500_031, 500_032, 500_033, 500_041, 500_042, 500_052, 500_054, 500_060, 500_063),
    *(500_064, 500_070, 500_071, 500_090, 123_456),
)


def submitted(reply: Reply, body: dict[str, Any] = BODY) -> Any:
    """What one reply to a submit means."""
    calls, found = drive(PROTOCOL.submit(I2V, body, OFFICIAL), reply)
    assert [call.purpose for call in calls] == ["submit"]
    return found


@pytest.mark.parametrize("connection", [OFFICIAL, MAINLAND, SANDBOX, gateway()])
@pytest.mark.parametrize(("endpoint", "kind"), [(I2V, "img"), (T2V, "text")])
def test_it_is_posted_to_the_documented_path(connection: Any, endpoint: str, kind: str) -> None:
    """Both endpoints, with the body as it is, on every connection; the path asks for no key of its own."""
    calls, _ = drive(PROTOCOL.submit(endpoint, BODY, connection), good({"video_id": VIDEO_ID}))
    assert (calls[0].method, calls[0].path, calls[0].json) == ("POST", f"/openapi/v2/video/{kind}/generate", BODY)
    assert PROTOCOL.path(endpoint, connection) == calls[0].path


def test_the_key_has_one_header_everywhere() -> None:
    """`API-KEY`, also on a gateway with another scheme; the trace id is its own header."""
    assert PROTOCOL.key_headers("k", "Bearer") == {"API-KEY": "k"}
    assert PROTOCOL.own_headers("trace") == {"Ai-trace-id": "trace"}


def test_an_endpoint_of_another_wire_has_no_path() -> None:
    """Only the two are known."""
    with pytest.raises(InvalidRequest, match="pixverse/extend"):
        PROTOCOL.path("pixverse/extend", OFFICIAL)


@pytest.mark.parametrize("video_id", [VIDEO_ID, str(VIDEO_ID), 1, 2**64 - 1])
def test_the_id_is_kept_exact(video_id: Any) -> None:
    """A number or a text of digits becomes the ticket's id, digit for digit."""
    ticket = submitted(good({"video_id": video_id}))
    assert isinstance(ticket, Ticket)
    assert ticket.request_id == str(video_id)
    assert ticket.paths == {"status": f"/openapi/v2/video/result/{video_id}"}


@pytest.mark.parametrize(
    "video_id", [None, "", "abc", "../7", "7/8", "\uff17", -1, 0, 1.5, True, [1], {"a": 1}, "1" * 30]
)
def test_an_unusable_id_is_an_unknown_outcome(video_id: Any) -> None:
    """It was accepted, and cannot be followed: said so, not sent again."""
    with pytest.raises(OutcomeUnknown, match="not sent again"):
        submitted(good({"video_id": video_id}))


@pytest.mark.parametrize("resp", [None, {}, "", [], 5])
def test_success_without_a_resp_is_an_unknown_outcome(resp: Any) -> None:
    """`Resp` may be null even where the code is 0."""
    with pytest.raises(OutcomeUnknown):
        submitted(good(resp))


def test_a_charge_in_the_answer_is_said() -> None:
    """Some answers name the credits."""
    ticket = submitted(good({"video_id": VIDEO_ID, "credits": 45}))
    assert ticket.queued.note == "PixVerse charges 45 credits for it"


@pytest.mark.parametrize("code", sorted(AGAIN))
@pytest.mark.parametrize("status", [200, 400, 429, 500, 503])
def test_what_passes_is_sent_again(code: int, status: int) -> None:
    """Capacity and a failing server, after a pause, at any HTTP status: a code in an envelope took nothing on."""
    refusal = submitted(bad(code, status=status))
    assert isinstance(refusal, Refusal)
    assert refusal.again
    assert 5 <= (refusal.retry_after_seconds or 0) <= 30
    assert refusal.most_again == (1 if code in {500_100, 99_999} else None)
    assert refusal.error.spent == "no"
    assert "Nothing was made or charged" in refusal.error.message


def test_the_providers_own_pause_is_kept() -> None:
    """`Retry-After` counts instead of ours."""
    assert submitted(bad(500_044, retry_after="3")).retry_after_seconds == 3


@pytest.mark.parametrize("code", NEVER_AGAIN)
@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize("spelled", [bad, snake])
def test_everything_else_is_not(code: int, status: int, spelled: Any) -> None:
    """Each other code is a refusal with a sentence, its number, and nothing spent, in both spellings."""
    refusal = submitted(spelled(code, "said so", status=status))
    assert isinstance(refusal, Refusal)
    assert not refusal.again
    assert refusal.stale_uploads == (code == 400_032)
    assert refusal.error.spent == "no"
    assert str(code) in refusal.error.message
    assert "Nothing was made or charged." in refusal.error.message


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (400_012, Refused, "PIXVERSE_API_KEY"),
        (10_003, Refused, "PIXVERSE_API_KEY"),
        (500_090, OutOfCredit, "buy credits"),
        (500_063, Moderated, "Change the prompt or the picture"),
        (500_054, Moderated, "content rules"),
        (400_018, InvalidRequest, "prompt is too long"),
        (500_020, Refused, "360p and 540p"),
        (500_070, Refused, "Activate it in the console"),
        (500_071, InvalidRequest, "360p or 540p"),
        (400_032, InvalidRequest, "another account or host"),
        (500_044, Refused, "at a time"),
    ],
)
def test_a_code_is_a_sentence(code: int, kind: type, words: str) -> None:
    """Of the right kind, and with what to do."""
    error = submitted(bad(code)).error
    assert type(error) is kind
    assert words in error.message
    assert error.code == str(code)


def test_a_refusal_without_a_field_shows_what_the_rules_find() -> None:
    """400017 names no field, so the broken rules stand beside it."""
    error = submitted(bad(400_017, "invalid param"), {**BODY, "model": "v3.5", "quality": "1080p", "duration": 8}).error
    assert "names no field" in error.message
    assert "v3.5 makes 1080p in 5 s only" in error.message


def test_a_refusal_of_something_doubtful_shows_the_doubt() -> None:
    """Where no rule is broken, the warnings stand beside it."""
    error = submitted(bad(400_017), {**BODY, "model": "v4", "quality": "1080p", "duration": 8}).error
    assert "find nothing wrong, but doubted" in error.message
    assert "no price for 8 s at 1080p" in error.message


def test_a_refusal_of_nothing_known_names_the_usual_suspects() -> None:
    """Where nothing is found at all, that is said too."""
    message = submitted(bad(400_017)).error.message
    assert "find nothing wrong. Mostly it is one of these: a template" in message


@pytest.mark.parametrize("status", [200, 201, 408, 500, 502, 503, 504, 529])
@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'{"ok": true}', b'{"ErrCode": "x"}', b"<html>"])
def test_no_verdict_is_an_unknown_outcome(status: int, content: bytes) -> None:
    """A success, a timeout or a server's error without an envelope may have been accepted."""
    with pytest.raises(OutcomeUnknown) as raised:
        submitted(bare(status, content))
    assert raised.value.spent == "maybe"


@pytest.mark.parametrize(("status", "words"), [(401, "PIXVERSE_API_KEY"), (403, "PIXVERSE_API_KEY"), (404, "base URL")])
def test_a_gateways_no_is_a_refusal(status: int, words: str) -> None:
    """A 4xx without an envelope was not passed on."""
    refusal = submitted(page(status))
    assert not refusal.again
    assert words in refusal.error.message


def test_a_gateways_rate_limit_is_waited_for() -> None:
    """429 without an envelope took nothing on."""
    refusal = submitted(bare(429, b"slow down", retry_after="7"))
    assert (refusal.again, refusal.retry_after_seconds) == (True, 7)


def test_a_picture_is_never_quoted() -> None:
    """A message that echoes a data URI is cut before it, and a long one at its end."""
    refusal = submitted(bad(400_013, "bad value data:image/png;base64," + "A" * 5_000))
    assert "AAAA" not in refusal.error.message
    assert len(submitted(bad(400_013, "x" * 5_000)).error.message) < 500


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["ErrCode", "err_code", "ErrMsg", "err_msg", "Resp", "resp", "video_id"]), inner
            )
        ),
    ),
    st.integers(200, 599),
)
def test_anything_is_a_ticket_a_refusal_or_unknown(body: object, status: int) -> None:
    """Whatever JSON comes, it is one of the three, and only a numbered envelope or a 4xx is a refusal."""
    try:
        found = submitted(answer(body, status))
    except OutcomeUnknown:
        return
    assert isinstance(found, Ticket | Refusal)
    if isinstance(found, Ticket):
        assert found.request_id.isdigit()
    else:
        assert found.error.spent == "no"
