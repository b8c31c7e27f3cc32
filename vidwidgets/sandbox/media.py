"""Clips and uploads as files: byte ranges, open to every page, no key wanted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from vidwidgets.sandbox.connection import cut
from vidwidgets.sandbox.json_text import JsonAnswer

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from vidwidgets.sandbox.store import Store

_OPEN: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, Accept-Ranges",
    "Cache-Control": "public, max-age=86400",
    "X-Content-Type-Options": "nosniff",
}
# An uploaded page (or SVG) must not run as a page of this origin.
_TAMED: Final = {"Content-Security-Policy": "sandbox"}


def base_url(request: Request) -> str:
    """Scheme and host as the client named them, so that answers follow the sandbox to another port."""
    return f"{request.url.scheme}://{request.headers.get('host') or request.url.netloc}"


class Media:
    """Serves ``/files/{id}/{name}``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def routes(self) -> list[Route]:
        """The one route."""
        methods = ["GET", "HEAD", "OPTIONS"]
        return [Route("/files/{file_id}/{name}", self.serve, methods=methods)]

    async def serve(self, request: Request) -> Response:
        """The file, or a part of it; scenarios of the group ``media`` play here."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_OPEN)
        scenario = request.scope["scenario"].get("media", {})
        stored = self._store.file(request.path_params["file_id"])
        if scenario.get("name") == "expired-media" or stored is None or not stored.path.exists():
            return JsonAnswer({"detail": "File not found"}, scenario.get("status", 404), _OPEN)
        headers = _OPEN if stored.content_type.startswith("video/") else {**_OPEN, **_TAMED}
        response = FileResponse(stored.path, media_type=stored.content_type, headers=headers)
        if scenario.get("name") in ("slow-media", "truncated-media") and request.method == "GET":
            return _TroubledFile(response, scenario)
        return response


class _TroubledFile(Response):
    """A file response that dawdles, or breaks off half-way."""

    def __init__(self, inner: FileResponse, scenario: dict[str, Any]) -> None:
        super().__init__()
        self._inner = inner
        self._scenario = scenario

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        promised = sent = 0
        over = False

        async def troubled_send(message: Message) -> None:
            nonlocal promised, sent, over
            if message["type"] == "http.response.start":
                promised = next(int(v) for k, v in message["headers"] if k.lower() == b"content-length")
                await send(message)
                return
            body = message.get("body", b"")
            if self._scenario["name"] == "slow-media":
                await asyncio.sleep(float(self._scenario.get("seconds", 5)) * len(body) / max(1, promised))
                await send(message)
                return
            if over:
                return
            part = body[: max(0, promised // 2 - sent)]
            sent += len(part)
            await send({"type": "http.response.body", "body": part, "more_body": True})
            if sent >= promised // 2:
                over = True
                scope["state"]["transport"].close()  # what was written still goes out

        await self._inner(scope, receive, troubled_send)
        if over:
            await cut(scope, receive, reset=False)
