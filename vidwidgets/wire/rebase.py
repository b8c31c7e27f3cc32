"""What an answer's URLs are worth: their path, if they lead where a key may go; nothing otherwise.

A gateway answers with the provider's own URLs (seed 002 names queue.fal.run though it was submitted elsewhere), a
hostile host with anybody's. Neither is followed: a path is taken and put behind the configured base.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from vidwidgets.wire.origin import origin


def rebased(url: str, *, base_url: str, known_hosts: Collection[str] = ()) -> str | None:
    """The path of `url` below `base_url`; None where it must not be used.

    Args:
        url: As the answer gave it, absolute.
        base_url: The connection's base, with or without a path prefix.
        known_hosts: The provider's own hosts, whose paths mean the same behind any base.
    """
    found = origin(url)
    if found is None:
        return None
    path = urlsplit(url).path
    if not is_plain(path):
        return None
    if found == origin(base_url):
        prefix = urlsplit(base_url).path.rstrip("/")
        # a gateway that only swapped the host leaves its own prefix out
        return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else path
    if found[0] == "https" and found[1] in known_hosts:
        return path
    return None


def is_plain(path: str) -> bool:
    """Whether a path stays where it is put: no step leads upwards, and nothing in it is read in two ways."""
    read = unquote(path)
    return path.isprintable() and not {" ", "\\"} & set(read) and not {".", ".."} & set(read.split("/"))
