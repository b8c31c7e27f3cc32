"""fal's queue: submit, status (polled and streamed), result, cancel (facts/fal.md §2; seeds 000 to 002)."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from vidwidgets.sandbox import fal_answers, fal_errors
from vidwidgets.sandbox.fal_catalogue import Catalogue, folder_of
from vidwidgets.sandbox.fal_given import FalGiven
from vidwidgets.sandbox.fal_images import load_images
from vidwidgets.sandbox.fal_paths import app_of, parse_request_path, submitted_endpoint
from vidwidgets.sandbox.fal_requests import FalRequests
from vidwidgets.sandbox.fal_storage import FalStorage, carries_key
from vidwidgets.sandbox.framing import plan_clip
from vidwidgets.sandbox.json_text import JsonAnswer, read_json
from vidwidgets.sandbox.media import base_url
from vidwidgets.sandbox.picture import invented_picture
from vidwidgets.sandbox.render import render
from vidwidgets.sandbox.store import Outcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from PIL import Image
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from vidwidgets.sandbox.engine import Engine, View
    from vidwidgets.sandbox.fal_paths import RequestPath
    from vidwidgets.sandbox.render import Recipe
    from vidwidgets.sandbox.store import StoredJob
    from vidwidgets.sandbox.wire import RequestKind

_UNAUTHORIZED = {"detail": "Authentication is required to access this application."}
_NOT_FOUND = {"status": "NOT_FOUND"}
# How often an event stream looks: when the clock brings something, and now and then for what it cannot foresee
# (a cancel); often while the clip alone is waited for.
_SHORTEST_LOOK_SECONDS, _IDLE_LOOK_SECONDS, _WORK_LOOK_SECONDS = 0.01, 0.25, 0.05
_STREAM_PING_SECONDS = 5.0


class FalWire:
    """The wire named ``fal``, for fal itself and for gateways that copy it."""

    name = "fal"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._catalogue = Catalogue(folder_of(engine.store.home))
        self._given = FalGiven(self._catalogue)
        self._storage = FalStorage(engine)
        self._requests = FalRequests(engine)

    def routes(self) -> Sequence[BaseRoute]:
        """Uploads, the models' documents, and the queue (which takes every other path)."""
        return [
            *self._given.routes(),
            *self._storage.routes(),
            *self._requests.routes(),
            Route("/api/openapi/queue/openapi.json", self.openapi, methods=["GET"]),
            Route("/{rest:path}", self.queue, methods=["GET", "POST", "PUT", "DELETE", "PATCH"]),
        ]

    def request_kind(self, method: str, path: str) -> RequestKind | None:
        """What a request is for."""
        named = parse_request_path(method, path)
        if named is not None:
            return named.kind or "other"
        if self._storage.is_upload(path):
            return "upload"
        return "submit" if submitted_endpoint(method, path) else None

    def turned_away(self, gate: dict[str, Any]) -> Response | None:
        """The common words are fal's."""
        del gate
        return None

    async def openapi(self, request: Request) -> Response:
        """A model's document; ``null`` with 200 for an unknown one, as fal.ai answers."""
        model = self._catalogue.get(request.query_params.get("endpoint_id", ""))
        return JsonAnswer(model.document if model else None)

    async def queue(self, request: Request) -> Response:
        """Everything of the queue."""
        named = parse_request_path(request.method, request.url.path)
        endpoint = submitted_endpoint(request.method, request.url.path)
        if named is None and endpoint is None:
            return JsonAnswer({"detail": "Not Found"}, 404)
        if not carries_key(request):
            return JsonAnswer(_UNAUTHORIZED, 401)
        if endpoint is not None:
            return await self._submit(request, endpoint)
        if named is None or named.kind is None:
            return JsonAnswer({"detail": "Method Not Allowed"}, 405)
        return self._about_job(request, named)

    def _about_job(self, request: Request, named: RequestPath) -> Response:
        view = self._engine.look(named.request_id)
        if view is None or view.job.wire != self.name or app_of(view.job.endpoint) != named.app:
            return JsonAnswer({"detail": "Request not found"} if named.kind == "result" else _NOT_FOUND, 404)
        if named.kind == "stream":
            events = self._events(request, view.job.id)
            return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        if named.kind == "status":
            return self._status(request, view)
        return self._cancel(view) if named.kind == "cancel" else self._result(request, view)

    async def _submit(self, request: Request, endpoint: str) -> Response:
        if self._catalogue.get(endpoint) is None:
            known = {app_of(known) for known in self._catalogue.ids()}
            path = endpoint.removeprefix(app_of(endpoint)) or "/"
            text = f"Path {path} not found" if app_of(endpoint) in known else f"Application '{endpoint}' not found"
            return JsonAnswer({"detail": text}, 404)
        try:
            body = read_json(await request.body())
        except ValueError:
            return JsonAnswer({"detail": "The request body is not valid JSON", "error_type": "bad_request"}, 400)
        longest = request.query_params.get("fal_max_queue_length", "")
        if longest.isdigit() and self._engine.queue_length(self.name, endpoint) > int(longest):
            return JsonAnswer({"detail": f"The queue of {endpoint} is longer than {longest}"}, 429)
        # A dropped reply is kept too: such a job counts as paid for, whatever becomes of it.
        script = {
            group: told for group, told in request.scope["scenario"].items() if group in ("fate", "links", "reply")
        }
        job = self._engine.accept(self.name, endpoint, body, script)
        answer = fal_answers.submit_answer(self._engine.view(job), base_url(request))
        return JsonAnswer(answer, headers={"x-fal-request-id": job.id})

    def _status(self, request: Request, view: View) -> Response:
        wanted = request.query_params.get("logs", "").lower() in ("1", "true")
        logs = fal_answers.log_lines(view) if wanted else None
        answer = fal_answers.status_answer(view, base_url(request), logs)
        code = 200 if answer["status"] == "COMPLETED" else 202
        twist = request.scope["scenario"].get("answer")
        if twist:
            answer["status"] = str(twist.get("status", "FROZEN"))
        return JsonAnswer(answer, code, {"x-fal-request-id": view.job.id})

    async def _events(self, request: Request, job_id: str) -> AsyncIterator[str]:
        """The status as server-sent events: one when something changed, with the log's new lines only."""
        wanted = request.query_params.get("logs", "").lower() in ("1", "true")
        base, last, quiet_seconds = base_url(request), "", 0.0
        told: set[str] = set()  # by text: a note that the work leaves later may stand before lines already told
        yield ": ping\n\n"
        while not self._engine.workers.closing.is_set():
            view = self._engine.look(job_id)
            if view is None:
                return
            lines = fal_answers.log_lines(view) if wanted else []
            bare = json.dumps(fal_answers.status_answer(view, base, None))
            new = [line for line in lines if line["message"] not in told]
            if bare != last or new:
                answer = fal_answers.status_answer(view, base, new if wanted else None)
                last, quiet_seconds = bare, 0.0
                told.update(line["message"] for line in new)
                yield f"data: {json.dumps(answer)}\n\n"
                if answer["status"] == "COMPLETED":
                    return
            pause_seconds = self._pause_before_looking(view)
            quiet_seconds += pause_seconds
            if quiet_seconds >= _STREAM_PING_SECONDS:
                quiet_seconds = 0.0
                yield ": ping\n\n"
            await asyncio.sleep(pause_seconds)

    def _pause_before_looking(self, view: View) -> float:
        now = self._engine.clock()
        change = view.job.timeline.next_change(now)
        if change is None:
            return _IDLE_LOOK_SECONDS if view.state == "queued" else _WORK_LOOK_SECONDS
        return min(_IDLE_LOOK_SECONDS, max(_SHORTEST_LOOK_SECONDS, change - now))

    def _cancel(self, view: View) -> Response:
        """202 while it can be asked for.

        A queued job is removed at once and is free; a running one runs on and is paid for, since fal only signals
        the runner and the models here (Veo, Kling) are partners' (facts/fal.md §2, Cancel).
        """
        before = self._engine.cancel(view.job.id)
        if before is None or before.state not in ("queued", "running"):
            return JsonAnswer({"status": "ALREADY_COMPLETED"}, 400)
        return JsonAnswer({"status": "CANCELLATION_REQUESTED"}, 202)

    def _result(self, request: Request, view: View) -> Response:
        outcome = fal_answers.outcome_of(view)
        if outcome is None:
            return JsonAnswer({"detail": "Request is still in progress"}, 400, {"x-fal-request-id": view.job.id})
        code, body, headers = fal_answers.result_answer(view, outcome, base_url(request))
        return JsonAnswer(body, code, headers)

    def work(self, job: StoredJob) -> Outcome:
        """Check the body and its images, then render. Bad input is found here, not at the submit, as at fal."""
        model = self._catalogue.get(job.endpoint)
        body, fate = self._engine.store.body(job.id), job.script.get("fate")
        if fate is not None:
            return fal_errors.scripted(fate, body.get("prompt") if isinstance(body, dict) else None)
        if model is None:  # its document was given to another home, or taken away
            return fal_errors.unknown(job.endpoint)
        checked = model.input.check(body)
        if checked.faults:
            return fal_errors.invalid(checked.faults)
        images = load_images(model, checked.value, self._engine.store)
        if images.faults:
            return fal_errors.invalid(images.faults, images.notes)
        picture = next(iter(images.pictures.values()), None) or invented_picture(job.endpoint)
        recipe = plan_clip(job.endpoint, checked.value, model.options("aspect_ratio"), picture.size)
        unread = [f"SANDBOX: the clip in {name} is not opened" for name in model.clip_fields if checked.value.get(name)]
        return self._make_clip(job, picture, recipe, (*images.notes, *unread))

    def _make_clip(self, job: StoredJob, picture: Image.Image, recipe: Recipe, notes: tuple[str, ...]) -> Outcome:
        """Render, or take the clip that the same picture and wishes gave before."""
        identity = hashlib.sha256(repr((recipe, picture.size)).encode() + picture.tobytes()).hexdigest()
        stopped = self._engine.workers.closing.is_set
        path = self._engine.store.blob(
            f"{identity[:40]}.mp4", lambda target: render(picture, recipe, target, stopped=stopped)
        )
        self._engine.store.add_file(job.id, "output.mp4", "video/mp4", path)
        size_bytes = path.stat().st_size
        return Outcome(ok=True, charged=True, seconds=recipe.seconds, size_bytes=size_bytes, notes=notes)
