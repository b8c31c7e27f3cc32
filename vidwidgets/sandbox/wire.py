"""What a provider's wire must offer to be spoken by the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from vidwidgets.sandbox.store import Outcome, StoredJob

# What a request asks for; scenarios apply by kind. "other" is everything that is no part of a job.
RequestKind = Literal["submit", "status", "stream", "result", "cancel", "media", "upload", "other"]


class Wire(Protocol):
    """One provider's way to speak, over the shared engine."""

    name: str

    def routes(self) -> Sequence[BaseRoute]:
        """Its routes, the most particular first."""

    def request_kind(self, method: str, path: str) -> RequestKind | None:
        """What a request is for, None when it is not of this wire."""

    def turned_away(self, gate: dict[str, Any]) -> Response | None:
        """Its own words for a scenario of the group ``gate`` (its ``name`` and settings); None for the common ones."""

    def work(self, job: StoredJob) -> Outcome:
        """Check the job's input and make its clip; runs on a worker thread, may raise ``RenderStopped``."""
