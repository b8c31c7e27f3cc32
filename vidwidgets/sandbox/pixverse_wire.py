"""PixVerse's platform API: upload, generate, result, balance (facts/pixverse.md; seed 004)."""

from __future__ import annotations

import functools
import hashlib
import threading
import uuid
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from vidwidgets.sandbox.json_text import read_json
from vidwidgets.sandbox.media import base_url
from vidwidgets.sandbox.picture import invented_picture
from vidwidgets.sandbox.pixverse_answers import FAILED, MODERATED, result_answer, seed_of, stamp
from vidwidgets.sandbox.pixverse_clip import plan_clip
from vidwidgets.sandbox.pixverse_codes import (
    BAD_ACCOUNT,
    BAD_BINDING,
    BAD_IMAGE_ID,
    EMPTY_PARAMETER,
    INVALID_PARAMETER,
    NOT_FOUND,
    OUT_OF_CREDIT,
    TOO_MANY,
    Fault,
    accepted,
    refused,
)
from vidwidgets.sandbox.pixverse_credits import credits_for
from vidwidgets.sandbox.pixverse_rules import check_body
from vidwidgets.sandbox.pixverse_uploads import Uploads
from vidwidgets.sandbox.render import render
from vidwidgets.sandbox.store import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from vidwidgets.sandbox.engine import Engine
    from vidwidgets.sandbox.store import StoredJob
    from vidwidgets.sandbox.wire import RequestKind

ROOT: Final = "/openapi/v2"
UNDOCUMENTED_STATUS: Final = 9
MONTHLY_CREDITS: Final = 1_000_000
PACKAGE_CREDITS: Final = 500
_ENDPOINTS: Final = {"img": "pixverse/image-to-video", "text": "pixverse/text-to-video"}
_FIRST_CODE: Final = 1_000
_MOST_TRACES: Final = 100_000


class PixVerseWire:
    """The wire named ``pixverse``, on PixVerse's own paths, which gateways keep."""

    name = "pixverse"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._uploads = Uploads(engine.store, self._new_number)
        self._traces: set[str] = set()
        self._charges: dict[str, int] = {}
        self._lock = threading.Lock()

    def routes(self) -> Sequence[BaseRoute]:
        """Upload, both generations, result and balance."""
        return [
            self._route("/image/upload", self._uploads.upload, "POST"),
            self._route("/video/{source}/generate", self._generate, "POST"),
            self._route("/video/result/{video_id}", self._result, "GET"),
            self._route("/account/balance", self._balance, "GET"),
        ]

    def request_kind(self, method: str, path: str) -> RequestKind | None:
        """What a request is for; the result is asked for as a status until it is there."""
        if not path.startswith(f"{ROOT}/"):
            return None
        rest = path.removeprefix(ROOT)
        if method == "POST":
            return "submit" if rest.endswith("/generate") else "upload" if rest == "/image/upload" else "other"
        return "status" if rest.startswith("/video/result/") else "other"

    def turned_away(self, gate: dict[str, Any]) -> Response | None:
        """How this wire words the scenarios ``reject`` and ``rate-limit``.

        A ``status`` of 1000 and more is an ErrCode with HTTP 200; a smaller one an HTTP status with ErrCode 400017.
        """
        if gate["name"] == "rate-limit" and "body" not in gate:
            return refused(Fault(TOO_MANY), headers={"Retry-After": str(gate.get("retry_after", 1))})
        if gate["name"] == "reject" and "body" not in gate:
            code = int(gate.get("status") or INVALID_PARAMETER)
            return refused(Fault(code)) if code >= _FIRST_CODE else refused(Fault(INVALID_PARAMETER), code)
        return None

    def work(self, job: StoredJob) -> Outcome:
        """Make the clip, or end as a scenario wants it: ``status`` overrules 7 and 8."""
        fate = job.script.get("fate")
        if fate is not None:
            moderated = fate["name"] == "moderate"
            # Moderation gives the credits back; of a failure no page says so (facts §1, statuses).
            status = int(fate.get("status", MODERATED if moderated else FAILED))
            return Outcome(ok=False, charged=not moderated, body={"status": status})
        body = self._engine.store.body(job.id)
        images = [body["img_id"]] if body.get("img_id") else body.get("img_ids") or []
        picture = self._uploads.picture(images[0]) if images else invented_picture(str(body.get("prompt")))
        recipe = plan_clip(body, picture.size, seed_of(job.id, body))
        identity = hashlib.sha256(repr((recipe, picture.size)).encode() + picture.tobytes()).hexdigest()
        stopped = self._engine.workers.closing.is_set
        path = self._engine.store.blob(
            f"{identity[:40]}.mp4", lambda target: render(picture, recipe, target, stopped=stopped)
        )
        self._engine.store.add_file(job.id, "output.mp4", "video/mp4", path)
        made = {"outputWidth": recipe.width, "outputHeight": recipe.height, "has_audio": recipe.audio}
        return Outcome(ok=True, charged=True, body=made, seconds=recipe.seconds, size_bytes=path.stat().st_size)

    def _route(self, path: str, handler: Callable[[Request], Awaitable[Response]], method: str) -> Route:
        @functools.wraps(handler)
        async def keyed(request: Request) -> Response:
            if not request.headers.get("api-key", "").strip():
                return refused(Fault(BAD_ACCOUNT))
            trace = request.headers.get("ai-trace-id", "").strip()
            if not trace:
                return refused(Fault(EMPTY_PARAMETER))
            request.state.reused = self._is_reused(trace)
            return await handler(request)

        return Route(f"{ROOT}{path}", keyed, methods=[method])

    def _is_reused(self, trace: str) -> bool:
        with self._lock:
            reused = trace in self._traces
            if len(self._traces) >= _MOST_TRACES:
                self._traces.clear()
            self._traces.add(trace)
        return reused

    async def _generate(self, request: Request) -> Response:
        source = request.path_params["source"]
        if source not in _ENDPOINTS:
            return refused(Fault(NOT_FOUND), 404)
        try:
            body = read_json(await request.body())
        except ValueError:
            return refused(Fault(BAD_BINDING))
        fault = check_body(body, from_image=source == "img") or self._check_images(body, source)
        if fault is None and credits_for(body) > self._left():
            fault = Fault(OUT_OF_CREDIT)
        if fault is not None:
            return refused(fault)
        script = {group: told for group, told in request.scope["scenario"].items() if group in ("fate", "reply")}
        if request.state.reused:
            script["fate"] = {"name": "stall"}  # "stuck in generating" is mostly an old trace id (facts §1)
        job = self._engine.accept(self.name, _ENDPOINTS[source], body, script, job_id=str(self._new_number()))
        return accepted({"video_id": int(job.id)})

    def _check_images(self, body: dict[str, Any], source: str) -> Fault | None:
        if source != "img":
            return None
        images = [body["img_id"]] if body.get("img_id") else body["img_ids"]
        return None if all(self._uploads.knows(image) for image in images) else Fault(BAD_IMAGE_ID)

    async def _result(self, request: Request) -> Response:
        video_id = request.path_params["video_id"]
        if not video_id.isascii() or not video_id.isdigit():
            return refused(Fault(BAD_BINDING))
        view = self._engine.look(video_id)
        if view is None or view.job.wire != self.name:
            return refused(Fault(NOT_FOUND))
        answer = result_answer(view, self._engine.store.body(video_id), base_url(request), self._engine.clock())
        twist = request.scope["scenario"].get("answer")
        if twist:
            answer |= {"status": twist.get("status", UNDOCUMENTED_STATUS), "url": ""}
        return accepted(answer)

    async def _balance(self, request: Request) -> Response:
        del request
        monthly = max(0, self._left() - PACKAGE_CREDITS)
        package = min(PACKAGE_CREDITS, self._left())
        return accepted({"account_id": 1, "credit_monthly": monthly, "credit_package": package})

    def _left(self) -> int:
        """What is left this month: each charged job counts from its acceptance on."""
        month = stamp(self._engine.clock())[:7]
        spent = sum(
            self._charge(job.id)
            for job in self._engine.store.jobs()
            if job.wire == self.name and stamp(job.accepted_at)[:7] == month and self._engine.charged(job)
        )
        return max(0, MONTHLY_CREDITS + PACKAGE_CREDITS - spent)

    def _charge(self, job_id: str) -> int:
        if job_id not in self._charges:
            self._charges[job_id] = credits_for(self._engine.store.body(job_id))
        return self._charges[job_id]

    def _new_number(self) -> int:
        """An id of 18 digits, above 2^53."""
        return 10**17 + uuid.UUID(self._engine.new_id()).int % (8 * 10**17)
