"""Text from outside, made fit to be sent and shown: bounded, and free of what no message can carry."""

from __future__ import annotations

from vidwidgets.errors import readable

LONGEST = 4_000
"""Characters. A provider's error page is no reason to send a megabyte with every update."""


def plain(text: str, longest: int = LONGEST) -> str:
    """The text without what steers a terminal or turns letters round, cut with an ellipsis at `longest` characters."""
    clean = readable(text[: 2 * longest + 2])  # a line's end may become one sign from two
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
