"""A clip's file in pieces, for a front end that no address of the file works in (Voila, VS Code, Colab).

The front end asks for a piece, and asks for the next when that has come: so it sets the pace, and
nothing has to be remembered here between two pieces.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

PIECE_BYTES = 1 << 20
"""One message. Larger ones block the connection for everything else; facts measured at 45 MB/s with this."""


def piece(path: Path, offset: int, transfer: str) -> tuple[dict[str, Any], list[bytes]]:
    """The message that answers a request for the file's bytes from `offset` on, and its buffers.

    `transfer` goes back as it came: every open page sees every message, and knows its own by it.
    A file that cannot be read is answered with a sentence.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(offset)
            data = file.read(PIECE_BYTES)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        text = f"The clip’s file cannot be shown: {path.name}: {reason}."
        return {"kind": "no-bytes", "transfer": transfer, "message": text}, []
    header = {"kind": "bytes", "transfer": transfer, "offset": offset, "size_bytes": size}
    return header, [data]
