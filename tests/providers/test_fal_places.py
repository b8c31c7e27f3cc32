"""Where a job is looked for when its path is not there: at fal, and at gateways with paths of their own."""

from typing import Any

import pytest
from driving import FAL, GATEWAY, KLING, REQUEST_ID, answer, bare, drive, page, ticket

from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Hiccup, Missing, Output, Ready, Ticket
from vidwidgets.wire.reply import Reply
from vidwidgets.wire.states import Queued, Running

PLACE = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
FULL = f"/{KLING}/requests/{REQUEST_ID}"
AUTO = f"/fal-ai/auto/requests/{REQUEST_ID}"
CLIP = "https://v3.fal.media/files/panda/clip.mp4"
VIDEO = {"video": {"url": CLIP, "content_type": "video/mp4", "file_name": "output.mp4", "file_size": 1234}}
NOT_YET = {"detail": "Request is still in progress"}


def status(*replies: Reply, connection: Connection = FAL) -> Any:
    """What a look at the status shows; it asks exactly as often as there are replies."""
    calls, seen = drive(PROTOCOL.status(ticket(), connection), *replies)
    assert len(calls) == len(replies)
    return seen


def result(*replies: Reply, connection: Connection = FAL) -> Any:
    """What a look at the result shows."""
    calls, seen = drive(PROTOCOL.result(ticket(), connection), *replies)
    assert len(calls) == len(replies)
    return seen


def asked(steps: Any, *replies: Reply) -> list[str]:
    """The paths that were asked, in order."""
    return [call.path for call in drive(steps, *replies)[0]]


def test_fal_is_asked_at_the_full_id_next() -> None:
    """At fal's own host a path that is not there is tried with the full id, and nowhere else."""
    for missing in (answer({"status": "NOT_FOUND"}, 404), bare(405)):
        assert asked(PROTOCOL.status(ticket(), FAL), missing, missing) == [f"{PLACE}/status", f"{FULL}/status"]
        assert asked(PROTOCOL.result(ticket(), FAL), missing, missing) == [PLACE, FULL]
    assert isinstance(status(bare(404), bare(405)), Missing)


def test_a_gateway_is_asked_at_each_documented_place() -> None:
    """At a gateway: full id, then `auto`; then the results, since some gateways have no status."""
    missing = [bare(404)] * 6
    assert asked(PROTOCOL.status(ticket(), GATEWAY), *missing) == [
        f"{PLACE}/status",
        f"{FULL}/status",
        f"{AUTO}/status",
        PLACE,
        FULL,
        AUTO,
    ]
    assert asked(PROTOCOL.result(ticket(), GATEWAY), *missing[:3]) == [PLACE, FULL, AUTO]
    assert isinstance(status(*missing, connection=GATEWAY), Missing)


def test_the_first_place_that_knows_it_is_believed() -> None:
    """An answer at a later place is the status, and no further place is asked."""
    assert status(bare(405), answer({"status": "IN_QUEUE", "queue_position": 1})) == Queued(1)
    assert status(bare(404), bare(404), answer({"status": "COMPLETED"}), connection=GATEWAY) == Ready()


def test_a_guessed_place_that_wants_another_key_is_passed_over() -> None:
    """A 401 at a guessed path says nothing of the key: the job is missing, not locked out."""
    assert isinstance(status(bare(404), bare(401)), Missing)
    assert isinstance(result(bare(404), bare(403)), Missing)


@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        (answer(NOT_YET, 400), Running()),
        (answer(NOT_YET, 200), Running()),
        (answer({"status": "IN_QUEUE", "queue_position": 4}), Queued(4)),
        (answer(VIDEO), Output(CLIP)),
    ],
    ids=["400", "200", "queued", "clip"],
)
def test_a_gateway_without_a_status_is_followed_by_its_result(reply: Reply, seen: object) -> None:
    """Gateways that document only the result's GET: "not yet" is running, and the clip is the end."""
    assert status(bare(404), bare(404), bare(404), reply, connection=GATEWAY) == seen


def test_a_home_page_is_no_answer() -> None:
    """A gateway that answers any unknown path with its home page is asked at the other places too."""
    assert status(page(), answer({"status": "IN_QUEUE"}), connection=GATEWAY) == Queued()
    assert isinstance(status(*[page()] * 6, connection=GATEWAY), Hiccup)
    assert result(page(), answer(VIDEO), connection=GATEWAY) == Output(CLIP)


def test_a_ticket_without_paths_is_followed() -> None:
    """A ticket of an old journal that kept only the id is asked for by owner and app."""
    bare_ticket = Ticket(REQUEST_ID, KLING)
    assert asked(PROTOCOL.status(bare_ticket, FAL), answer({"status": "IN_QUEUE"})) == [f"{PLACE}/status"]
    assert asked(PROTOCOL.result(bare_ticket, FAL), answer(VIDEO)) == [PLACE]
    assert asked(PROTOCOL.cancel(bare_ticket, FAL), answer({"status": "OK"})) == [f"{PLACE}/cancel"]
