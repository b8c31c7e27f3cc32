"""A small loopback host that answers as a test wants: what no scenario of the sandbox does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Headers = dict[str, str]
Answer = tuple[int, bytes] | tuple[int, bytes, Headers]


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)


class Host:
    """Answers every request with what `answer` gives: status, body, and headers; an empty header is left out."""

    def __init__(self, *, answer: Callable[[Request], Answer], port: int = 0) -> None:
        self.asked: list[Request] = []
        """Every request, oldest first."""

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # head and body in one piece, or each reply waits 40 ms for an acknowledgement

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:  # the client has gone, as some tests want
                    self.close_connection = True

            def reply(handler) -> None:  # noqa: N805  the host is `self` here
                length = int(handler.headers.get("content-length", 0))
                request = Request(
                    handler.command, handler.path, dict(handler.headers.items()), handler.rfile.read(length)
                )
                self.asked.append(request)
                status, body, *rest = answer(request)
                headers = {"Content-Length": str(len(body)), **(rest[0] if rest else {})}
                handler.send_response(status)
                for name, value in headers.items():
                    if value:
                        handler.send_header(name, value)
                handler.end_headers()
                handler.wfile.write(body)

            do_GET = do_POST = do_PUT = reply  # noqa: N815  the names that http.server looks for

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
