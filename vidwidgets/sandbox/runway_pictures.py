"""The pictures of a Runway request: fetched and opened before it is accepted (facts/runway.md §2.4)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from vidwidgets.sandbox.picture import UnreadablePictureError, invented_picture, read_picture
from vidwidgets.sandbox.runway_check import frames_of
from vidwidgets.sandbox.source import UnreachableSourceError, fetch_source

if TYPE_CHECKING:
    from PIL import Image

    from vidwidgets.sandbox.runway_check import Issue
    from vidwidgets.sandbox.store import Store

_UPLOADED: Final = re.compile(r"runway://([\w-]+)")
_HEADS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n")
_BY_URL_BYTES: Final = 16 * 1024 * 1024


def load_pictures(body: dict[str, Any], store: Store) -> tuple[list[Image.Image], list[Issue]]:
    """Every picture of a checked body, and what is wrong with them. Blocks; call it on a worker thread."""
    pictures, issues = [], []
    for path, address in frames_of(body):
        try:
            pictures.append(_picture(address, store))
        except (UnreachableSourceError, UnreadablePictureError) as wrong:
            issues.append({"code": "custom", "path": path, "message": str(wrong)})
    return pictures, issues


def _picture(address: str, store: Store) -> Image.Image:
    uploaded = _UPLOADED.fullmatch(address)
    if uploaded is not None:
        stored = store.file(uploaded[1])
        if stored is None:
            raise UnreachableSourceError("The Runway upload was not found or has expired")
        data = stored.path.read_bytes()
    else:
        try:
            found = fetch_source(address, store).data
        except UnreachableSourceError as error:
            raise UnreachableSourceError("Failed to fetch asset. Ensure that the URL is publicly accessible") from error
        if found is None:  # no network reaches it from here: a made-up picture stands for it
            return invented_picture(address)
        data = found
        if not address.startswith("data:") and len(data) > _BY_URL_BYTES:
            raise UnreachableSourceError("Asset is too large. Images must be at most 16MB")
    if not data.startswith(_HEADS) and not (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise UnreadablePictureError("Invalid asset: only JPEG, PNG and WebP images are supported")
    try:
        return read_picture(data)
    except UnreadablePictureError as error:
        raise UnreadablePictureError("Invalid asset: the image could not be decoded") from error
