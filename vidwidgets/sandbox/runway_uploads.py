"""Runway's uploads: a slot with its form, and the storage that takes a form without a key (facts/runway.md §1.6)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from starlette.responses import Response
from starlette.routing import Route

from vidwidgets.sandbox.json_text import JsonAnswer, read_json
from vidwidgets.sandbox.media import base_url
from vidwidgets.sandbox.pixverse_parts import parse_parts
from vidwidgets.sandbox.runway_answers import error

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from vidwidgets.sandbox.engine import Engine

STORAGE: Final = "/runway-storage/"
_NAME_CHARACTERS: Final = (3, 255)
_BYTES: Final = (512, 200 * 1024 * 1024)


class RunwayUploads:
    """``POST /v1/uploads`` and the place that it names."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def routes(self) -> list[Route]:
        """The storage; the slot is the wire's own route, since it wants the key and the version."""
        return [Route(f"{STORAGE}{{file_id}}", self.store, methods=["POST"])]

    async def slot(self, request: Request) -> Response:
        """A place for one file."""
        try:
            wish = read_json(await request.body())
            name, kind = str(wish["filename"]), wish["type"]
        except (ValueError, KeyError, TypeError):
            return JsonAnswer(error("Validation of body failed", []), 400)
        least, most = _NAME_CHARACTERS
        if kind != "ephemeral" or not least <= len(name) <= most:
            path = ["type"] if kind != "ephemeral" else ["filename"]
            issue = {"code": "invalid_value", "path": path, "message": "Invalid input"}
            return JsonAnswer(error("Validation of body failed", [issue]), 400)
        file_id = self._engine.new_id()
        fields = {"key": f"uploads/{file_id}", "policy": _policy(file_id), "x-name": name}
        place = f"{base_url(request)}{STORAGE}{file_id}"
        return JsonAnswer({"uploadUrl": place, "fields": fields, "runwayUri": f"runway://{file_id}"})

    async def store(self, request: Request) -> Response:
        """The form: every field of the slot, then the file. A key has no business here."""
        if "authorization" in request.headers:
            return _refused("Do not send Authorization to the upload address: that leaks the key.")
        file_id = request.path_params["file_id"]
        parts = parse_parts(await request.body(), request.headers.get("content-type", ""))
        policy, file = parts.get("policy"), parts.get("file")
        if policy is None or policy.content.decode("latin-1") != _policy(file_id):
            return _refused("AccessDenied: the policy is missing or not of this upload.")
        if list(parts)[-1] != "file" or file is None:
            return _refused("The file must be the last field of the form.")
        least, most = _BYTES
        if not least <= len(file.content) <= most:
            return _refused("EntityTooSmall" if len(file.content) < least else "EntityTooLarge")
        data = file.content
        blob = f"{hashlib.sha256(data).hexdigest()[:40]}.upload"
        path = self._engine.store.blob(blob, lambda target: _write(target, data))
        name = re.sub(r"[^A-Za-z0-9._-]", "_", parts["x-name"].content.decode("utf-8", "replace"))[-80:] or "file"
        self._engine.store.add_file(file_id, name, file.content_type or "application/octet-stream", path)
        return Response(status_code=204)


def _policy(file_id: str) -> str:
    return hashlib.sha256(f"sandbox upload {file_id}".encode()).hexdigest()


def _refused(text: str) -> Response:
    return Response(f"<Error><Message>{text}</Message></Error>", 403, media_type="application/xml")


def _write(target: Path, data: bytes) -> None:
    target.write_bytes(data)
