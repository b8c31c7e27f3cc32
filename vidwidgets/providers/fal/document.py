"""The OpenAPI document that fal publishes for each model, and how it is given to the sandbox.

`GET https://fal.ai/api/openapi/queue/openapi.json?endpoint_id=<id>` needs no key; the body is `null` where fal has none
(facts/fal.md §3, read 2026-11-21).
"""

from __future__ import annotations

from typing import Any

from vidwidgets.errors import ProviderUnreachable
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Steps
from vidwidgets.wire.reply import MAX_JSON_BYTES

PATH = "/api/openapi/queue/openapi.json"
HOST = "documents"
GIVE_PATH = "/_sandbox/schema"
TIMEOUT_SECONDS = 4.0


def document(endpoint_id: str, connection: Connection) -> Steps[Any]:
    """The document, parsed; None where the host has none of this model.

    Raises:
        ProviderUnreachable: The host gave no usable answer.
    """
    url = f"{connection.public[HOST].rstrip('/')}{PATH}"
    # by its URL and not by its path: such calls carry no key
    reply = yield Call(
        purpose="document", method="GET", url=url, query={"endpoint_id": endpoint_id}, timeout_seconds=TIMEOUT_SECONDS
    )
    if len(reply.content) > MAX_JSON_BYTES:
        raise ProviderUnreachable(f"The document has more than {MAX_JSON_BYTES // 2**20} MiB, and is not read.")
    if not reply.ok:
        raise ProviderUnreachable(f"{connection.name} answered {reply.status} where the document belongs.")
    if reply.json is None and reply.content.strip() != b"null":
        what = "a web page" if reply.is_html else "something that is no JSON"
        raise ProviderUnreachable(f"{connection.name} sent {what} where the document belongs.")
    return reply.json


def give(endpoint_id: str, found: Any, connection: Connection) -> Steps[bool]:  # noqa: ANN401  a JSON value
    """Give the sandbox a document, so that it plays the model; whether it took it."""
    reply = yield Call(
        purpose="document",
        method="POST",
        url=f"{connection.base_url}{GIVE_PATH}",
        query={"endpoint_id": endpoint_id},
        json=found,
        timeout_seconds=TIMEOUT_SECONDS,
    )
    return reply.ok
