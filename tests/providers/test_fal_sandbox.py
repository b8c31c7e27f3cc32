"""fal's protocol spoken over real sockets with the sandbox, as fal itself and as a gateway with a path prefix."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sandboxed import KLING, PATIENCE_SECONDS, Sandboxed, photo_in, running

from vidwidgets.errors import InvalidRequest, JobFailed, Moderated, OutcomeUnknown
from vidwidgets.job.steps import run_steps
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import Broken, open_client
from vidwidgets.wire.media import read_picture
from vidwidgets.wire.protocol import Ended, Hiccup, Output, Ready, Refusal, Ticket
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Queued, Running

KEY = "gate-key-0123456789abcdef"
PICTURE = "https://pictures.example/lake.png"


@pytest.fixture
def sandbox() -> Iterator[Sandboxed]:
    """The shared sandbox, with nothing scripted and an empty log."""
    found = running()
    found.begin()
    yield found
    found.clear()


def own(sandbox: Sandboxed) -> Connection:
    """The sandbox as fal's own host."""
    url = sandbox.url
    return Connection(name="sandbox", provider=None, base_url=url, official=True, services={"storage": url})


def gate(sandbox: Sandboxed) -> Connection:
    """The sandbox as a gateway."""
    return Connection(name="gate", provider="fal", base_url=sandbox.url, key_env="GATE_KEY", scheme="Bearer")


def say(connection: Connection, *steps: Any) -> list[Any]:
    """What comes of each generator, over one client."""

    async def run() -> list[Any]:
        async with open_client() as client:
            sender = Sender(client, connection, key_headers=PROTOCOL.key_headers, key=lambda: KEY)
            return [await run_steps(each, sender) for each in steps]

    return asyncio.run(run())


def submitted(connection: Connection, **body: Any) -> Any:
    """A submit's ticket or refusal."""
    body = {"prompt": "The fog lifts.", "image_url": PICTURE, **body}
    return say(connection, PROTOCOL.submit(KLING, body, connection))[0]


def followed(connection: Connection, ticket: Ticket) -> list[Any]:
    """What looks at a job show, one after the other without repeats, up to its end."""
    seen: list[Any] = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        (look,) = say(connection, PROTOCOL.status(ticket, connection))
        if isinstance(look, Ready):
            (look,) = say(connection, PROTOCOL.result(ticket, connection))
        if look not in seen[-1:]:
            seen.append(look)
        if isinstance(look, Output | Ended):
            return seen
    raise AssertionError(f"It did not end: {seen}")


def test_the_road_at_fals_own_host(sandbox: Sandboxed, tmp_path: Path) -> None:
    """Upload without the key on the bytes, submit, queue, run with a log, and a result with its bill."""
    connection = own(sandbox)
    picture = read_picture(photo_in(tmp_path))
    (url,) = say(connection, PROTOCOL.upload(picture, connection))
    ticket = submitted(connection, image_url=url)
    assert isinstance(ticket.queued, Queued)
    seen = followed(connection, ticket)
    assert any(isinstance(look, Running) and look.logs for look in seen)
    output = seen[-1]
    assert isinstance(output, Output)
    assert output.media_url.endswith(".mp4")
    assert output.facts["billable_units"] == 5
    (put,) = sandbox.requests("PUT")
    assert "authorization" not in {name.lower() for name in put["headers"]}
    assert len(sandbox.submits()) == 1


@pytest.mark.parametrize("scenario", ["no-cancel-url", "foreign-urls"])
def test_the_road_through_a_gateway(sandbox: Sandboxed, scenario: str) -> None:
    """A gateway's odd answers lead back to it: it alone sees the key, and the job is found and cancelled there."""
    sandbox.play(scenario, times=1)
    connection = gate(sandbox)
    ticket = submitted(connection)
    assert all("//" not in path for path in ticket.paths.values())
    assert isinstance(followed(connection, ticket)[-1], Output)
    (said,) = say(connection, PROTOCOL.cancel(ticket, connection))
    assert (said.gone, "already ended" in said.message) == (False, True)
    assert KEY not in str(sandbox.requests())


def test_a_queued_job_can_be_taken_back(sandbox: Sandboxed) -> None:
    """Asked for in the queue, fal promises nothing at once; the job then shows as cancelled, and is not charged."""
    connection = own(sandbox)
    sandbox.play("stall", times=1)
    ticket = submitted(connection)
    (said,) = say(connection, PROTOCOL.cancel(ticket, connection))
    assert not said.gone
    end = followed(connection, ticket)[-1]
    assert isinstance(end, Ended)
    assert end.cancelled
    assert sandbox.charged() == [False]


def test_bad_input_shows_at_the_result(sandbox: Sandboxed) -> None:
    """A value that fal refuses is accepted first and named by its label at the end."""
    connection = own(sandbox)
    end = followed(connection, submitted(connection, cfg_scale=7))[-1]
    assert isinstance(end, Ended)
    assert type(end.error) is JobFailed
    assert "Guidance must be at most 1." in end.error.message
    assert end.error.fields == ("cfg_scale",)


@pytest.mark.parametrize(
    ("scenario", "kind"), [("moderate", Moderated), ("fail", JobFailed), ("fail-at-result", Moderated)]
)
def test_a_scripted_failure_is_of_its_class(sandbox: Sandboxed, scenario: str, kind: type[JobFailed]) -> None:
    """Moderation, a failed run, and a run that gave nothing."""
    sandbox.play(scenario, times=1)
    connection = own(sandbox)
    end = followed(connection, submitted(connection))[-1]
    assert isinstance(end, Ended)
    assert type(end.error) is kind


def test_a_cut_reply_is_neither_yes_nor_no(sandbox: Sandboxed) -> None:
    """The sandbox took the job and cut the line: the submit is broken, and the job is there and charged for."""
    sandbox.play("drop-reply", times=1)
    with pytest.raises(Broken) as caught:
        submitted(gate(sandbox))
    assert caught.value.spent == "maybe"
    assert len(sandbox.jobs()) == 1


@pytest.mark.parametrize("scenario", ["html-error", "bad-json"])
def test_an_answer_that_cannot_be_read_is_unknown_or_asked_again(sandbox: Sandboxed, scenario: str) -> None:
    """On a submit its outcome is unknown; on a look it is asked again."""
    connection = gate(sandbox)
    ticket = submitted(connection)
    sandbox.play(scenario, times=1, match={"path": "/status"})
    (look,) = say(connection, PROTOCOL.status(ticket, connection))
    assert isinstance(look, Hiccup)
    sandbox.play(scenario, times=1, match={"method": "POST"})
    with pytest.raises(OutcomeUnknown):
        submitted(connection)


def test_an_unknown_status_goes_on(sandbox: Sandboxed) -> None:
    """A word that fal never says does not end the job, which then ends well."""
    sandbox.play("unknown-status", times=1, match={"path": "/status"})
    connection = gate(sandbox)
    ticket = submitted(connection)
    (look,) = say(connection, PROTOCOL.status(ticket, connection))
    assert isinstance(look, Hiccup)
    assert isinstance(followed(connection, ticket)[-1], Output)


def test_a_refusal_at_the_door_is_one(sandbox: Sandboxed) -> None:
    """A scripted 422 names the field, a 429 may be sent again after its time, and nothing was taken on."""
    connection = gate(sandbox)
    body = {"detail": [{"loc": ["body", "duration"], "type": "literal_error", "ctx": {"expected": "'5' or '10'"}}]}
    sandbox.play("reject", times=1, status=422, body=body)
    refusal = submitted(connection)
    assert isinstance(refusal, Refusal)
    assert isinstance(refusal.error, InvalidRequest)
    assert "Duration must be one of '5' or '10'." in refusal.error.message
    sandbox.play("rate-limit", times=1)
    busy = submitted(connection)
    assert busy.again
    assert busy.retry_after_seconds is not None
    assert sandbox.jobs() == []
