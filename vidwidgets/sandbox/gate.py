"""What every request goes through before a wire sees it: the log, and the scripted scenarios."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import HTMLResponse

from vidwidgets.sandbox.connection import cut
from vidwidgets.sandbox.json_text import JsonAnswer
from vidwidgets.sandbox.record import KEY_HEADERS, show_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vidwidgets.sandbox.record import Record
    from vidwidgets.sandbox.scenario import ScenarioBook
    from vidwidgets.sandbox.wire import RequestKind

CONTROL: Final = "/_sandbox/"
_HTML: Final = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"


class Gate:
    """ASGI middleware. The scenarios that fit a request reach the wire as ``scope["scenario"]`` (group to settings)."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        book: ScenarioBook,
        record: Record,
        request_kind: Callable[[str, str], RequestKind],
        turned_away: Callable[[str, str, dict[str, Any]], Response | None],
        clock: Callable[[], float],
    ) -> None:
        self._app = app
        self._book = book
        self._record = record
        self._request_kind = request_kind
        self._turned_away = turned_away
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Log the request, let its scenarios play, and pass it on unless one of them answered."""
        if scope["type"] != "http" or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        method, path = scope["method"], scope["path"]
        kind = self._request_kind(method, path)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        query = scope["query_string"].decode("latin-1")
        entry = self._record.add(method=method, path=path, query=query, headers=headers, at=self._clock())
        if kind == "media" and any(name in KEY_HEADERS for name, _ in headers):
            entry["flags"].append("key-on-media")  # a client must fetch clips without its key

        async def noting_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry["status"] = message["status"]
            await send(message)

        scenario = scope["scenario"] = self._book.take(kind, method, path)
        if scenario:
            entry["flags"] += [settings["name"] for settings in scenario.values()]
        gate = scenario.get("gate")
        if gate is not None and gate["name"] == "refuse-connection":
            await cut(scope, receive, reset=True)
            return
        body = await _read(receive)
        entry["body"] = show_body(body, dict(headers).get("content-type", ""))
        replayed = _Replay(body, receive)
        if gate is not None:
            worded = self._turned_away(method, path, gate)
            if worded is not None:
                await worded(scope, replayed, noting_send)
            else:
                await _answer_in_its_place(gate, scope, replayed, noting_send)
        elif "reply" in scenario:
            await self._twist_reply(scenario["reply"], scope, replayed, noting_send)
        else:
            await self._app(scope, replayed, noting_send)

    async def _twist_reply(self, reply: dict[str, Any], scope: Scope, receive: _Replay, send: Send) -> None:
        """Let the wire answer, and do something to the answer."""
        if reply["name"] == "slow-reply":
            started: list[Message] = []

            async def slow_send(message: Message) -> None:
                if not started:
                    started.append(message)
                    await asyncio.sleep(float(reply.get("seconds", 5)))
                await send(message)

            await self._app(scope, receive, slow_send)
            return
        head: list[Message] = []

        async def swallow(message: Message) -> None:
            head.append(message)

        await self._app(scope, receive, swallow)
        if reply["name"] == "drop-reply":
            await cut(scope, receive.behind, reset=False)
            return
        whole = b"".join(message.get("body", b"") for message in head[1:])
        status = head[0]["status"]
        broken = JsonAnswer(None, status_code=status)
        broken.body = whole[: max(1, len(whole) // 2)]
        broken.headers["content-length"] = str(len(broken.body))
        await broken(scope, receive, send)


async def _answer_in_its_place(gate: dict[str, Any], scope: Scope, receive: _Replay, send: Send) -> None:
    status = gate.get("status")
    answer: Response
    if gate["name"] == "rate-limit":
        after = str(gate.get("retry_after", gate.get("seconds", 1)))
        body = gate.get("body", {"detail": "Too many requests", "type": "concurrent_requests_limit"})
        answer = JsonAnswer(body, 429, {"Retry-After": after, "X-Fal-needs-retry": "1"})
    elif gate["name"] == "html-error":
        code = status or 502
        answer = HTMLResponse(gate.get("body") or _HTML.format(f"{code} Bad Gateway"), code)
    elif gate["name"] == "flaky-polls":
        code = status[gate["turn"] % len(status)] if status else 500
        if code == 0:
            await cut(scope, receive.behind, reset=False)
            return
        answer = JsonAnswer({"detail": f"scripted status {code}"}, code)
    elif gate["name"] == "no-stream":
        answer = JsonAnswer({"detail": "Method Not Allowed"}, status or 405)
    else:
        answer = _rejection(status or 400, gate.get("body"))
    await answer(scope, receive, send)


def _rejection(status: int, body: object) -> Response:
    if isinstance(body, str):
        try:
            json.loads(body)
        except ValueError:
            return HTMLResponse(body, status)
        return HTMLResponse(body, status, media_type="application/json")
    return JsonAnswer(body if body is not None else {"detail": f"scripted rejection {status}"}, status)


async def _read(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            break
    return b"".join(parts)


class _Replay:
    """The request's channel once more, after its body was read for the log."""

    def __init__(self, body: bytes, behind: Receive) -> None:
        self.behind = behind
        self._body: bytes | None = body

    async def __call__(self) -> Message:
        if self._body is None:
            return await self.behind()
        message = {"type": "http.request", "body": self._body, "more_body": False}
        self._body = None
        return message
