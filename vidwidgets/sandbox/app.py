"""The application: the sandbox's own pages, the files, and every wire, behind the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette

from vidwidgets.sandbox.control import Control
from vidwidgets.sandbox.fal_wire import FalWire
from vidwidgets.sandbox.gate import Gate
from vidwidgets.sandbox.media import Media
from vidwidgets.sandbox.pixverse_wire import PixVerseWire
from vidwidgets.sandbox.record import Record
from vidwidgets.sandbox.runway_wire import RunwayWire
from vidwidgets.sandbox.scenario import ScenarioBook

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp

    from vidwidgets.sandbox.engine import Engine
    from vidwidgets.sandbox.wire import RequestKind, Wire

# A wire that takes any path (fal) comes last.
WIRES: Final[tuple[Callable[[Engine], Wire], ...]] = (RunwayWire, PixVerseWire, FalWire)


def build_app(engine: Engine, close_port: Callable[[float], None]) -> ASGIApp:
    """One ASGI application over one engine; ``close_port(seconds)`` makes its server refuse connections."""
    book, record = ScenarioBook(), Record()
    wires = [make(engine) for make in WIRES]
    for wire in wires:
        engine.add_wire(wire)

    def request_kind(method: str, path: str) -> RequestKind:
        kinds = (wire.request_kind(method, path) for wire in wires)
        found = next((kind for kind in kinds if kind is not None), None)
        if found is None and path.startswith("/files/") and method in ("GET", "HEAD"):
            return "media"
        return found or "other"

    def turned_away(method: str, path: str, gate: dict[str, Any]) -> Response | None:
        wire = next((wire for wire in wires if wire.request_kind(method, path) is not None), None)
        return wire.turned_away(gate) if wire else None

    # The uploads' /files/upload must not be read as a file of that name, so wires come before the media.
    routes = [*Control(engine, book, record, close_port).routes()]
    media = Media(engine.store).routes()
    for wire in wires:
        routes += list(wire.routes())  # type: ignore[arg-type]
    routes[-1:-1] = media
    app = Starlette(routes=routes)
    return Gate(app, book=book, record=record, request_kind=request_kind, turned_away=turned_away, clock=engine.clock)
