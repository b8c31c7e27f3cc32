"""How a local picture reaches Runway: inside the body, through an upload, or made to fit (docs assets/inputs)."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import replace

from vidwidgets.errors import Refused
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.fit import data_uri_length, fitted_jpeg
from vidwidgets.wire.media import Picture
from vidwidgets.wire.reply import Reply, take, text_at

MAX_DATA_URI_CHARACTERS = 5 * 1024 * 1024
"""Of the whole data URI, its beginning included (Runway's OpenAPI document of 2026-08-08; "5MB" in SDK 5.24.0)."""
_EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def embeds(picture: Picture, connection: Connection) -> bool:
    """Whether it goes inside the body: gateways mostly have no uploads (facts/runway.md §2.4)."""
    return not connection.official or _fits(picture)


def fitted(picture: Picture, connection: Connection) -> Picture:
    """The picture as it travels over this connection; its `note` says which way it goes.

    Raises:
        InvalidRequest: It cannot be made to fit.
    """
    if picture.url or not picture.content:
        return picture
    if _fits(picture):
        return _noted(picture, f"{picture.name} goes inside the request, as a data URI.")
    if connection.official:
        return _noted(picture, f"{picture.name} is too large for the request itself, so it is uploaded to Runway.")
    return fitted_jpeg(picture, MAX_DATA_URI_CHARACTERS, why=f"{connection.name} takes no uploads")


def uploaded(picture: Picture, connection: Connection) -> Generator[Call, Reply, str]:
    """Ask for a slot, post the bytes there without a key; the `runway://` address.

    A storage post that failed is not repeated: the slot is used up, and another try takes a new one.

    Raises:
        Refused: Runway or its storage did not take it. No clip was asked for.
    """
    del connection
    name = _file_name(picture)
    reply = yield Call(
        purpose="upload", method="POST", path="/v1/uploads", json={"filename": name, "type": "ephemeral"}
    )
    place, address = text_at(reply.json, "uploadUrl"), text_at(reply.json, "runwayUri")
    if not (reply.ok and place and address):
        why = text_at(reply.json, "error")
        raise Refused(
            f"Runway gave no place to upload {picture.name} ({reply.status}{f': {why[:200]}' if why else ''}). "
            "No clip was asked for and nothing was charged."
        )
    fields = take(reply.json, "fields")
    form = {str(key): str(value) for key, value in fields.items()} if isinstance(fields, dict) else {}
    stored = yield Call(
        purpose="upload",
        method="POST",
        url=place,
        form=form,
        file=("file", name, picture.content, picture.content_type),
        timeout_seconds=120,
    )
    if not stored.ok:
        raise Refused(
            f"Runway's storage did not take {picture.name} ({stored.status}). No clip was asked for and nothing was "
            "charged."
        )
    return address


def _fits(picture: Picture) -> bool:
    return data_uri_length(picture) <= MAX_DATA_URI_CHARACTERS


def _noted(picture: Picture, note: str) -> Picture:
    return replace(picture, note=f"{picture.note} {note}".strip())


def _file_name(picture: Picture) -> str:
    """3 to 255 characters with the extension of what it really is."""
    stem = re.sub(r"[^\w-]+", "-", picture.name.rpartition(".")[0] or picture.name, flags=re.ASCII).strip("-_")
    return f"{stem[:80] or 'picture'}{_EXTENSIONS.get(picture.content_type, '.jpg')}"
