"""fal's cancellation: what is certain, what is only asked for, and what it means for the bill."""

from typing import Any

import pytest
from driving import FAL, GATEWAY, KLING, REQUEST_ID, SANDBOX, UNIAPI, answer, bare, drive, page, ticket

from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.reply import Reply

PLACE = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
FULL = f"/{KLING}/requests/{REQUEST_ID}"
AUTO = f"/fal-ai/auto/requests/{REQUEST_ID}"
CLIP = "https://v3.fal.media/files/panda/clip.mp4"
VIDEO = {"video": {"url": CLIP, "content_type": "video/mp4", "file_name": "output.mp4", "file_size": 1234}}
NOT_YET = {"detail": "Request is still in progress"}


def cancelled(*replies: Reply, connection: Connection = FAL) -> Any:
    """What is made of the replies to a cancellation."""
    calls, said = drive(PROTOCOL.cancel(ticket(), connection), *replies)
    assert len(calls) == len(replies)
    return said


@pytest.mark.parametrize(
    ("reply", "gone", "words"),
    [
        (answer({"status": "OK"}), True, "not charged"),
        (answer({"status": "CANCELLED"}), True, "not charged"),
        (answer({"status": "CANCELLATION_REQUESTED"}, 202), False, "asked for"),
        (answer({"status": "CANCELLATION_REQUESTED"}), False, "asked for"),
        (answer({"success": True}), False, "asked for"),
        (answer({"success": False}), False, "may go on and be charged"),
        (answer({"status": "ALREADY_COMPLETED"}, 400), False, "already ended"),
        (answer({"status": "NOT_FOUND"}, 404), False, "may be charged"),
        (bare(202), False, "asked for"),
        (bare(200), False, "may go on and be charged"),
        (answer({"detail": "bad"}, 400), False, "may go on and be charged"),
        (bare(500), False, "may go on and be charged"),
        (page(500), False, "web page"),
        (bare(401), False, "may go on and be charged"),
    ],
    ids=lambda value: repr(value.content[:40]) if isinstance(value, Reply) else None,
)
def test_what_a_cancellation_is_answered_with(reply: Reply, gone: bool, words: str) -> None:
    """Only fal's word that it left the queue is certain; else it is followed on, and may be charged."""
    for connection in (FAL, UNIAPI):
        said = cancelled(reply, connection=connection)
        assert said.gone is gone
        assert words in said.message


def test_a_cancellation_is_put_to_the_other_places() -> None:
    """A cancel path that is not there is tried where the job may be: a job that runs on is paid."""
    (first, second), said = drive(PROTOCOL.cancel(ticket(), FAL), bare(405), answer({"status": "OK"}))
    assert (first.method, first.path) == ("PUT", f"{PLACE}/cancel")
    assert (second.method, second.path) == ("PUT", f"{FULL}/cancel")
    assert said.gone
    nothing = cancelled(bare(404), page(), bare(401), connection=GATEWAY)
    assert not nothing.gone
    assert "my-gateway offers no cancellation" in nothing.message


def test_what_cancelling_means_is_said_beforehand() -> None:
    """In the sandbox nothing is charged, at fal a finished clip is, and a gateway decides for itself."""
    assert "Nothing is charged" in PROTOCOL.cancel_means(SANDBOX)
    assert "a finished clip is charged" in PROTOCOL.cancel_means(FAL)
    assert "my-gateway decides" in PROTOCOL.cancel_means(GATEWAY)
