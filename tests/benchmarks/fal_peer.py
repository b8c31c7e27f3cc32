"""fal's own Python client, unchanged but for where its packets go: it insists on https for fal's hosts."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

import fal_client
import fal_client.client as fal_module
import httpx

KEY = "peer-key"


class Road(httpx.HTTPTransport):
    """Leads fal's hosts to the sandbox."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = httpx.URL(url)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it there instead."""
        _turn(request, self._url)
        return super().handle_request(request)


class AsyncRoad(httpx.AsyncHTTPTransport):
    """The same for the asynchronous client, with httpx's own pool."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = httpx.URL(url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it there instead."""
        _turn(request, self._url)
        return await super().handle_async_request(request)


def _turn(request: httpx.Request, to: httpx.URL) -> None:
    request.url = request.url.copy_with(scheme=to.scheme, host=to.host, port=to.port)
    request.headers["Host"] = f"{to.host}:{to.port}"


@contextmanager
def official(url: str) -> Iterator[fal_client.SyncClient]:
    """The synchronous client."""
    led = partial(fal_module.BackupDomainTransport, transport=Road(url))
    client = fal_client.SyncClient(key=KEY)
    with mock.patch.object(fal_module, "BackupDomainTransport", led):
        opened = client._client  # noqa: SLF001  # made on first use, which must be now
    try:
        yield client
    finally:
        opened.close()


@asynccontextmanager
async def official_async(url: str) -> AsyncIterator[fal_client.AsyncClient]:
    """The asynchronous client."""
    led = partial(fal_module.AsyncBackupDomainTransport, transport=AsyncRoad(url))
    client = fal_client.AsyncClient(key=KEY)
    with mock.patch.object(fal_module, "AsyncBackupDomainTransport", led):
        opened = await client._client  # noqa: SLF001  # as above
    try:
        yield client
    finally:
        await opened.aclose()


def arguments(photo: Path) -> dict[str, str]:
    """What it is asked to make: the same as ours."""
    picture = base64.b64encode(photo.read_bytes()).decode()
    return {"prompt": "The fog lifts.", "image_url": f"data:image/jpeg;base64,{picture}"}
