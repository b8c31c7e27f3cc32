"""A host on loopback that speaks all three wires, and does at each step what a test wants instead."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO, Self, TypeAlias

from vidwidgets.wire.connections import Connection

FAL, RUNWAY, PIXVERSE = "fal", "runway", "pixverse"
WIRES = (FAL, RUNWAY, PIXVERSE)
ENDPOINTS = {
    FAL: "fal-ai/kling-video/v2.1/standard/image-to-video",
    RUNWAY: "runway/image-to-video",
    PIXVERSE: "pixverse/image-to-video",
}
VALUES: dict[str, dict[str, Any]] = {
    FAL: {},
    RUNWAY: {"model": "gen4_turbo", "ratio": "1280:720", "duration": 5},
    PIXVERSE: {"model": "v5", "quality": "360p", "duration": 5},
}
ID = "1234567890"
"""Of every job; it is an id on each wire."""

Answer: TypeAlias = tuple[int, bytes] | tuple[int, bytes, Mapping[str, str]]
Raw: TypeAlias = Callable[[BinaryIO], None]
"""Writes a whole reply by hand; the connection is closed after it."""


@dataclass(frozen=True)
class Request:
    """What was asked."""

    step: str
    """`submit`, `status`, `result`, `cancel`, `upload`, `media`, or "" for anything else."""
    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    """By lower-case name."""
    body: bytes = field(repr=False)


def all_in_one_at(url: str) -> Connection:
    """A gateway for all wires: one host, one key."""
    return Connection(name="gate", provider=None, base_url=url, key_env="GATE_KEY", scheme="Bearer")


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    """A JSON reply; header names are given with underscores."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return status, json.dumps(value).encode(), {"content-type": "application/json", **named}


class Villain:
    """Answers as a good host would, save at the steps in `does`, each of which takes its answers in turn.

    The last answer of a step stays; None means "as a good host".
    """

    def __init__(self, film: bytes) -> None:
        self.asked: list[Request] = []
        self.does: dict[str, list[Answer | Raw | None]] = {}
        self.cookie = ""
        self._film = film
        self.stop = threading.Event()
        villain = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:  # the client has gone, as it should
                    self.close_connection = True

            def reply(self) -> None:
                villain._answer(self)

            do_GET = do_POST = do_PUT = reply  # noqa: N815  the names that http.server looks for

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.media_url = f"{self.url}/media/clip.mp4"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def does_at(self, step: str, *answers: Answer | Raw | None) -> None:
        """Do that at a step; at `look` it is whatever tells the clip's place: fal's result, else the status."""
        for one in ("result", "task") if step == "look" else (step,):
            self.does[one] = list(answers)

    def at(self, *steps: str) -> list[Request]:
        """What was asked at those steps, oldest first."""
        return [request for request in self.asked if request.step in steps]

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        step = _step(handler.command, handler.path)
        self.asked.append(Request(step, handler.command, handler.path, headers, body))
        planned = self.does.get(step) or [None]
        answer = planned.pop(0) if len(planned) > 1 else planned[0]
        if callable(answer):
            handler.close_connection = True
            with contextlib.suppress(OSError):
                answer(handler.wfile)  # type: ignore[arg-type]  # a buffered file
            return
        status, content, *more = self._good(step, handler.path) if answer is None else answer
        handler.send_response(status)
        named = {"Content-Length": str(len(content)), **(more[0] if more else {})}
        for name, value in named.items():
            handler.send_header(name, value)
        if self.cookie:
            handler.send_header("Set-Cookie", self.cookie)
        handler.end_headers()
        handler.wfile.write(content)

    def _good(self, step: str, path: str) -> Answer:
        pixverse = path.startswith("/openapi")
        done: dict[str, Any] = {
            "upload": _enveloped(img_id=7),
            "submit": _enveloped(video_id=int(ID)) if pixverse else {"request_id": ID, "id": ID},
            "status": {"status": "COMPLETED"},
            "result": {"video": {"url": self.media_url}},
            "task": _enveloped(id=int(ID), status=1, url=self.media_url)
            if pixverse
            else {"id": ID, "status": "SUCCEEDED", "output": [self.media_url]},
        }
        if step == "media":
            return 200, self._film
        return as_json(done[step]) if step in done else (404, b"")

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()


def _enveloped(**resp: Any) -> dict[str, Any]:
    return {"ErrCode": 0, "ErrMsg": "Success", "Resp": resp}


def _step(method: str, path: str) -> str:
    path = path.partition("?")[0]
    if path.startswith("/media/"):
        return "media"
    if path.endswith("/initiate"):
        return "initiate"
    if path.endswith("/upload"):
        return "upload"
    if path.startswith(("/openapi/v2/video/result/", "/runwayml/v1/tasks/")):
        return "task"
    if method == "POST":
        return "submit"
    if path.endswith("/cancel"):
        return "cancel"
    return "status" if path.endswith("/status") else "result" if "/requests/" in path else ""
