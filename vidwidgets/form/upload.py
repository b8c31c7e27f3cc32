"""A file on its way from the browser, piece by piece.

ipywidgets' own upload sends a file in one message and loses it above 10 MiB (jupyter server's limit), so the front
end sends pieces of 4 MiB, a few ahead of what was acknowledged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

CHUNK_BYTES = 4 * 1024 * 1024
"""What the front end sends at once; a longer piece is refused."""
MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is taken, since it is gathered in memory."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u202a-\u202e\u2066-\u2069]")


@dataclass
class Upload:
    """What has come of one file."""

    id: str
    """Chosen by the front end; messages with another id belong to another file."""
    name: str
    """As `clean_name` gives it."""
    size_bytes: int
    """What was announced."""
    _pieces: list[bytes] = field(default_factory=list)
    received_bytes: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything that was announced is here."""
        return self.received_bytes == self.size_bytes

    def take(self, offset: int, piece: bytes) -> str | None:
        """Add the next piece; gives a sentence when it does not fit, None when it does."""
        if offset != self.received_bytes or len(piece) > CHUNK_BYTES or not piece:
            return f"{self.name} arrived out of order: choose the file again."
        if self.received_bytes + len(piece) > self.size_bytes:
            return f"{self.name} is longer than announced (was it being written?): choose the file again."
        self._pieces.append(piece)
        self.received_bytes += len(piece)
        return None

    def data(self) -> bytes:
        """The whole file; the pieces are let go."""
        whole = b"".join(self._pieces)
        self._pieces.clear()
        return whole


def clean_name(name: object, longest: int = 80) -> str:
    """A file name from a browser as a harmless one: no folders, no control or reserved characters, not hidden.

    Its last characters are kept, since they say the type.
    """
    last = re.split(r"[/\\]", str(name))[-1]
    kept = _CONTROLS.sub("", last).strip().lstrip(".").strip()
    return kept[-longest:].lstrip(". ") or "picture"
