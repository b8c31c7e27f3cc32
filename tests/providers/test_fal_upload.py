"""Pictures on their way to fal: through its storage on its own host, inside the body at a gateway."""

import pytest
from driving import FAL, GATEWAY, SANDBOX, UNIAPI, answer, bare, drive, drive_by

from vidwidgets.errors import Refused
from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.media import Picture

CAT = Picture(name="cat.jpg", content=b"\xff\xd8\xff", content_type="image/jpeg", size_bytes=3)
PLACE = "https://v3.fal.media/files/upload/abc?signature=s"
FILE = "https://v3.fal.media/files/panda/cat.jpg"


def initiated(place: object = PLACE, file_url: object = FILE) -> object:
    """What the storage answers first."""
    return answer({"upload_url": place, "file_url": file_url})


def test_only_fals_own_storage_is_used() -> None:
    """A gateway's key means nothing to fal's storage, so there a picture travels inside the body."""
    assert [PROTOCOL.embeds(CAT, connection) for connection in (FAL, SANDBOX, UNIAPI, GATEWAY)] == [
        False,
        False,
        True,
        True,
    ]


def test_the_key_goes_to_the_storage_and_not_to_the_place() -> None:
    """The place is asked for at fal's storage, with the key; the bytes are put there absolute, without any."""
    (first, second), url = drive(PROTOCOL.upload(CAT, FAL), initiated(), bare(200))
    assert (first.method, first.service, first.path) == ("POST", "storage", "/storage/upload/initiate")
    assert first.query == {"storage_type": "fal-cdn-v3"}
    assert first.json == {"file_name": "cat.jpg", "content_type": "image/jpeg"}
    assert FAL.url(first.path, first.service) == "https://rest.fal.ai/storage/upload/initiate"
    assert (second.method, second.url, second.path, second.content) == ("PUT", PLACE, "", CAT.content)
    assert second.headers == {"content-type": "image/jpeg"}
    assert url == FILE


@pytest.mark.parametrize(
    ("name", "kind", "sent"),
    [
        ("array", "image/png", "array.png"),
        ("PIL image", "image/png", "PIL image.png"),
        ("cat.JPEG", "image/jpeg", "cat.JPEG"),
        ("cat.png", "image/jpeg", "cat.png.jpg"),
        ("cat.avif", "image/avif", "cat.avif"),
        ("thing", "image/tiff", "thing"),
    ],
)
def test_the_file_is_named_after_what_it_is(name: str, kind: str, sent: str) -> None:
    """The storage keeps the ending, and models look at it: it says what the bytes are."""
    (first, _), _ = drive(PROTOCOL.upload(Picture(name, b"x", content_type=kind), FAL), initiated(), bare(200))
    assert first.json["file_name"] == sent


@pytest.mark.parametrize(
    "place",
    [
        "http://v3.fal.media/files/upload/abc",
        "https://127.0.0.1/upload",
        "https://10.0.0.7/upload",
        "https://2130706433/upload",
        "https://metadata.internal/upload",
        "https://intranet/upload",
        "https://user:word@v3.fal.media/upload",
        "/files/upload",
        "ftp://v3.fal.media/x",
        "",
        None,
        7,
    ],
)
def test_a_place_that_is_none_is_refused(place: object) -> None:
    """Bytes are put only to an encrypted public address; one inside this network is not reached through an answer."""
    for replies in (initiated(place=place), initiated(file_url=place)):
        calls, outcome = drive_by(PROTOCOL.upload(CAT, FAL), lambda _, reply=replies: reply)
        assert len(calls) == 1
        assert type(outcome) is Refused
        assert "No clip was asked for." in outcome.message


def test_the_sandboxs_storage_is_on_this_machine() -> None:
    """A provider on this machine may name a place on this machine."""
    here = f"{SANDBOX.base_url}/storage/files/abc"
    assert drive(PROTOCOL.upload(CAT, SANDBOX), initiated(here, here), bare(200))[1] == here


@pytest.mark.parametrize("connection", [FAL, SANDBOX], ids=lambda c: c.name)
def test_an_upload_that_is_refused_costs_nothing(connection: Connection) -> None:
    """Refused at either step, it says which picture, that no clip was asked for, and when it was the key."""
    for status in (401, 403, 413, 500):
        _, outcome = drive_by(PROTOCOL.upload(CAT, connection), lambda _, status=status: bare(status))
        assert "cat.jpg" in outcome.message
        assert "No clip was asked for." in outcome.message
        assert ("key was not accepted" in outcome.message) == (status in {401, 403})
    replies = iter([initiated(), bare(500)])
    _, outcome = drive_by(PROTOCOL.upload(CAT, FAL), lambda _: next(replies))
    assert "broke off while taking cat.jpg (500)" in outcome.message
