"""fal's platform API: the list of one's requests to an endpoint.

Written from fal.ai/docs/platform-apis/v1/models/requests/by-endpoint (read 2026-11-27). The document does not say
whether a request that has not ended is listed; its items have an end and a status code, so here it is not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from starlette.routing import Route

from vidwidgets.sandbox.fal_storage import carries_key
from vidwidgets.sandbox.json_text import JsonAnswer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from vidwidgets.sandbox.engine import Engine, View

PATH: Final = "/v1/models/requests/by-endpoint"
_DAY_SECONDS: Final = 86_400
_ENDED: Final = ("completed", "failed", "removed")


class FalRequests:
    """Serves the list."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def routes(self) -> list[Route]:
        """The one route."""
        return [Route(PATH, self.listed, methods=["GET"])]

    async def listed(self, request: Request) -> Response:
        """A page of the requests that have ended, the newest first; ``expand=payloads`` adds what was asked."""
        asked = request.query_params
        if not carries_key(request):
            return _refused(401, "authorization_error", "Authentication required")
        endpoint, limit, page = asked.get("endpoint_id", ""), asked.get("limit", "50"), asked.get("cursor", "0")
        since = _seconds(asked.get("start")) if "start" in asked else self._engine.clock() - _DAY_SECONDS
        usable = endpoint and limit.isdigit() and 1 <= int(limit) <= 100 and page.isdigit() and since is not None  # noqa: PLR2004 - the document's bound
        if not usable or since is None:
            return _refused(400, "validation_error", "endpoint_id is required; start is ISO 8601; limit is 1 to 100")
        views = [self._engine.view(job) for job in self._engine.store.jobs("fal", endpoint) if job.accepted_at >= since]
        ended = [view for view in reversed(views) if view.state in _ENDED]
        first = int(page) * int(limit)
        more = len(ended) > first + int(limit)
        payloads = asked.get("expand") == "payloads"
        items = [self._item(view, payloads=payloads) for view in ended[first : first + int(limit)]]
        return JsonAnswer({"items": items, "next_cursor": str(int(page) + 1) if more else None, "has_more": more})

    def _item(self, view: View, *, payloads: bool) -> dict[str, Any]:
        job = view.job
        status = 499 if view.state == "removed" else job.outcome.status if job.outcome else 200
        item = {
            "request_id": job.id,
            "endpoint_id": job.endpoint,
            "sent_at": _iso(job.accepted_at),
            "started_at": _iso(job.accepted_at),
            "ended_at": _iso(self._engine.clock()),
            "status_code": status,
            "duration": max(0.0, self._engine.clock() - job.accepted_at),
        }
        return {**item, "json_input": self._engine.store.body(job.id)} if payloads else item


def _refused(status: int, kind: str, message: str) -> Response:
    return JsonAnswer({"error": {"type": kind, "message": message}}, status)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _seconds(text: str | None) -> float | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
