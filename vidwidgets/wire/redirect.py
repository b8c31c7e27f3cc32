"""What a redirected submit means. It is never followed: the key belongs to one host, and the deed may be done."""

from __future__ import annotations

from vidwidgets.wire.origin import origin
from vidwidgets.wire.reply import Reply

MOVED = frozenset({301, 307, 308})
"""Redirects that only say that the address is another one: nothing was taken."""
NO_ANSWER = frozenset({302, 303, 408, 499})
"""Neither taken nor refused: a redirect after the deed, a timeout, a proxy that hung up."""


def moved_words(reply: Reply, name: str) -> str:
    """That a host sends requests on, and what to do, as a sentence without what it means for the bill."""
    found = origin(reply.headers.get("location", ""))
    where = f" to {found[1]}" if found else ""
    return (
        f"{name} sends requests on{where} ({reply.status}), which is not followed, since the key belongs to this host: "
        "set the connection's base URL to where it really is."
    )
