"""The kernel's side of an upload: takes pieces, acknowledges each, stores the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.reading import MediaDoors
from vidwidgets.form.upload import MOST_BYTES, Upload, clean_name
from vidwidgets.spec.media import Media, megabytes


@dataclass(frozen=True)
class SizeOnly:
    """What is known of a file before its bytes are here."""

    size_bytes: int
    content_type: str = ""
    width: int = 0
    height: int = 0


class Receiver:
    """One upload at a time: a new one, or a removal, ends the one before.

    It hears `{"kind": "begin", "id", "name", "size_bytes"}`, `{"kind": "piece", "id", "offset"}` with one buffer and
    `{"kind": "abort", "id"}`; it says `{"kind": "ack", "id", "received_bytes"}`, `{"kind": "stored", "id"}` and
    `{"kind": "refused", "id", "why"}`.
    """

    def __init__(
        self,
        field: Media,
        doors: MediaDoors,
        say: Callable[[dict[str, Any]], None],
        stored: Callable[[object, str], None],
        went_on: Callable[[], None],
    ) -> None:
        self._field = field
        self._doors = doors
        self._say = say
        self._stored = stored
        self._went_on = went_on
        self._upload: Upload | None = None

    @property
    def receiving(self) -> str:
        """The name of the file that is on its way; empty when none is."""
        return self._upload.name if self._upload else ""

    def drop(self) -> None:
        """Forget an upload that is under way."""
        upload = self._upload
        self._turn_to(None)
        if upload is not None:
            self._refuse(upload.id, "")

    def hear(self, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """Take one message of the front end; what makes no sense is refused in a sentence or left alone."""
        kind, upload_id = content.get("kind"), str(content.get("id", ""))
        if kind == "begin":
            self._begin(upload_id, content)
        elif self._upload is None or self._upload.id != upload_id:
            if kind == "piece":
                self._refuse(upload_id, "")
        elif kind == "abort":
            self._turn_to(None)
        elif kind == "piece":
            self._piece(self._upload, content, buffers)

    def _begin(self, upload_id: str, content: Mapping[str, Any]) -> None:
        self.drop()
        name, size = clean_name(content.get("name", "")), content.get("size_bytes")
        if self._doors.receive is None:
            self._refuse(upload_id, "Files cannot be uploaded here: give a path or an address.")
            return
        if not isinstance(size, int) or isinstance(size, bool) or size <= 0:
            self._refuse(upload_id, f"{name} is empty: choose another file.")
            return
        # what is too large for the provider is taken where it can be made to fit; the field says that it is
        broken = [] if self._doors.edit is not None else self._field.judge(SizeOnly(size), name)
        if not broken and size > MOST_BYTES:
            broken = [
                f"{name} is {megabytes(size)}; an upload may have at most {megabytes(MOST_BYTES)}: give its path."
            ]
        if broken:
            self._refuse(upload_id, " ".join(broken))
            return
        upload = Upload(upload_id, name, size)
        self._turn_to(upload)
        self._acknowledge(upload)

    def _piece(self, upload: Upload, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        offset = content.get("offset")
        piece = bytes(buffers[0]) if buffers else b""
        wrong = upload.take(offset if isinstance(offset, int) else -1, piece)
        if wrong is not None:
            self._turn_to(None)
            self._refuse(upload.id, wrong)
            return
        self._acknowledge(upload)
        if upload.complete:
            self._doors.defer(0, lambda: self._store(upload))

    def _store(self, upload: Upload) -> None:
        if self._upload is not upload or self._doors.receive is None:
            return
        try:
            value = self._doors.receive(upload.name, upload.data())
        except (VidwidgetsError, OSError, ValueError) as error:
            self._turn_to(None)
            self._refuse(upload.id, f"{upload.name} could not be stored: {error}")
            return
        if self._upload is upload:
            self._turn_to(None)
            self._say({"kind": "stored", "id": upload.id})
            self._stored(value, upload.name)

    def _turn_to(self, upload: Upload | None) -> None:
        if upload is not self._upload:
            self._upload = upload
            self._went_on()

    def _acknowledge(self, upload: Upload) -> None:
        self._say({"kind": "ack", "id": upload.id, "received_bytes": upload.received_bytes})

    def _refuse(self, upload_id: str, why: str) -> None:
        self._say({"kind": "refused", "id": upload_id, "why": why})
