"""Following a clip at PixVerse: its statuses, its errors, its addresses, its cancellation and the balance."""

from typing import Any

import pytest
from driving import SANDBOX, answer, bare, drive, page
from hypothesis import given
from hypothesis import strategies as st
from pixverse_replies import I2V, MAINLAND, OFFICIAL, TICKET, VIDEO_ID, bad, gateway, good, result, snake

from vidwidgets.errors import InvalidRequest, JobFailed, Moderated, Refused
from vidwidgets.providers.pixverse.protocol import PROTOCOL
from vidwidgets.wire.protocol import Ended, Hiccup, Missing, Output, Ticket
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Running

CLIP = "https://media.pixverse.ai/pixverse%2Fmp4%2Fmedia%2Fweb%2Fori%2F1.mp4"


def looked(reply: Reply, connection: Any = OFFICIAL) -> Any:
    """What one reply to a look shows."""
    calls, seen = drive(PROTOCOL.status(TICKET, connection), reply)
    assert [(call.purpose, call.method, call.path) for call in calls] == [
        ("status", "GET", f"/openapi/v2/video/result/{VIDEO_ID}")
    ]
    return seen


def test_it_is_asked_neither_at_once_nor_often() -> None:
    """The first pause is 5 s, the longest 10 s."""
    assert (PROTOCOL.pace.first_seconds, PROTOCOL.pace.longest_seconds) == (5, 10)


def test_a_made_clip_has_its_address_and_facts() -> None:
    """Status 1: the address with plain slashes, seed and size; no cost where none is named."""
    seen = looked(result(1, url=CLIP, size=2_000_000, has_audio=True))
    assert seen == Output(
        "https://media.pixverse.ai/pixverse/mp4/media/web/ori/1.mp4",
        None,
        {"seed": 7, "outputWidth": 1280, "outputHeight": 720, "size": 2_000_000, "has_audio": True},
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example/a%2Fb.mp4?sig=x%2Fy",
        "https://media.pixverse.ai.evil.example/a%2Fb.mp4",
        "http://127.0.0.1:4321/files/7/a%2Fb.mp4",
    ],
)
def test_other_hosts_addresses_stay_as_they_are(address: str) -> None:
    """A signed address must not be altered."""
    assert looked(result(1, url=address)).media_url == address


def test_the_query_of_an_address_stays() -> None:
    """Only the path's slashes are plain."""
    assert looked(result(1, url=f"{CLIP}?a=b%2Fc")).media_url.endswith("/ori/1.mp4?a=b%2Fc")


@pytest.mark.parametrize("name", ["credits", "credit"])
def test_named_credits_are_the_cost(name: str) -> None:
    """What PixVerse says it cost counts, but in the sandbox it is play money."""
    seen = looked(result(1, url=CLIP, **{name: 45}))
    assert str(seen.cost) == "45 credits"
    assert looked(result(1, url=CLIP, **{name: 45}), SANDBOX).cost is None


@pytest.mark.parametrize("status", [1, "1"])
def test_a_made_clip_without_an_address_is_asked_for_again(status: Any) -> None:
    """The address may come a moment later."""
    assert isinstance(looked(result(status)), Hiccup)


def test_waiting_and_being_made_are_one() -> None:
    """Status 5 is running without a progress of ours."""
    assert looked(result(5)) == Running()


@pytest.mark.parametrize("status", [0, 2, 3, 4, 9, 10, 11, -1, "9", 2**60])
def test_an_unknown_status_goes_on_and_is_said(status: Any) -> None:
    """No document explains it, so it is no end; the log says which it was."""
    seen = looked(result(status))
    assert isinstance(seen, Running)
    assert str(status) in seen.logs[0].message


@pytest.mark.parametrize(
    ("status", "kind", "spent"), [(6, JobFailed, "maybe"), (7, Moderated, "no"), (8, JobFailed, "maybe")]
)
def test_an_end_without_a_clip(status: int, kind: type, spent: str) -> None:
    """Deleted, moderated (PixVerse gives the credits back) and failed."""
    seen = looked(result(status))
    assert isinstance(seen, Ended)
    assert not seen.cancelled
    assert (type(seen.error), seen.error.spent, seen.error.code) == (kind, spent, str(status))


@pytest.mark.parametrize("resp", [None, {}, {"status": None}, {"status": True}, {"status": 1.5}, []])
def test_an_answer_without_a_status_is_asked_again(resp: Any) -> None:
    """Code 0 and nothing in it."""
    assert isinstance(looked(good(resp)), Hiccup)


def test_errors_of_a_look() -> None:
    """Unknown is perhaps too early; a refused key is said; deleted and moderated end it; the rest is asked again."""
    assert isinstance(looked(bad(500_008)), Missing)
    for code in (400_012, 10_001, 10_005):
        seen = looked(bad(code))
        assert isinstance(seen, Hiccup)
        assert seen.key_refused
    assert type(looked(bad(500_064)).error) is JobFailed
    assert type(looked(snake(500_052)).error) is Moderated
    for code in (400_017, 500_044, 500_069, 500_090, 500_100, 99_999, 77):
        seen = looked(bad(code, status=500, retry_after="9"))
        assert isinstance(seen, Hiccup)
        assert (seen.key_refused, seen.retry_after_seconds) == (False, 9)


@pytest.mark.parametrize("status", [401, 403])
def test_a_gateway_that_refuses_the_key(status: int) -> None:
    """Without an envelope the HTTP status says it."""
    assert looked(bare(status)).key_refused


@pytest.mark.parametrize("reply", [page(502), bare(500), bare(429, b"", retry_after="3"), bare(200, b"{"), page(200)])
def test_an_unreadable_look_is_asked_again(reply: Reply) -> None:
    """A web page, a broken body, a failing gateway: nothing about the clip."""
    assert isinstance(looked(reply), Hiccup)


def test_not_found_without_an_envelope_is_perhaps_too_early() -> None:
    """404 from between."""
    assert isinstance(looked(bare(404)), Missing)


def test_an_id_that_is_none_is_not_asked_for() -> None:
    """Only whole numbers go into the path."""
    with pytest.raises(InvalidRequest, match="whole numbers"):
        drive(PROTOCOL.status(Ticket("../balance", I2V), OFFICIAL))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@given(
    st.dictionaries(st.sampled_from(["status", "url", "seed", "credits", "size"]), LEAVES),
    st.integers(200, 599),
)
def test_any_answer_is_one_of_what_a_look_may_show(resp: dict[str, Any], status: int) -> None:
    """Nothing that comes raises."""
    assert isinstance(looked(good(resp, status)), Output | Running | Ended | Hiccup)


def test_cancelling_asks_nothing_and_says_so() -> None:
    """The wire has no such call: the clip goes on and is charged, in the sandbox not."""
    for connection, words in ((OFFICIAL, "It is charged"), (SANDBOX, "Nothing is charged in the sandbox")):
        calls, said = drive(PROTOCOL.cancel(TICKET, connection))
        assert calls == []
        assert not said.gone
        assert "offers no cancellation" in said.message
        assert words in said.message
        assert words in PROTOCOL.cancel_means(connection)


@pytest.mark.parametrize(
    ("resp", "words"),
    [
        ({"account_id": 1, "credit_monthly": 1000, "credit_package": 240}, "1 240 credits"),
        ({"credit_monthly": 0, "credit_package": 0}, "0 credits"),
        ({"credit_package": "1234567"}, "1 234 567 credits"),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_balance_in_words(resp: Any, words: str) -> None:
    """Both kinds of credits together; nothing where nothing is said."""
    calls, said = drive(PROTOCOL.account(OFFICIAL), good(resp))
    assert [(call.purpose, call.method, call.path) for call in calls] == [
        ("account", "GET", "/openapi/v2/account/balance")
    ]
    assert said == words


def test_a_balance_that_cannot_be_had() -> None:
    """A refused key is said; anything else is no balance."""
    for reply in (bad(400_012), bare(401)):
        with pytest.raises(Refused, match="PIXVERSE_API_KEY"):
            drive(PROTOCOL.account(OFFICIAL), reply)
    for reply in (bad(500_100), page(502), answer({"data": 1})):
        assert drive(PROTOCOL.account(OFFICIAL), reply)[1] == ""


def test_where_to_look_for_a_lost_request() -> None:
    """The console of the host, or the gateway's log; PixVerse cannot list."""
    assert "platform.pixverse.ai" in PROTOCOL.look_up(OFFICIAL, I2V)
    assert "platform.pai.video" in PROTOCOL.look_up(MAINLAND, I2V)
    assert "the log of all-in-one" in PROTOCOL.look_up(gateway(), I2V)
