"""Uploading a picture: the file itself, or its public URL for PixVerse to fetch.

The guide still says that URLs are not supported; the reference has the field, and PixVerse's own client uses it
(pixverse-mcp 0.2.2, read 2026-11-21).
"""

from __future__ import annotations

from vidwidgets.errors import InvalidRequest, Moderated, ProviderUnreachable, Refused, VidwidgetsError
from vidwidgets.providers.pixverse import errors
from vidwidgets.providers.pixverse.envelope import OK, Envelope, id_text, opened
from vidwidgets.wire.call import Call
from vidwidgets.wire.picture import Picture
from vidwidgets.wire.protocol import Steps
from vidwidgets.wire.reply import Reply

PATH = "/openapi/v2/image/upload"
TRIES = 3
_AGAIN = frozenset({errors.UPLOAD_FAILED, *errors.AGAIN_SECONDS})
_TOO_LARGE, _TOO_MANY, _SERVER, _KEY_REFUSED = 413, 429, 500, {401, 403}
_NO_CLIP = "No clip was asked for and nothing was charged."


def uploaded(picture: Picture, *, key_name: str) -> Steps[int]:
    """The picture's id; a failure that may pass is tried again, since an upload costs nothing.

    Raises:
        VidwidgetsError: It was not taken.
    """
    for tries_left in reversed(range(TRIES)):
        reply = yield _call(picture)
        found = opened(reply)
        if found is not None and found.code == OK:
            image_id = id_text(found.resp.get("img_id"))
            if image_id:
                return int(image_id)
        if not (tries_left and _may_pass(reply, found)):
            raise _refused(picture, reply, found, key_name)
    raise AssertionError("the last try returns or raises")


def _call(picture: Picture) -> Call:
    if not picture.content:
        return Call(purpose="upload", method="POST", path=PATH, form={"image_url": picture.url}, timeout_seconds=60)
    # PixVerse goes by the part's type; the file's own name is nobody's business
    name = f"picture.{picture.content_type.removeprefix('image/')}"
    file = ("image", name, picture.content, picture.content_type)
    return Call(purpose="upload", method="POST", path=PATH, file=file, timeout_seconds=120)


def _may_pass(reply: Reply, found: Envelope | None) -> bool:
    if found is not None:
        return found.code in _AGAIN
    return reply.status >= _SERVER or reply.status == _TOO_MANY


def _refused(picture: Picture, reply: Reply, found: Envelope | None, key_name: str) -> VidwidgetsError:
    if found is not None and found.code != OK:
        if found.code in errors.MODERATION:
            return Moderated(
                f"PixVerse's content rules do not allow {picture.name} ({found.code}). Use another picture. {_NO_CLIP}",
                spent="no",
                fields=("img_id",),
                code=str(found.code),
            )
        return errors.refusal(found, key_name=key_name, findings=f"It was the upload of {picture.name}.")
    code = str(reply.status)
    if reply.status == _TOO_LARGE:
        return InvalidRequest(f"{picture.words} is too large to upload ({code}). {_NO_CLIP}", fields=("img_id",))
    if reply.status in _KEY_REFUSED:
        return Refused(f"The key in {key_name} was refused at the upload ({code}). {_NO_CLIP}", code=code)
    return ProviderUnreachable(
        f"{picture.name} could not be uploaded: the answer was {code} and no id. {_NO_CLIP}", code=code
    )
