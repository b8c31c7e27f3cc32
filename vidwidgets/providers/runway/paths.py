"""Where Runway's calls go: below /v1 at Runway itself, below /runwayml/v1 at the gateways (seed 003)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from vidwidgets.wire.connections import Connection

_TASK_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


def root(connection: Connection) -> str:
    """What stands before an operation; a gateway's base may already end in it."""
    if connection.official:
        return "/v1"
    prefix = urlsplit(connection.base_url).path.rstrip("/")
    if prefix.endswith("/runwayml/v1"):
        return ""
    return "/v1" if prefix.endswith("/runwayml") else "/runwayml/v1"


def operation(endpoint: str, connection: Connection) -> str:
    """The path that a request is posted to: `runway/image-to-video` → `/v1/image_to_video`."""
    return f"{root(connection)}/{endpoint.removeprefix('runway/').replace('-', '_')}"


def task(task_id: str, connection: Connection) -> str:
    """The path of a task; the id is quoted, since nothing in it may lead elsewhere."""
    return f"{root(connection)}/tasks/{quote(task_id, safe='')}"


def is_task_id(text: str) -> bool:
    """Whether a text can be an id: Runway's are UUIDs, gateways use words of their own."""
    return _TASK_ID.fullmatch(text) is not None and set(text) != {"."}
