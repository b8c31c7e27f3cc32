"""PixVerse's upload: a file or an address becomes an id."""

from typing import Any

import pytest
from driving import SANDBOX, bare, drive, page
from pixverse_replies import OFFICIAL, bad, gateway, good, snake

from vidwidgets.errors import InvalidRequest, Moderated, ProviderUnreachable, Refused
from vidwidgets.providers.pixverse.protocol import PROTOCOL
from vidwidgets.wire.picture import Picture

IMG_ID = 629_123_456_789_012_345
CAT = Picture(
    name='kätzchen "1".jpg', content=b"\xff\xd8bytes", content_type="image/jpeg", width=9, height=9, size_bytes=7
)
FAR = Picture(name="lake.png", url="https://pictures.example/lake.png?signature=1")


def test_a_picture_always_goes_through_the_upload() -> None:
    """The body has room for ids only, so a public URL is uploaded too; the id is remembered."""
    for connection in (OFFICIAL, SANDBOX, gateway()):
        assert not PROTOCOL.embeds(CAT, connection)
        assert not PROTOCOL.takes_url(FAR, connection)
        assert PROTOCOL.remembers_uploads(connection)


def test_a_file_is_a_part_with_its_true_type() -> None:
    """The server goes by the part's type; the file's own name does not travel."""
    calls, image_id = drive(PROTOCOL.upload(CAT, OFFICIAL), good({"img_id": IMG_ID, "img_url": "https://x.example/1"}))
    assert (calls[0].purpose, calls[0].method, calls[0].path) == ("upload", "POST", "/openapi/v2/image/upload")
    assert calls[0].file == ("image", "picture.jpeg", CAT.content, "image/jpeg")
    assert calls[0].json is None
    assert "content-type" not in calls[0].headers
    assert image_id == IMG_ID


def test_an_address_is_handed_on() -> None:
    """PixVerse fetches it; nothing of the picture is sent."""
    calls, image_id = drive(PROTOCOL.upload(FAR, OFFICIAL), good({"img_id": str(IMG_ID)}))
    assert dict(calls[0].form) == {"image_url": FAR.url}
    assert (calls[0].file, calls[0].json, calls[0].content) == (None, None, None)
    assert image_id == IMG_ID


@pytest.mark.parametrize(
    "first", [bad(500_041), bad(500_069), bad(500_100), bad(99_999), bare(502), page(503), bare(429)]
)
def test_what_may_pass_is_tried_again(first: Any) -> None:
    """An upload costs nothing; after three tries it is given up."""
    calls, image_id = drive(PROTOCOL.upload(CAT, OFFICIAL), first, first, good({"img_id": 5}))
    assert (len(calls), image_id) == (3, 5)
    with pytest.raises((Refused, ProviderUnreachable)) as raised:
        drive(PROTOCOL.upload(CAT, OFFICIAL), first, first, first)
    assert raised.value.spent == "no"


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (snake(500_052, "图片未过审"), Moderated, "content rules do not allow"),
        (bad(500_054), Moderated, "Use another picture"),
        (bad(500_030), InvalidRequest, "too large"),
        (bad(500_032), InvalidRequest, "JPEG, PNG or WebP"),
        (bad(500_042), InvalidRequest, "must be public"),
        (bad(400_012), Refused, "PIXVERSE_API_KEY"),
        (bare(401), Refused, "PIXVERSE_API_KEY"),
        (bare(413), InvalidRequest, "too large"),
        (page(404), ProviderUnreachable, "no id"),
        (good({}), ProviderUnreachable, "no id"),
        (good({"img_id": "x"}), ProviderUnreachable, "no id"),
        (bad(400_017), InvalidRequest, "the upload of"),
    ],
)
def test_what_is_no_at_once(reply: Any, kind: type, words: str) -> None:
    """One try, and a sentence that says nothing was charged."""
    with pytest.raises(kind, match=words) as raised:
        drive(PROTOCOL.upload(CAT, OFFICIAL), reply)
    assert raised.value.spent == "no"  # type: ignore[attr-defined]
    assert "charged" in str(raised.value)
