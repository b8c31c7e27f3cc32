"""The way of fal's official client to the sandbox: only where its packets go is changed."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

import fal_client
import fal_client.client as fal_module
import httpx

if TYPE_CHECKING:
    import pytest


class ToSandbox(httpx.HTTPTransport):
    """Sends what is meant for fal's hosts to the sandbox, and keeps the hosts that were meant."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = httpx.URL(origin)
        self.hosts: set[str] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Change scheme, host and port; the path is what is on trial."""
        self.hosts.add(request.url.host)
        own = {"scheme": self._origin.scheme, "host": self._origin.host, "port": self._origin.port}
        request.url = request.url.copy_with(**own)
        request.headers["Host"] = f"{self._origin.host}:{self._origin.port}"
        return super().handle_request(request)

    def close(self) -> None:
        """Stay open: several of its clients share this road, and each closes it."""

    def really_close(self) -> None:
        """Close the connections."""
        super().close()


def led_here(road: ToSandbox, monkeypatch: pytest.MonkeyPatch) -> fal_client.SyncClient:
    """A client of fal's own whose every request takes that road."""

    def client(**options: Any) -> httpx.Client:
        # The storage clients of fal-client take no transport, so what is exchanged is its own sight of httpx.Client.
        inner = options.get("transport")
        if inner is None or isinstance(inner, fal_module.BackupDomainTransport):
            options["transport"] = road
        return httpx.Client(**options)

    monkeypatch.setattr(fal_module, "httpx", types.SimpleNamespace(**{**vars(httpx), "Client": client}))
    return fal_client.SyncClient(key="referee-key")
