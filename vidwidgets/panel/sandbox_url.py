"""The sandbox that this process uses: the one that is named, else one of its own, started when it is first needed."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from vidwidgets.wire.connections import Connection, checked_base_url
from vidwidgets.wire.home import home

if TYPE_CHECKING:
    from vidwidgets.sandbox.server import Sandbox

VARIABLE = "VIDWIDGETS_SANDBOX_URL"

_lock = threading.Lock()
_running: dict[int, Sandbox] = {}


def sandbox_connection(connection: Connection) -> Connection:
    """The sandbox's connection with its address; starts the sandbox where none is named."""
    url = _url()
    return replace(connection, base_url=url, services={"storage": url, "platform": url}, public={"documents": url})


def _url() -> str:
    named = os.environ.get(VARIABLE, "").strip()
    if named:
        return checked_base_url(named)
    with _lock:
        if os.getpid() not in _running:
            from vidwidgets.sandbox.server import start_sandbox

            _running[os.getpid()] = start_sandbox(home=home() / "sandbox", port=0, speed=1.0)
        return _running[os.getpid()].url
