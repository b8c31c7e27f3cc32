"""fal's list of an account's requests to one endpoint (fal.ai/docs/platform-apis/v1/models/requests/by-endpoint).

Read 2026-11-27: it takes the account's key, `start` as ISO 8601, and gives `json_input` for `expand=payloads`. Whether
a request that has not ended is in it, is not documented; what is not in it may still have been taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from vidwidgets.errors import ProviderUnreachable, Refused
from vidwidgets.providers.fal import paths
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Listed, Steps
from vidwidgets.wire.reply import take, text_at

PATH = "/v1/models/requests/by-endpoint"
SERVICE = "platform"
MOST_PAGES = 5
_PAGE = "100"
_KEY = {401, 403}


def listed(endpoint: str, connection: Connection, *, since: float) -> Steps[tuple[Listed, ...] | None]:
    """The endpoint's requests since then; None where the connection has no such list.

    Raises:
        Refused: The key may not see the list.
        ProviderUnreachable: It gave no usable answer.
    """
    if SERVICE not in connection.services:
        return None
    found: list[Listed] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        query = {"endpoint_id": endpoint, "start": _iso(since), "limit": _PAGE, "expand": "payloads"}
        reply = yield Call(
            purpose="account",
            method="GET",
            service=SERVICE,
            path=PATH,
            query={**query, "cursor": cursor} if cursor else query,
        )
        if reply.status in _KEY:
            raise Refused(f"The key in {connection.key_env or connection.name} may not see fal's list of requests.")
        items = take(reply.json, "items")
        if not reply.ok or not isinstance(items, list):
            raise ProviderUnreachable(f"fal's list of requests gave no usable answer ({reply.status}).")
        found += [one for item in items if (one := _read(item, endpoint)) is not None]
        cursor = text_at(reply.json, "next_cursor")
        if take(reply.json, "has_more") is not True or not cursor:
            break
    return tuple(found)


def _read(item: Any, endpoint: str) -> Listed | None:  # noqa: ANN401  a JSON value
    request_id = text_at(item, "request_id")
    if not paths.is_request_id(request_id) or text_at(item, "endpoint_id") not in {"", endpoint}:
        return None
    body = take(item, "json_input")
    return Listed(request_id, body if isinstance(body, Mapping) else None, _seconds(text_at(item, "sent_at")))


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _seconds(text: str) -> float | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
