"""POST /openapi/v2/image/upload: a file or an address becomes an id (facts/pixverse.md §1, Endpoints)."""

from __future__ import annotations

import asyncio
import hashlib
import io
from typing import TYPE_CHECKING, Final

from PIL import Image

from vidwidgets.sandbox.media import base_url
from vidwidgets.sandbox.picture import UnreadablePictureError, invented_picture, read_picture
from vidwidgets.sandbox.pixverse_codes import (
    EMPTY_PARAMETER,
    IMAGE_FORMAT,
    IMAGE_PATH,
    IMAGE_TOO_LARGE,
    IMAGE_UNREADABLE,
    INVALID_PARAMETER,
    Fault,
    accepted,
    moderated_upload,
    refused,
)
from vidwidgets.sandbox.pixverse_parts import Part, parse_parts
from vidwidgets.sandbox.source import UnreachableSourceError, fetch_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from vidwidgets.sandbox.store import Store

_TYPES: Final = {"image/jpeg": "JPEG", "image/jpg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_MOST_BYTES: Final = 20 * 1024 * 1024
# Two pages disagree: 4000 and 10000. The newer one is kept.
_LONGEST_SIDE: Final = 10_000
_ENDINGS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "MPO": "jpg"}


class Uploads:
    """Pictures by their id, kept as files of the sandbox."""

    def __init__(self, store: Store, new_number: Callable[[], int]) -> None:
        self._store = store
        self._new_number = new_number

    async def upload(self, request: Request) -> Response:
        """The answer to an upload."""
        if request.scope["scenario"].get("fate", {}).get("name") == "moderate":
            return moderated_upload()
        parts = parse_parts(await request.body(), request.headers.get("content-type", ""))
        image, address = parts.get("image"), parts.get("image_url")
        if (image is None or not image.content) and (address is None or not address.content.strip()):
            return refused(Fault(EMPTY_PARAMETER))
        if image is not None and image.content and address is not None and address.content.strip():
            return refused(Fault(INVALID_PARAMETER))
        taken = await asyncio.to_thread(self._taken, image, address)
        if isinstance(taken, Fault):
            return refused(taken)
        number, name = taken
        return accepted({"img_id": number, "img_url": f"{base_url(request)}/files/{number}/{name}"})

    def knows(self, image_id: int) -> bool:
        """Whether the id is of a picture that was uploaded here."""
        stored = self._store.file(str(image_id))
        return stored is not None and stored.content_type.startswith("image/")

    def picture(self, image_id: int) -> Image.Image:
        """The picture of a known id, as the clip is made from it.

        Raises:
            LookupError: its file is gone.
        """
        stored = self._store.file(str(image_id))
        if stored is None:
            raise LookupError(f"picture {image_id}")
        return read_picture(stored.path.read_bytes())

    def _taken(self, image: Part | None, address: Part | None) -> tuple[int, str] | Fault:
        if image is not None and image.content:
            return self._from_file(image)
        return self._from_address(address.content.decode("utf-8", "replace").strip() if address else "")

    def _from_file(self, part: Part) -> tuple[int, str] | Fault:
        if part.content_type not in _TYPES:  # also application/octet-stream: the server goes by this, not the bytes
            return Fault(IMAGE_FORMAT)
        return self._keep(part.content)

    def _from_address(self, address: str) -> tuple[int, str] | Fault:
        if not address.startswith(("http://", "https://")):
            return Fault(IMAGE_PATH)
        try:
            source = fetch_source(address, self._store)
        except UnreachableSourceError:
            return Fault(IMAGE_PATH)
        if source.data is not None:
            return self._keep(source.data)
        drawn = io.BytesIO()
        invented_picture(address).save(drawn, "PNG")  # there is no network here: a made-up one stands for it
        return self._keep(drawn.getvalue())

    def _keep(self, data: bytes) -> tuple[int, str] | Fault:
        if len(data) >= _MOST_BYTES:
            return Fault(IMAGE_TOO_LARGE)
        try:
            with Image.open(io.BytesIO(data)) as opened:
                kind, size = opened.format or "", opened.size
        except (OSError, ValueError, SyntaxError):
            return Fault(IMAGE_UNREADABLE)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return Fault(IMAGE_TOO_LARGE)
        if kind not in _ENDINGS:
            return Fault(IMAGE_FORMAT)
        if max(size) > _LONGEST_SIDE:
            return Fault(IMAGE_TOO_LARGE)
        try:
            read_picture(data)
        except UnreadablePictureError:
            return Fault(IMAGE_UNREADABLE)
        return self._stored(data, kind)

    def _stored(self, data: bytes, kind: str) -> tuple[int, str]:
        def write(target: Path) -> None:
            target.write_bytes(data)

        number, name = self._new_number(), f"upload.{_ENDINGS[kind]}"
        path = self._store.blob(f"{hashlib.sha256(data).hexdigest()[:40]}.upload", write)
        self._store.add_file(str(number), name, f"image/{'jpeg' if kind == 'MPO' else kind.lower()}", path)
        return number, name
