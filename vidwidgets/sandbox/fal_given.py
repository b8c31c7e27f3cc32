"""``/_sandbox/schema``: giving the sandbox the document of a model that it shall play."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from vidwidgets.sandbox.fal_model import UnusableDocumentError
from vidwidgets.sandbox.json_text import JsonAnswer, read_json

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from vidwidgets.sandbox.fal_catalogue import Catalogue


class FalGiven:
    """Serves the page; requests to it are not in the log and meet no scenario."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def routes(self) -> list[Route]:
        """One."""
        return [Route("/_sandbox/schema", self.schema, methods=["GET", "POST"])]

    async def schema(self, request: Request) -> Response:
        """GET lists the ids that are played; POST takes a document (``?endpoint_id=`` names the model) and keeps it."""
        if request.method == "GET":
            return JsonAnswer({"endpoints": sorted(self._catalogue.ids())})
        try:
            told = read_json(await request.body())
        except ValueError as error:
            return JsonAnswer({"detail": f"The document is not valid JSON: {error}"}, 400)
        try:
            model = self._catalogue.add(told, request.query_params.get("endpoint_id", ""))
        except UnusableDocumentError as error:
            return JsonAnswer({"detail": str(error)}, 400)
        return JsonAnswer({"endpoint": model.endpoint}, 201)
