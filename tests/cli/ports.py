"""Ports of this machine, from outside."""

import socket
from urllib.parse import urlsplit


def is_open(url: str) -> bool:
    """Whether anything listens there."""
    parts = urlsplit(url)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
