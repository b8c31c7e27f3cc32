"""Runway's API: create, look, delete, upload, organization; also below /runwayml, as gateways have it (seed 003)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from vidwidgets.sandbox import runway_answers, runway_envelopes
from vidwidgets.sandbox.json_text import JsonAnswer, read_json
from vidwidgets.sandbox.media import base_url
from vidwidgets.sandbox.picture import invented_picture
from vidwidgets.sandbox.render import render
from vidwidgets.sandbox.runway_answers import error
from vidwidgets.sandbox.runway_check import check
from vidwidgets.sandbox.runway_clip import plan_clip, seconds_of
from vidwidgets.sandbox.runway_credits import credits_for
from vidwidgets.sandbox.runway_models import load_models, with_gateways_own
from vidwidgets.sandbox.runway_pictures import load_pictures
from vidwidgets.sandbox.runway_uploads import STORAGE, RunwayUploads
from vidwidgets.sandbox.store import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from vidwidgets.sandbox.engine import Engine, View
    from vidwidgets.sandbox.store import StoredJob
    from vidwidgets.sandbox.wire import RequestKind

ROOTS: Final = ("/v1", "/runwayml/v1")
VERSION: Final = "2024-11-06"
_OPERATIONS: Final = ("image_to_video", "text_to_video")
_SCRIPTS: Final = ("fate", "reply", "queue", "envelope")
_NO_TASK: Final = error("Could not find Task")
_CREDITS: Final = 10_000
_TIER: Final = {"maxMonthlyCreditSpend": 10_000, "models": {}}


class RunwayWire:
    """The wire named ``runway``."""

    name = "runway"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._uploads = RunwayUploads(engine)
        own = load_models()
        self._models = {"/v1": own, "/runwayml/v1": with_gateways_own(own)}

    def routes(self) -> Sequence[BaseRoute]:
        """Everything, at both roots."""
        found: list[BaseRoute] = [*self._uploads.routes()]
        for root in ROOTS:
            found += [self._route(f"{root}/{name}", self._create, "POST") for name in _OPERATIONS]
            found.append(self._route(f"{root}/tasks/{{task_id}}", self._task, "GET"))
            found.append(self._route(f"{root}/tasks/{{task_id}}", self._delete, "DELETE"))
            found.append(self._route(f"{root}/uploads", self._uploads.slot, "POST"))
            found.append(self._route(f"{root}/organization", self._organization, "GET"))
        return found

    def request_kind(self, method: str, path: str) -> RequestKind | None:
        """What a request is for."""
        if path.startswith(STORAGE):
            return "upload"
        root = _root(path)
        if root is None:
            return None
        rest = path.removeprefix(f"{root}/")
        if rest in _OPERATIONS:
            return "submit"
        if rest.startswith("tasks/"):
            return "cancel" if method == "DELETE" else "status"
        return "upload" if rest == "uploads" else "other"

    def turned_away(self, gate: dict[str, Any]) -> Response | None:
        """Runway's words for what the gate answers in its place."""
        status, body = gate.get("status"), gate.get("body")
        if gate["name"] == "rate-limit":
            after = str(gate.get("retry_after", gate.get("seconds", 1)))
            return JsonAnswer(body or error("Too many requests"), 429, {"Retry-After": after})
        if gate["name"] == "flaky-polls" and isinstance(status, list):
            code = status[gate["turn"] % len(status)]
            return JsonAnswer(error(f"scripted status {code}"), code) if code else None
        if gate["name"] == "reject" and body is None:
            return JsonAnswer(error(f"scripted rejection {status or 400}"), status or 400)
        return None

    def _route(self, path: str, handle: Callable[[Request], Awaitable[Response]], method: str) -> Route:
        async def guarded(request: Request) -> Response:
            scheme, _, secret = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or not secret.strip():
                return JsonAnswer(error("You must provide an API key as a Bearer token."), 401)
            version = request.headers.get("x-runway-version")
            if version != VERSION and (version is not None or path.startswith("/v1")):
                wrong = "is missing" if version is None else f"{version!r} is not a version of this API"
                return JsonAnswer(error(f"The X-Runway-Version header {wrong}: send {VERSION}."), 400)
            return await handle(request)

        return Route(path, guarded, methods=[method])

    async def _create(self, request: Request) -> Response:
        path = request.url.path
        root, operation = _root(path) or "/v1", path.rsplit("/", maxsplit=1)[-1]
        try:
            body = read_json(await request.body())
        except ValueError:
            return JsonAnswer(error("The request body is not valid JSON"), 400)
        issues = check(self._models[root][operation], body)
        if not issues:
            _, issues = await run_in_threadpool(load_pictures, body, self._engine.store)
        if issues:
            return JsonAnswer(error("Validation of body failed", issues), 400)
        script = {group: told for group, told in request.scope["scenario"].items() if group in _SCRIPTS}
        job = self._engine.accept(self.name, f"runway/{operation.replace('_', '-')}", body, script)
        view = self._engine.view(job)
        shape = script.get("envelope", {}).get("shape")
        if "envelope" not in script:
            return JsonAnswer(runway_answers.create_answer(view, body))
        task = runway_answers.task_answer(view, body, base_url(request))
        return JsonAnswer(runway_envelopes.created(str(shape), task, job.accepted_at))

    async def _task(self, request: Request) -> Response:
        view = self._known(request)
        if view is None:
            return JsonAnswer(_NO_TASK, 404)
        envelope = view.job.script.get("envelope")
        late = float((envelope or {}).get("not_exist_seconds", 0))
        if self._engine.clock() - view.job.accepted_at < late:
            return JsonAnswer(runway_envelopes.TASK_NOT_EXIST, 400)
        task = runway_answers.task_answer(view, self._body(view.job), base_url(request))
        twist = request.scope["scenario"].get("answer")
        if twist:
            task["status"] = str(twist.get("status", "FROZEN"))
        if envelope is None:
            return JsonAnswer(task)
        return JsonAnswer(runway_envelopes.polled(str(envelope.get("shape")), task, view.job.accepted_at))

    async def _delete(self, request: Request) -> Response:
        """Cancel what has not ended, delete what has; afterwards nobody knows it, and a second call is a 404."""
        view = self._known(request)
        if view is None:
            return JsonAnswer(_NO_TASK, 404)
        self._engine.store.cancel(view.job.id, self._engine.clock())
        return Response(status_code=204)

    async def _organization(self, request: Request) -> Response:
        del request
        mine = [job for job in self._engine.store.jobs() if job.wire == self.name]
        spent = sum(self._price(job) for job in mine if self._engine.charged(job))
        return JsonAnswer({"creditBalance": max(0, _CREDITS - spent), "tier": _TIER, "usage": {"models": {}}})

    def _known(self, request: Request) -> View | None:
        view = self._engine.look(request.path_params["task_id"])
        if view is None or view.job.wire != self.name or view.job.cancelled_at is not None:
            return None
        return view

    def _body(self, job: StoredJob) -> dict[str, Any]:
        body: dict[str, Any] = self._engine.store.body(job.id)
        return body

    def _price(self, job: StoredJob) -> int:
        body = self._body(job)
        return credits_for(body, seconds_of(body))

    def work(self, job: StoredJob) -> Outcome:
        """Render; the pictures were judged before the task was accepted."""
        fate = job.script.get("fate")
        if fate is not None:
            return runway_answers.scripted(fate)
        body = self._body(job)
        pictures, issues = load_pictures(body, self._engine.store)
        if issues:
            return runway_answers.scripted({"name": "fail", "code": "ASSET.INVALID"})
        picture = pictures[0] if pictures else invented_picture(str(body.get("promptText")))
        recipe = plan_clip(body, picture.size)
        identity = hashlib.sha256(repr((recipe, picture.size)).encode() + picture.tobytes()).hexdigest()
        stopped = self._engine.workers.closing.is_set
        path = self._engine.store.blob(
            f"{identity[:40]}.mp4", lambda target: render(picture, recipe, target, stopped=stopped)
        )
        self._engine.store.add_file(job.id, "output.mp4", "video/mp4", path)
        return Outcome(ok=True, charged=True, seconds=recipe.seconds, size_bytes=path.stat().st_size)


def _root(path: str) -> str | None:
    return next((root for root in ROOTS if path.startswith(f"{root}/")), None)
