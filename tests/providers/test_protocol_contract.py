"""What every provider's protocol keeps: found through the endpoints, driven by hand, sending nothing."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from driving import GATEWAY, answer, bare, drive_by, page
from valid_values import minimal

from vidwidgets.errors import InvalidRequest, OutcomeUnknown, VidwidgetsError
from vidwidgets.providers.find import endpoints, protocol
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection, Connections
from vidwidgets.wire.media import Picture
from vidwidgets.wire.protocol import Ended, Output, Pace, Protocol, Refusal, Ticket
from vidwidgets.wire.reply import Reply

PROVIDERS = sorted({endpoint.provider for endpoint in endpoints()})
PICTURE = Picture(name="cat.png", content=b"\x89PNG", content_type="image/png", width=640, height=480, size_bytes=4)
KEY = "key-that-must-be-nowhere-0123456789"
STRANGE = [
    {"status": "FROZEN"},
    {"status": "THAWING", "id": "1"},
    {"status": 77},
    {"ErrCode": 0, "ErrMsg": "success", "Resp": {"id": 1, "status": 77}},
    {"Resp": {"status": "odd"}},
    {},
    [],
    "QUEUED",
    7,
]
"""Bodies that say nothing that any provider documents."""
every_provider = pytest.mark.parametrize("provider", PROVIDERS)


def connections(provider: str) -> list[Connection]:
    """The provider's own host, and a gateway with a path prefix."""
    return [Connections({}).official_for(provider), GATEWAY]


def an_endpoint(provider: str) -> Endpoint:
    """The first one that it has."""
    return next(endpoint for endpoint in endpoints() if endpoint.provider == provider)


def body_of(endpoint: Endpoint) -> dict[str, Any]:
    """The body of the least that can be asked."""
    return endpoint.body(minimal(endpoint))


def a_ticket(provider: str) -> Ticket:
    """A job whose id and paths any of them would take."""
    place = "/owner/app/requests/123456"
    paths = {"status": f"{place}/status", "result": place, "cancel": f"{place}/cancel"}
    return Ticket("123456", an_endpoint(provider).id, paths)


def hooks(spoken: Protocol, connection: Connection, reply_to: Callable[[Call], Reply]) -> dict[str, Any]:
    """Every question of a protocol, answered: name → (calls, what came of it)."""
    endpoint, ticket = an_endpoint(spoken.name), a_ticket(spoken.name)
    steps = {
        "submit": spoken.submit(endpoint.id, body_of(endpoint), connection),
        "status": spoken.status(ticket, connection),
        "result": spoken.result(ticket, connection),
        "cancel": spoken.cancel(ticket, connection),
        "account": spoken.account(connection),
    }
    if not spoken.embeds(PICTURE, connection):
        steps["upload"] = spoken.upload(PICTURE, connection)
    return {name: drive_by(each, reply_to) for name, each in steps.items()}


@every_provider
def test_every_hook_is_there(provider: str) -> None:
    """A protocol can be made, names itself as its room, and says how fast it may be asked."""
    spoken = protocol(provider)
    assert spoken.name == provider
    assert spoken.label.strip()
    assert isinstance(spoken.pace, Pace)
    assert 0.2 <= spoken.pace.first_seconds <= spoken.pace.longest_seconds <= 30
    assert not inspect.isabstract(type(spoken))
    for connection in connections(provider):
        assert spoken.cancel_means(connection).strip().endswith(".")
        assert spoken.look_up(connection, an_endpoint(provider).id).strip().endswith(".")
        assert isinstance(spoken.embeds(PICTURE, connection), bool)
        assert isinstance(spoken.takes_url(PICTURE, connection), bool)
        assert isinstance(spoken.remembers_uploads(connection), bool)
        events = spoken.events(a_ticket(provider), connection)
        assert events is None or (events.purpose == "events" and events.path and not events.url)


@every_provider
def test_the_key_travels_in_headers_only(provider: str) -> None:
    """The key and its scheme make headers that hold it, and one whose name says so; the own headers do not."""
    spoken = protocol(provider)
    headers = dict(spoken.key_headers(KEY, "Bearer"))
    holding = [name for name, value in headers.items() if KEY in value]
    assert len(holding) == 1
    assert holding[0].lower() in {"authorization", "api-key", "x-api-key"}
    assert not any(KEY in value for value in spoken.own_headers("trace").values())


@every_provider
@pytest.mark.parametrize(
    "reply",
    [
        answer({}),
        answer({"request_id": "abc"}),
        answer({"id": "abc"}),
        page(),
        page(502),
        bare(500),
        bare(504),
        bare(408),
    ],
    ids=["empty", "an id", "another id", "page", "502 page", "500", "504", "408"],
)
def test_a_request_is_posted_once(provider: str, reply: Reply) -> None:
    """Whatever comes back, a submit is one call of that purpose: a POST whose JSON is the body, to the base's path."""
    endpoint = an_endpoint(provider)
    for connection in connections(provider):
        calls, _ = drive_by(protocol(provider).submit(endpoint.id, body_of(endpoint), connection), lambda _: reply)
        (submit,) = [call for call in calls if call.purpose == "submit"]
        assert submit.method == "POST"
        assert submit.json
        assert submit.path == protocol(provider).path(endpoint.id, connection)
        assert connection.url(submit.path).startswith(f"{connection.base_url}/")


@every_provider
@pytest.mark.parametrize("reply", [page(), page(502), bare(500), bare(502), bare(504), bare(408)])
def test_no_verdict_is_an_unknown_outcome(provider: str, reply: Reply) -> None:
    """A web page with 200, and a 5xx or 408 without the provider's own word, may have been charged, and say so."""
    endpoint = an_endpoint(provider)
    for connection in connections(provider):
        _, outcome = drive_by(protocol(provider).submit(endpoint.id, body_of(endpoint), connection), lambda _: reply)
        assert isinstance(outcome, OutcomeUnknown)
        assert outcome.spent == "maybe"
        assert "not sent again by itself" in outcome.message


@every_provider
@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
def test_a_refusal_costs_nothing_and_is_not_repeated(provider: str, status: int) -> None:
    """A 4xx at the door is the provider's no: nothing is spent, the sentence says so, and it is not sent again."""
    endpoint = an_endpoint(provider)
    for connection in connections(provider):
        steps = protocol(provider).submit(endpoint.id, body_of(endpoint), connection)
        _, outcome = drive_by(steps, lambda _: bare(status))
        assert isinstance(outcome, Refusal)
        assert not outcome.again
        assert outcome.error.spent == "no"
        assert "Nothing was" in outcome.error.message
        assert status not in {401, 403} or connection.key_env in outcome.error.message


@every_provider
def test_too_many_requests_may_be_sent_again(provider: str) -> None:
    """A 429 took nothing on: it may be repeated, after the time that the provider names."""
    endpoint = an_endpoint(provider)
    steps = protocol(provider).submit(endpoint.id, body_of(endpoint), connections(provider)[0])
    _, outcome = drive_by(steps, lambda _: bare(429, retry_after="7"))
    assert isinstance(outcome, Refusal)
    assert outcome.again
    assert outcome.retry_after_seconds == 7
    assert outcome.error.spent == "no"


@every_provider
def test_keyed_calls_stay_on_the_connections_hosts(provider: str) -> None:
    """Each call has a path below the connection's base, or an absolute URL and no credential; never both."""
    for connection in connections(provider):
        for reply in (answer({}), page(), bare(404), bare(405), bare(500)):
            for calls, _ in hooks(protocol(provider), connection, lambda _, reply=reply: reply).values():
                for call in calls:
                    assert bool(call.path) != bool(call.url)
                    assert "://" not in call.path
                    assert not call.path or connection.url(call.path, call.service)
                    assert not any("auth" in name.lower() or "key" in name.lower() for name in call.headers)


@every_provider
def test_a_hostile_answer_leads_nowhere_else(provider: str) -> None:
    """URLs of another host in an answer are not followed by any keyed call."""
    evil = "https://evil.example/owner/app/requests/123456"
    body = {
        **dict.fromkeys(("request_id", "id", "task_id", "video_id"), "123456"),
        **dict.fromkeys(("status_url", "response_url", "cancel_url", "url", "upload_url"), evil),
        "Resp": {"video_id": 123456, "url": evil, "status": 5},
        "ErrCode": 0,
    }
    for connection in connections(provider):
        for calls, outcome in hooks(protocol(provider), connection, lambda _: answer(body)).values():
            assert all("evil" not in connection.url(call.path, call.service) for call in calls if not call.url)
            assert not isinstance(outcome, Ticket) or "evil" not in str(dict(outcome.paths))


@every_provider
@pytest.mark.parametrize("body", STRANGE, ids=str)
def test_a_status_never_seen_before_is_not_an_end(provider: str, body: object) -> None:
    """A status that no document names ends nothing: the job may still be paid for."""
    for connection in connections(provider):
        for code in (200, 202):
            steps = protocol(provider).status(a_ticket(provider), connection)
            _, seen = drive_by(steps, lambda _, code=code: answer(body, code))
            assert not isinstance(seen, Ended | Output | VidwidgetsError), seen


@every_provider
@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504])
@pytest.mark.parametrize("hook", ["status", "result"])
def test_an_unclear_look_is_not_an_end(provider: str, hook: str, status: int) -> None:
    """An error without the provider's own word says nothing of the job: it is asked again."""
    for connection in connections(provider):
        for reply in (bare(status), page(status)):
            steps = getattr(protocol(provider), hook)(a_ticket(provider), connection)
            _, seen = drive_by(steps, lambda _, reply=reply: reply)
            assert not isinstance(seen, Ended | Output | VidwidgetsError), seen


@every_provider
@pytest.mark.parametrize("reply", [page(), bare(401), bare(500), page(400), page(502)])
def test_only_the_providers_word_makes_a_cancellation_certain(provider: str, reply: Reply) -> None:
    """An answer without a clear word leaves the job followed, and says that it may be charged."""
    for connection in connections(provider):
        calls, cancelled = drive_by(protocol(provider).cancel(a_ticket(provider), connection), lambda _: reply)
        if not calls:
            continue
        assert cancelled.gone is False
        assert "charged" in cancelled.message


def test_importing_them_reaches_no_network() -> None:
    """Loading every endpoint and protocol opens no socket, loads no HTTP library and starts no loop."""
    code = """
import socket, sys
def stop(*args, **options): raise SystemExit("a socket was used")
socket.socket.connect = socket.getaddrinfo = stop
from vidwidgets.providers.find import endpoints, protocol
for provider in {endpoint.provider for endpoint in endpoints()}: protocol(provider)
print(sorted({"httpx", "httpx2", "asyncio", "ipywidgets", "PIL", "numpy"} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_an_unknown_endpoint_is_refused_with_the_nearest() -> None:
    """A mistyped id names the one that was meant."""
    from vidwidgets.providers.find import endpoint

    with pytest.raises(InvalidRequest, match=r"Did you mean 'fal-ai/veo3/image-to-video'\?"):
        endpoint("fal-ai/veo3/image-to-vidoe")
    with pytest.raises(InvalidRequest, match=r"There is no endpoint 'zzz'.*Nothing was sent"):
        endpoint("zzz")
