"""Our own protocol against the sandbox, over a real port: Runway's paths and the gateways', every reply shape."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from sandbox_kit import as_data_uri, draw_photo

from vidwidgets.errors import InvalidRequest, Moderated, OutOfCredit
from vidwidgets.job.steps import run_steps
from vidwidgets.providers.find import endpoint
from vidwidgets.providers.runway.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import open_client
from vidwidgets.wire.media import inspected
from vidwidgets.wire.protocol import Ended, Missing, Output, Refusal, Seen, Steps, Ticket
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Queued

if TYPE_CHECKING:
    from vidwidgets.sandbox.server import Sandbox

KEY = "key_" + "7" * 128
LOOKS = 600


class Road:
    """The protocol over one connection, step by step."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(self, steps: Steps[Any]) -> Any:
        """Send what the steps ask for and give their result."""

        async def go() -> Any:
            async with open_client() as client:
                sender = Sender(
                    client,
                    self.connection,
                    key_headers=PROTOCOL.key_headers,
                    key=lambda: KEY,
                    own_headers=PROTOCOL.own_headers,
                )
                return await run_steps(steps, sender)

        return asyncio.run(go())

    def submit(self, **changes: Any) -> Ticket | Refusal:
        """Ask for a short clip, shaped by the endpoint."""
        whole = endpoint("runway/image-to-video")
        values = {"promptImage": as_data_uri(draw_photo()), "ratio": "1280:720", "duration": 2, **changes}
        assert whole.shape is not None
        made: Ticket | Refusal = self.run(PROTOCOL.submit(whole.id, whole.shape(values), self.connection))
        return made

    def ticket(self, **changes: Any) -> Ticket:
        """An accepted one."""
        made = self.submit(**changes)
        assert isinstance(made, Ticket), made
        return made

    def look(self, ticket: Ticket) -> Seen:
        """Look once."""
        seen: Seen = self.run(PROTOCOL.status(ticket, self.connection))
        return seen

    def end(self, ticket: Ticket) -> Output | Ended:
        """Look until it has ended."""
        for _ in range(LOOKS):
            seen = self.look(ticket)
            if isinstance(seen, Output | Ended):
                return seen
        raise AssertionError(f"It never ended: {seen}")


@pytest.fixture
def own(sandbox: Sandbox) -> Road:
    """Runway's own paths, as the sandbox's connection has them."""
    return Road(Connection(name="sandbox", provider=None, base_url=sandbox.url, official=True))


@pytest.fixture
def gate(sandbox: Sandbox) -> Road:
    """The same origin as a gateway for all wires, whose word before a fal key would be Key."""
    return Road(Connection(name="gate", provider=None, base_url=sandbox.url, key_env="GATE_KEY", scheme="Key"))


def test_a_clip_is_made_at_runways_own_paths(own: Road, log: Callable[[], Any]) -> None:
    """Version and key are accepted, the clip is named, and nothing is said to be charged."""
    ended = own.end(own.ticket())
    assert isinstance(ended, Output)
    assert "/files/" in ended.media_url
    assert ended.cost is None
    assert all(request["headers"]["x-runway-version"] == "2024-11-06" for request in log()["requests"])


@pytest.mark.parametrize("shape", ["kling", "luma", "new-api", "artifacts", "one-api", None])
def test_every_envelope_ends_in_the_clip(gate: Road, play: Callable[..., None], shape: str | None) -> None:
    """Create and polls in that shape, below /runwayml/v1, for the seed's own model and ratio."""
    if shape is not None:
        play("gateway-envelope", shape=shape)
    ticket = gate.ticket(ratio="1280:768", model="gen4_turbo")
    assert ticket.paths["status"].startswith("/runwayml/v1/tasks/")
    ended = gate.end(ticket)
    assert isinstance(ended, Output)
    assert ended.media_url.partition("?")[0].endswith("/output.mp4")


@pytest.mark.parametrize("shape", ["kling", "luma", "new-api", "artifacts"])
def test_every_envelope_tells_a_failure(gate: Road, play: Callable[..., None], shape: str) -> None:
    """What failed is an end with the reason, in each shape that can say so."""
    play("gateway-envelope", shape=shape)
    play("fail")
    ended = gate.end(gate.ticket())
    assert isinstance(ended, Ended)
    assert "An unexpected error occurred" in ended.error.message
    assert ended.error.spent == "maybe"


def test_a_fresh_id_may_be_missing(gate: Road, play: Callable[..., None]) -> None:
    """task_not_exist is no end."""
    play("gateway-envelope", shape="new-api", not_exist_seconds=3600)
    assert isinstance(gate.look(gate.ticket()), Missing)


def test_throttled_and_cancelled(own: Road, play: Callable[..., None], log: Callable[[], Any]) -> None:
    """It waits for a slot, is cancelled, and is unknown afterwards; nothing is charged."""
    play("throttle")
    play("stall")
    ticket = own.ticket()
    seen = own.look(ticket)
    assert isinstance(seen, Queued)
    assert "plan's limit" in seen.note
    assert own.run(PROTOCOL.cancel(ticket, own.connection)).gone is True
    assert isinstance(own.look(ticket), Missing)
    assert [job["charged"] for job in log()["jobs"]] == [False]


def test_a_finished_clip_survives_a_late_cancellation(own: Road) -> None:
    """The clip is still there after Cancel was pressed too late."""
    ticket = own.ticket()
    own.end(ticket)
    assert own.run(PROTOCOL.cancel(ticket, own.connection)).gone is False
    assert isinstance(own.look(ticket), Output)


def test_moderation_is_told(own: Road, play: Callable[..., None]) -> None:
    """A failed task with a SAFETY code."""
    play("moderate")
    ended = own.end(own.ticket())
    assert isinstance(ended, Ended)
    assert isinstance(ended.error, Moderated)


def test_refusals_name_the_fields(own: Road, play: Callable[..., None]) -> None:
    """The sandbox's issues come out as our labels; a scripted 429 may be sent again; an empty purse is told."""
    refused = own.submit(ratio="1280:768")
    assert isinstance(refused, Refusal)
    assert isinstance(refused.error, InvalidRequest)
    assert refused.error.fields == ("ratio",)
    play("rate-limit", retry_after=3)
    busy = own.submit()
    assert isinstance(busy, Refusal)
    assert (busy.again, busy.retry_after_seconds) == (True, 3.0)
    play("reject", status=400, body={"error": "You do not have enough credits to run this task."})
    empty = own.submit()
    assert isinstance(empty, Refusal)
    assert isinstance(empty.error, OutOfCredit)


def test_a_large_picture_is_uploaded(own: Road, log: Callable[[], Any]) -> None:
    """Its runway:// address makes a clip, and the form carried no key."""
    buffer = io.BytesIO()
    Image.effect_noise((2400, 2000), 120).convert("RGB").save(buffer, "PNG", compress_level=0)
    large = inspected(buffer.getvalue(), "noise.png")
    assert not PROTOCOL.embeds(large, own.connection)
    address = own.run(PROTOCOL.upload(large, own.connection))
    assert isinstance(own.end(own.ticket(promptImage=address)), Output)
    forms = [request for request in log()["requests"] if request["path"].startswith("/runway-storage/")]
    assert [(form["status"], "authorization" in form["headers"]) for form in forms] == [(204, False)]


def test_the_account_is_read(own: Road) -> None:
    """What the connection's line says."""
    assert own.run(PROTOCOL.account(own.connection)) == "10 000 credits, tier 1"
