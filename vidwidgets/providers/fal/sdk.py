"""A request with fal's own client (fal-client 1.0.3, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vidwidgets.providers.fal.paths import QUEUE_HOSTS
from vidwidgets.providers.sdk import Sdk, with_uploads
from vidwidgets.spec.called import Called, Request
from vidwidgets.spec.python_text import call, literal, mapping

_SENDING = frozenset(
    f"{verb}{suffix}" for verb in ("subscribe", "submit", "run", "stream") for suffix in ("", "_async")
)


def code(endpoint: str, body: Mapping[str, Any], above: Sequence[str]) -> str:
    """`fal_client.subscribe`, with `upload_file` for a local picture."""
    given = with_uploads(body, lambda path: f"fal_client.upload_file({path})")
    lines = [
        "# Needs: pip install fal-client, and the key in the environment variable FAL_KEY.",
        # MAX_ATTEMPTS and RETRY_CODES of its client.py
        "# After a timeout, a broken connection, 408, 409 or 429 fal_client sends a request",
        "# again by itself, up to ten times: look at fal.ai/dashboard when it was slow.",
        "import fal_client",
        "",
        *above,
        *call("result = fal_client.subscribe", [literal(endpoint), f"arguments={mapping(given)}"]),
        'print(result["video"]["url"])',
        "",
    ]
    return "\n".join(lines)


def read(called: Called) -> Request | None:
    """A call of `subscribe`, `submit`, `run` or `stream`, on the module or on a client of one's own."""
    parts = called.function.split(".")
    endpoint = called.named.get("application", called.positional[0] if called.positional else None)
    if parts[-1] not in _SENDING or not isinstance(endpoint, str):
        return None
    body = called.named.get("arguments")
    if body is None and parts[0] == "fal_client" and len(called.positional) > 1:
        body = called.positional[1]
    return Request(endpoint.strip("/"), body) if isinstance(body, Mapping) else None


def endpoint_at(host: str, path: str) -> str:
    """On fal's hosts the path is the id; elsewhere (a gateway, the sandbox) what begins with `fal-ai` (seed 002)."""
    found = path.strip("/")
    if host in QUEUE_HOSTS:
        return found if "/" in found else ""
    start = f"/{found}/".find("/fal-ai/")
    return found[start:] if start >= 0 and found[start:] != "fal-ai" else ""


SDK = Sdk(label="fal_client", code=code, read=read, endpoint_at=endpoint_at)
