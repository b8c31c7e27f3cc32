"""The picture that a form was given last, read once while it does not change."""

from __future__ import annotations

import threading
from typing import Any

from vidwidgets.form.reading import stamp_of
from vidwidgets.wire.media import Picture, read_picture


class ReadOnce:
    """Pictures by the value they were given as, so that a file is read once while it does not change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: tuple[Any, object, Picture] | None = None

    def read(self, value: Any) -> Picture:  # noqa: ANN401  anything a picture can be
        """The picture of a value; what `read_picture` raises goes on."""
        stamp = stamp_of(value)
        with self._lock:
            known = self._read
        # compared by identity first: an array has no one answer to ==
        if known is not None and known[0] is value and (stamp is value or stamp == known[1]):
            return known[2]
        picture = read_picture(value)
        with self._lock:
            self._read = (value, stamp, picture)
        return picture
