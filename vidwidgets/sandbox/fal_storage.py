"""fal's uploads: the CDN with its token, and presigned addresses that want no key (facts/fal.md §1, Upload)."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from vidwidgets.sandbox.json_text import JsonAnswer, read_json
from vidwidgets.sandbox.media import base_url

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from vidwidgets.sandbox.engine import Engine

_TOKEN_SECONDS = 3600


def carries_key(request: Request) -> bool:
    """Whether the request has some key: any value, after ``Key`` or ``Bearer``."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return scheme.lower() in ("key", "bearer") and bool(secret.strip())


class FalStorage:
    """rest.fal.ai's ``/storage/…`` and v3.fal.media's ``/files/upload…`` on this origin."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def routes(self) -> list[Route]:
        """Everything about uploads."""
        return [
            Route("/storage/auth/token", self.token, methods=["POST"]),
            Route("/storage/upload/initiate", self.initiate, methods=["POST"]),
            Route("/storage/upload/initiate-multipart", self.initiate, methods=["POST"]),
            Route("/storage/put/{file_id}/{name}", self.put, methods=["PUT"]),
            Route("/storage/put/{file_id}/{name}/complete", self.complete_presigned, methods=["POST"]),
            Route("/storage/put/{file_id}/{name}/{number:int}", self.put_part, methods=["PUT"]),
            Route("/files/upload", self.upload, methods=["POST"]),
            Route("/files/upload/multipart", self.start_multipart, methods=["POST"]),
            Route("/files/{file_id}/{name}/multipart/{upload_id}/complete", self.complete, methods=["POST"]),
            Route("/files/{file_id}/{name}/multipart/{upload_id}/{number:int}", self.part, methods=["PUT"]),
        ]

    def is_upload(self, path: str) -> bool:
        """Whether a path is one of these."""
        return path.startswith(("/storage/", "/files/upload")) or "/multipart/" in path

    async def token(self, request: Request) -> Response:
        """A CDN token for a key."""
        if not carries_key(request):
            return _unauthorized()
        expires = dt.datetime.fromtimestamp(self._engine.clock() + _TOKEN_SECONDS, dt.UTC)
        body = {"token": f"sandbox-cdn-{self._engine.new_id()}", "token_type": "Bearer", "base_url": base_url(request)}
        return JsonAnswer({**body, "expires_at": expires.isoformat()})

    async def upload(self, request: Request) -> Response:
        """The whole file in one POST, with the CDN token; the key itself has no business here."""
        if not _carries_token(request):
            return _unauthorized("The CDN wants the token of /storage/auth/token, not the key.")
        file_id, name, kind = self._engine.new_id(), _named(request), _content_type(request)
        self._keep(file_id, name, kind, await request.body())
        return JsonAnswer({"access_url": f"{base_url(request)}/files/{file_id}/{name}"})

    async def initiate(self, request: Request) -> Response:
        """Two addresses: where to PUT the bytes without a key, and where they will be served."""
        if not carries_key(request):
            return _unauthorized()
        try:
            wish = read_json(await request.body())
            kind, name = str(wish["content_type"]), _safe(str(wish["file_name"]))
        except (ValueError, KeyError, TypeError):
            return JsonAnswer({"detail": "file_name and content_type are required"}, 422)
        file_id, base = self._engine.new_id(), base_url(request)
        put = f"{base}/storage/put/{file_id}/{name}?signature={self._engine.new_id()}&type={kind.replace('/', '%2F')}"
        return JsonAnswer({"upload_url": put, "file_url": f"{base}/files/{file_id}/{name}"})

    async def put(self, request: Request) -> Response:
        """The bytes at the presigned address."""
        refused = _refuse_key(request)
        if refused is not None:
            return refused
        values = request.path_params
        self._keep(values["file_id"], values["name"], _content_type(request), await request.body())
        return Response(status_code=200)

    async def put_part(self, request: Request) -> Response:
        """One part of a large file at the presigned address; its number and ETag come back as JSON and header."""
        return _refuse_key(request) or await self._store_part(request)

    async def complete_presigned(self, request: Request) -> Response:
        """Put the parts of a presigned upload together."""
        return _refuse_key(request) or await self._assemble(request, request.query_params.get("type", ""))

    async def start_multipart(self, request: Request) -> Response:
        """Begin a large file with the CDN token."""
        if not _carries_token(request):
            return _unauthorized("The CDN wants the token of /storage/auth/token, not the key.")
        file_id, name = self._engine.new_id(), _named(request)
        # The upload's id carries the content type, so that nothing has to be remembered between the parts.
        upload_id = _content_type(request).replace("/", "_", 1)
        return JsonAnswer({"access_url": f"{base_url(request)}/files/{file_id}/{name}", "uploadId": upload_id})

    async def part(self, request: Request) -> Response:
        """One part of a large file."""
        return await self._store_part(request) if _carries_token(request) else _unauthorized()

    async def complete(self, request: Request) -> Response:
        """Put the parts together."""
        if not _carries_token(request):
            return _unauthorized()
        return await self._assemble(request, request.path_params["upload_id"].replace("_", "/", 1))

    async def _store_part(self, request: Request) -> Response:
        file_id, number = request.path_params["file_id"], request.path_params["number"]
        data = await request.body()
        self._engine.store.blob(_part_name(file_id, number), lambda target: _write(target, data))
        etag = hashlib.sha256(data).hexdigest()
        return JsonAnswer({"partNumber": number, "etag": etag}, headers={"ETag": etag})

    async def _assemble(self, request: Request, content_type: str) -> Response:
        file_id, name = request.path_params["file_id"], request.path_params["name"]
        try:
            parts = sorted(read_json(await request.body())["parts"], key=lambda part: int(part["partNumber"]))
            data = b"".join(self._part_data(file_id, part) for part in parts)
        except (ValueError, KeyError, TypeError) as error:
            return JsonAnswer({"detail": f"The parts do not fit together: {error}"}, 400)
        self._keep(file_id, name, content_type or "application/octet-stream", data)
        return JsonAnswer({"access_url": f"{base_url(request)}/files/{file_id}/{name}"})

    def _part_data(self, file_id: str, part: dict[str, Any]) -> bytes:
        def missing(_target: Path) -> None:
            raise ValueError(f"part {part['partNumber']} never came")

        path = self._engine.store.blob(_part_name(file_id, int(part["partNumber"])), missing)
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != part["etag"]:
            raise ValueError(f"the ETag of part {part['partNumber']} is another")
        return data

    def _keep(self, file_id: str, name: str, content_type: str, data: bytes) -> None:
        blob = hashlib.sha256(data).hexdigest()[:40]
        path = self._engine.store.blob(f"{blob}.upload", lambda target: _write(target, data))
        self._engine.store.add_file(file_id, name, content_type, path)


def _carries_token(request: Request) -> bool:
    return request.headers.get("authorization", "").startswith("Bearer sandbox-cdn-")


def _refuse_key(request: Request) -> Response | None:
    """A presigned address wants no key: a client that sends one leaks it to whoever serves the bytes."""
    if "authorization" not in request.headers:
        return None
    return JsonAnswer({"detail": "Do not send Authorization to a presigned upload address: that leaks the key."}, 400)


def _unauthorized(text: str = "Authorization header is required") -> Response:
    return JsonAnswer({"detail": text}, 401)


def _content_type(request: Request) -> str:
    return request.headers.get("content-type") or "application/octet-stream"


def _named(request: Request) -> str:
    return _safe(request.headers.get("x-fal-file-name", "upload.bin"))


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)[-80:].lstrip(".") or "file"


def _part_name(file_id: str, number: int) -> str:
    return f"{_safe(file_id)}.{number}.part"


def _write(target: Path, data: bytes) -> None:
    target.write_bytes(data)
