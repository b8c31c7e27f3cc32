"""Text from outside, made fit to be sent and shown: bounded, and free of what no message can carry."""

from __future__ import annotations

LONGEST = 4_000
"""Characters. A provider's error page is no reason to send a megabyte with every update."""


def plain(text: str, longest: int = LONGEST) -> str:
    """The text without lone surrogates and NULs, cut with an ellipsis at `longest` characters."""
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
