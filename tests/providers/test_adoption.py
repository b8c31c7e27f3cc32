"""Finding a request again by an id that a person gives, and in a provider's own list."""

from __future__ import annotations

from typing import Any

import pytest
from driving import FAL, GATEWAY, KLING, SANDBOX, UNIAPI, answer, bare, drive, page
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.errors import InvalidRequest, ProviderUnreachable, Refused
from vidwidgets.providers.fal.protocol import PROTOCOL as FAL_PROTOCOL
from vidwidgets.providers.find import endpoints, protocol
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Listed

PROVIDERS = sorted({endpoint.provider for endpoint in endpoints()})
GOOD = "123456789"
ITEM = {
    "request_id": "abc",
    "endpoint_id": KLING,
    "sent_at": "2026-11-27T01:00:00Z",
    "status_code": 200,
    "json_input": {"prompt": "A cat."},
}


def ids(provider: str, request_id: str, connection: Connection = GATEWAY) -> Any:
    """What finds a request of the provider's first endpoint."""
    endpoint = next(endpoint for endpoint in endpoints() if endpoint.provider == provider)
    return protocol(provider).ticket(endpoint.id, request_id, connection)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_id_finds_a_request(provider: str) -> None:
    """Status, and where there is one cancel, are asked below the connection, by calls that name the id."""
    ticket = ids(provider, GOOD)
    assert ticket.request_id == GOOD
    steps = protocol(provider).status(ticket, GATEWAY)
    call = next(steps)
    steps.close()
    assert GOOD in call.path
    assert not call.url


@pytest.mark.parametrize("provider", PROVIDERS)
@given(st.text(max_size=20) | st.sampled_from(["", ".", "..", "../x", "a/b", "a?b", "a#b", "a b", "%2e%2e", "x" * 129]))
def test_what_cannot_be_an_id_is_refused(provider: str, text: str) -> None:
    """Either it is refused, or its paths stay where they are put."""
    paths: dict[str, str] = {}
    said = ""
    try:
        paths = dict(ids(provider, text).paths)
    except InvalidRequest as error:
        said = error.message
    assert paths or "is no" in said
    for path in paths.values():
        address = GATEWAY.url(path)  # refuses every path that leads elsewhere
        assert address.isascii()
        assert "?" not in address
        assert "#" not in address


def listed(*replies: Any, connection: Connection = FAL) -> tuple[list[Any], Any]:
    """The calls that were made for fal's list, and what came of the replies."""
    return drive(FAL_PROTOCOL.listed(KLING, connection, since=1764205200.0), *replies)


def test_the_list_is_asked_where_fal_has_it() -> None:
    """By its platform host with the account's key, since a time, for this endpoint, with what was asked."""
    (call,), found = listed(answer({"items": [ITEM], "has_more": False, "next_cursor": None}))
    assert (call.service, call.path, call.url) == ("platform", "/v1/models/requests/by-endpoint", "")
    assert call.query == {"endpoint_id": KLING, "start": "2025-11-27T01:00:00Z", "limit": "100", "expand": "payloads"}
    assert FAL.url(call.path, call.service) == "https://api.fal.ai/v1/models/requests/by-endpoint"
    assert found == (Listed("abc", {"prompt": "A cat."}, 1795741200.0),)


def test_all_pages_are_read_up_to_a_bound() -> None:
    """The cursor leads on while there is more; a list without an end is left after some pages."""
    more = answer({"items": [ITEM], "has_more": True, "next_cursor": "2"})
    calls, found = listed(more, answer({"items": [ITEM], "has_more": False}))
    assert [call.query.get("cursor") for call in calls] == [None, "2"]
    assert len(found) == 2
    calls, _ = listed(*[more] * 5)
    assert len(calls) == 5


@pytest.mark.parametrize("connection", [UNIAPI, GATEWAY])
def test_a_gateway_has_no_list(connection: Connection) -> None:
    """Nothing is asked where only fal itself could tell."""
    assert listed(connection=connection) == ([], None)
    assert not FAL_PROTOCOL.lists(connection)
    assert FAL_PROTOCOL.lists(FAL)


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if name != "fal"])
def test_the_others_cannot_list(provider: str) -> None:
    """Neither documents a list: they say so, and ask nothing."""
    spoken = protocol(provider)
    assert drive(spoken.listed("any", SANDBOX, since=0.0)) == ([], None)
    assert not spoken.lists(SANDBOX)
    assert "cannot list" in spoken.look_up(SANDBOX, "any")


@pytest.mark.parametrize("reply", [page(), answer([]), answer({"items": 3}), answer({}, 500), bare(200, b"{")])
def test_no_usable_list_is_said(reply: Any) -> None:
    """What is no list is an error, never an empty list: that would say that nothing was paid."""
    with pytest.raises(ProviderUnreachable, match="no usable answer"):
        listed(reply)


def test_a_key_that_may_not_see_it_is_said() -> None:
    """A key without that right is named by its variable."""
    with pytest.raises(Refused, match="FAL_KEY may not see"):
        listed(answer({"error": {"type": "authorization_error"}}, 403))


@pytest.mark.parametrize(
    "item",
    [None, {}, 7, {**ITEM, "request_id": "../x"}, {**ITEM, "endpoint_id": "fal-ai/other"}],
)
def test_an_item_that_is_none_is_passed_over(item: Any) -> None:
    """Strange items, and those of another endpoint, are not taken for a request."""
    _, found = listed(answer({"items": [item, ITEM], "has_more": False}))
    assert [one.request_id for one in found] == ["abc"]


@pytest.mark.parametrize(("sent_at", "seconds"), [("", None), ("soon", None), ("2026-11-27T01:00:00", 1795741200.0)])
def test_a_time_may_be_missing(sent_at: str, seconds: float | None) -> None:
    """A time without a zone is UTC; one that is none is not known."""
    _, found = listed(answer({"items": [{**ITEM, "sent_at": sent_at, "json_input": "x"}], "has_more": False}))
    assert found == (Listed("abc", None, seconds),)
