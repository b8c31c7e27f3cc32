"""The studio: pick a provider and a model, and its form is there; its live cards appear below."""

from __future__ import annotations

from typing import Any

import ipywidgets

from vidwidgets.errors import InvalidRequest
from vidwidgets.form.picker import Picker
from vidwidgets.panel.form import Form
from vidwidgets.panel.presets import defaults_of
from vidwidgets.panel.resume import open_jobs_here
from vidwidgets.panel.route import route
from vidwidgets.panel.shown import in_kernel
from vidwidgets.panel.surface import Surface
from vidwidgets.panel.world import known_connections
from vidwidgets.providers import find
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.connections import Connection


class Studio:
    """One form at a time over everything that is declared; a form that was left keeps what was typed."""

    def __init__(self) -> None:
        self._forms: dict[tuple[str, str], Form] = {}
        self._slot = ipywidgets.VBox([])
        self._picker = Picker(connections=_connection_words(), chosen=find.endpoints()[0].id)
        self._surface = Surface("The studio: run this cell to use it.", ipywidgets.VBox([self._picker, self._slot]))
        self._offer()
        self._picker.on_pick(self._picked)
        self._picked()

    @property
    def form(self) -> Form:
        """The form that is shown."""
        return self._forms[self._picker.chosen, self._picker.connection]

    def pick(self, endpoint_id: str, *, connection: str | None = None) -> Form:
        """Show the form of an endpoint; what the picker does.

        Raises:
            InvalidRequest: There is no such endpoint, or the connection does not reach it.
        """
        endpoint = find.endpoint(endpoint_id)
        route(endpoint, connection)
        self._picker.connection = connection or ""
        self._picker.chosen = endpoint.id
        return self.form

    def show(self) -> None:
        """Show it in the running cell."""
        self._surface.show()

    def _ipython_display_(self) -> None:
        self._surface.show_once()

    def __repr__(self) -> str:
        """One line: what is shown."""
        return f"<Studio with {self.form!r}>"

    def _offer(self) -> None:
        self._picker.offer(_reached(self._picker.connection))

    def _picked(self) -> None:
        self._offer()
        reached = [endpoint.id for endpoint in _reached(self._picker.connection)]
        if self._picker.chosen not in reached:
            self._picker.chosen = reached[0]  # the chosen connection does not reach the model: this calls us again
            return
        key = self._picker.chosen, self._picker.connection
        if key not in self._forms:
            endpoint = find.endpoint(self._picker.chosen)
            way = route(endpoint, self._picker.connection or None)
            self._forms[key] = Form(
                way.endpoint, {**defaults_of(way.endpoint), **self._carried(endpoint)}, way, self._surface
            )
        self._slot.children = (self._forms[key].widget,)

    def _carried(self, endpoint: Endpoint) -> dict[str, Any]:
        """The prompt and the picture of the form before, where the new one takes them."""
        if not self._slot.children:
            return {}
        before = next(form for form in self._forms.values() if form.widget is self._slot.children[0])
        carried: dict[str, Any] = {}
        for word in ("prompt", "image"):
            try:
                old, new = before.endpoint.field(word).name, endpoint.field(word).name
            except InvalidRequest:  # one of the two has no such field
                continue
            if old in before.values:
                carried[new] = before.values[old]
        return carried


def _reached(connection: str) -> list[Endpoint]:
    if not connection:
        return list(find.endpoints())
    provider = known_connections().named(connection).provider
    return [endpoint for endpoint in find.endpoints() if provider in {None, endpoint.provider}]


def _connection_words() -> list[list[str]]:
    rest = [found for found in known_connections().all() if not _is_default(found)]
    return [["", "own host, else sandbox"], *([found.name, found.name] for found in rest)]


def _is_default(connection: Connection) -> bool:
    if connection.provider is None:
        return False
    return connection.official and known_connections().official_for(connection.provider) == connection


def studio() -> Studio:
    """Pick a provider and a model; its form and its live cards. In a notebook it shows itself."""
    made = Studio()
    if in_kernel():
        made.show()
        for earlier in open_jobs_here():
            made.form.resume(earlier)
    return made
