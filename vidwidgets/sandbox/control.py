"""The sandbox's own pages: what to play next, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from vidwidgets.sandbox.json_text import JsonAnswer, read_json
from vidwidgets.sandbox.scenario import KINDS, ScenarioError, parse_scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from vidwidgets.sandbox.engine import Engine
    from vidwidgets.sandbox.record import Record
    from vidwidgets.sandbox.scenario import ScenarioBook


class Control:
    """Serves ``/_sandbox/…``; requests to it are not in the log and meet no scenario."""

    def __init__(self, engine: Engine, book: ScenarioBook, record: Record, close_port: Callable[[float], None]) -> None:
        self._engine = engine
        self._book = book
        self._record = record
        self._close_port = close_port

    def routes(self) -> list[Route]:
        """Scenario and log."""
        return [
            Route("/_sandbox/scenario", self.scenario, methods=["GET", "POST", "DELETE"]),
            Route("/_sandbox/log", self.log, methods=["GET", "DELETE"]),
        ]

    async def scenario(self, request: Request) -> Response:
        """POST adds one (its JSON comes back), DELETE clears all, GET lists those waiting and all there are."""
        if request.method == "DELETE":
            self._book.clear()
            return JsonAnswer({"waiting": []})
        if request.method == "GET":
            known = {name: {"takes": kind.takes, "meaning": kind.meaning} for name, kind in KINDS.items()}
            return JsonAnswer({"waiting": self._book.waiting(), "known": known})
        try:
            scripted = parse_scenario(read_json(await request.body()))
        except (ScenarioError, ValueError) as error:
            return JsonAnswer({"detail": str(error)}, 400)
        if scripted.name == "refuse-connection" and scripted.settings.get("seconds"):
            self._close_port(float(scripted.settings["seconds"]))
            return JsonAnswer(scripted.told(), 201)
        self._book.add(scripted)
        return JsonAnswer(scripted.told(), 201)

    async def log(self, request: Request) -> Response:
        """The requests that this server took and the jobs of this home, oldest first; DELETE forgets the requests.

        With `?prompts=1` each job has its prompt too, as a provider's console shows it.
        """
        if request.method == "DELETE":
            self._record.clear()
        prompts = self._engine.store.prompts() if "prompts" in request.query_params else None
        jobs = [
            {
                "id": job.id,
                "wire": job.wire,
                "endpoint": job.endpoint,
                "charged": self._engine.charged(job),
                "state": self._engine.view(job).state,
                **({} if prompts is None else {"prompt": prompts.get(job.id, "")}),
            }
            for job in self._engine.store.jobs()
        ]
        return JsonAnswer({"requests": self._record.entries(), "jobs": jobs})
