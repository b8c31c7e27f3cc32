"""Our own PixVerse protocol against the sandbox, over the real client: the two readings of the documents meet."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any, TypeVar

import av
import httpx
import pytest
from pixverse_kit import jpeg

from vidwidgets.errors import JobFailed, Moderated, OutcomeUnknown, OutOfCredit
from vidwidgets.job.steps import run_steps
from vidwidgets.providers.find import endpoint
from vidwidgets.providers.pixverse.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import Broken, open_client
from vidwidgets.wire.inspection import inspected
from vidwidgets.wire.picture import Picture
from vidwidgets.wire.protocol import Ended, Hiccup, Output, Refusal, Steps, Ticket
from vidwidgets.wire.send import Sender
from vidwidgets.wire.states import Running

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidwidgets.sandbox.server import Sandbox

T = TypeVar("T")
I2V, T2V = "pixverse/image-to-video", "pixverse/text-to-video"
MOST_LOOKS = 4_000


class Road:
    """The protocol, driven over loopback with a key and without any pause."""

    def __init__(self, origin: str) -> None:
        self.connection = Connection(name="all-in-one", provider=None, base_url=origin, key_env="GATE_KEY")

    def go(self, steps: Steps[T]) -> T:
        """Every call of one question, sent; what came of it."""

        async def went() -> T:
            async with open_client() as client:
                sender = Sender(
                    client,
                    self.connection,
                    key_headers=PROTOCOL.key_headers,
                    own_headers=PROTOCOL.own_headers,
                    key=lambda: "a-key-of-a-gateway",
                )
                return await run_steps(steps, sender)

        return asyncio.run(went())

    def upload(self, picture: Picture) -> int:
        """A picture's id."""
        return self.go(PROTOCOL.upload(picture, self.connection))

    def submit(self, endpoint_id: str = I2V, **body: Any) -> Ticket | Refusal:
        """A short clip, changed as told, with what the endpoint makes of it as the body."""
        asked = {"prompt": "a cat", "model": "v6", "quality": "360p", "duration": 1, **body}
        assert endpoint(endpoint_id).problems(asked) == []
        return self.go(PROTOCOL.submit(endpoint_id, endpoint(endpoint_id).body(asked), self.connection))

    def look(self, ticket: Ticket) -> Any:
        """One look."""
        return self.go(PROTOCOL.status(ticket, self.connection))

    def end(self, ticket: Ticket | Refusal) -> Output | Ended:
        """How it ends; each look is a round trip, which paces it."""
        assert isinstance(ticket, Ticket)
        for _ in range(MOST_LOOKS):
            seen = self.look(ticket)
            if isinstance(seen, Output | Ended):
                return seen
        raise AssertionError("It does not end.")


@pytest.fixture
def road(sandbox: Sandbox) -> Road:
    """The way to the sandbox."""
    return Road(sandbox.url)


@pytest.fixture
def cat(road: Road) -> int:
    """An uploaded picture's id."""
    return road.upload(inspected(jpeg(), "cat.jpg"))


def test_a_file_becomes_a_clip(road: Road, cat: int, log: Callable[[], Any]) -> None:
    """Upload, submit, looks, result; every id is exact, every request has its own trace id, the clip plays."""
    ticket = road.submit(img_id=cat, seed=0)
    made = road.end(ticket)
    assert isinstance(made, Output)
    assert isinstance(ticket, Ticket)
    assert made.facts["seed"] == 0
    with av.open(io.BytesIO(httpx.get(made.media_url).content)) as clip:
        assert sum(1 for _ in clip.decode(video=0)) == 24
    requests = [entry for entry in log()["requests"] if entry["path"].startswith("/openapi/")]
    traces = [entry["headers"]["ai-trace-id"] for entry in requests]
    assert len(set(traces)) == len(traces) >= 3
    sent = next(entry["body"] for entry in requests if entry["path"].endswith("/generate"))
    assert sent == {"img_id": cat, "prompt": "a cat", "model": "v6", "quality": "360p", "duration": 1, "seed": 0}
    assert cat > 2**53
    assert [job["id"] for job in log()["jobs"]] == [ticket.request_id]


def test_an_address_is_uploaded(road: Road) -> None:
    """Url-encoded, as an id of its own."""
    image_id = road.upload(Picture(name="lake.png", url="https://pictures.example/lake.png"))
    assert isinstance(road.end(road.submit(img_id=image_id)), Output)


def test_words_become_a_clip(road: Road) -> None:
    """Text to video over the same protocol."""
    assert isinstance(road.end(road.submit(T2V, aspect_ratio="9:16", generate_audio_switch=True)), Output)


def test_the_seeds_example_is_taken(road: Road, cat: int) -> None:
    """With template 0 and normal motion asked for, the body is one that is accepted."""
    assert isinstance(road.submit(img_id=cat, template_id=0, motion_mode="normal"), Ticket)


def test_an_unknown_picture_is_stale(road: Road) -> None:
    """So it can go up again, unpaid."""
    refusal = road.submit(img_id=2**60)
    assert isinstance(refusal, Refusal)
    assert (refusal.stale_uploads, refusal.again) == (True, False)


def test_the_balance_goes_down(road: Road, cat: int) -> None:
    """In words, before and after a clip of 5 credits."""
    before, _ = road.go(PROTOCOL.account(road.connection)), road.submit(img_id=cat)
    after = road.go(PROTOCOL.account(road.connection))
    assert (before, after) == ("1 000 500 credits", "1 000 495 credits")


def test_refusals_of_the_wire(road: Road, cat: int, play: Callable[..., None]) -> None:
    """Too many at a time is waited for; a code with any HTTP status is a refusal; no credit is said."""
    play("rate-limit", retry_after=1)
    busy = road.submit(img_id=cat)
    assert isinstance(busy, Refusal)
    assert (busy.again, busy.retry_after_seconds) == (True, 1)
    play("reject", status=500)
    refused = road.submit(img_id=cat)
    assert isinstance(refused, Refusal)
    assert "find nothing wrong" in refused.error.message
    play("reject", status=500_090)
    broke = road.submit(img_id=cat)
    assert isinstance(broke, Refusal)
    assert isinstance(broke.error, OutOfCredit)


def test_lost_verdicts_are_unknown(road: Road, cat: int, play: Callable[..., None], log: Callable[[], Any]) -> None:
    """A cut connection, a gateway's page and half an answer: perhaps accepted, and each was posted once."""
    play("drop-reply")
    with pytest.raises(Broken):
        road.submit(img_id=cat)
    for name in ("html-error", "bad-json"):
        play(name)
        with pytest.raises(OutcomeUnknown):
            road.submit(img_id=cat)
    posts = [entry for entry in log()["requests"] if entry["path"].endswith("/generate")]
    assert len(posts) == 3
    assert [job["charged"] for job in log()["jobs"]] == [True, True]


@pytest.mark.parametrize(("scenario", "kind"), [("moderate", Moderated), ("fail", JobFailed)])
def test_ends_without_a_clip(road: Road, cat: int, play: Callable[..., None], scenario: str, kind: type) -> None:
    """Moderated and failed."""
    play(scenario)
    ended = road.end(road.submit(img_id=cat))
    assert isinstance(ended, Ended)
    assert type(ended.error) is kind


def test_trouble_with_looks_is_no_end(road: Road, cat: int, play: Callable[..., None]) -> None:
    """Unknown statuses and failing polls go by."""
    ticket = road.submit(img_id=cat)
    assert isinstance(ticket, Ticket)
    play("unknown-status", status=10)
    assert isinstance(road.look(ticket), Running)
    play("flaky-polls", status=[500, 503, 404])
    assert [type(road.look(ticket)).__name__ for _ in range(3)] == ["Hiccup", "Hiccup", "Missing"]
    play("bad-json", match={"path": "/video/result"})
    assert isinstance(road.look(ticket), Hiccup)
    assert isinstance(road.end(ticket), Output)


def test_a_moderated_picture(road: Road, play: Callable[..., None]) -> None:
    """HTTP 500 in snake case is moderation, not a failing server: one try."""
    play("moderate", match={"path": "/image/upload"})
    with pytest.raises(Moderated, match=r"cat\.jpg"):
        road.upload(inspected(jpeg(), "cat.jpg"))
