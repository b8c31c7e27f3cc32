"""The studio's picker: a model by typing parts of its name, and the connection it is reached over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import anywidget
import traitlets

from vidwidgets.form.assets import text_of
from vidwidgets.spec.endpoint import Endpoint


class Picker(anywidget.AnyWidget):
    """Which endpoint, over which connection. It only says so; the studio shows the form."""

    _esm = text_of("picker.js")
    _css = text_of("picker.css")
    entries = traitlets.List(traitlets.Dict()).tag(sync=True)
    """What can be picked: id, title, kind, about, and the lower-case words that a search looks in."""
    chosen = traitlets.Unicode().tag(sync=True)
    """The id of the endpoint that is shown."""
    connections = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    """Name and words of each connection; the first, with an empty name, is each provider's own or the sandbox."""
    connection = traitlets.Unicode().tag(sync=True)
    """The name of the chosen connection; empty for the first."""

    def offer(self, endpoints: Sequence[Endpoint]) -> None:
        """List these endpoints."""
        self.entries = [_entry(endpoint) for endpoint in endpoints]

    def on_pick(self, callback: Callable[[], None]) -> None:
        """Call `callback` when another endpoint or connection is picked."""
        self.observe(lambda _change: callback(), names=["chosen", "connection"])


def _entry(endpoint: Endpoint) -> dict[str, str]:
    price = endpoint.price({field.name: field.initial for field in endpoint.fields if field.initial is not None})
    about = f"{endpoint.kind} · {endpoint.provider}" + (f" · from {price}" if price else "")
    return {
        "id": endpoint.id,
        "title": endpoint.title,
        "kind": endpoint.kind,
        "about": about,
        "words": f"{endpoint.title} {endpoint.kind} {endpoint.provider} {endpoint.id}".lower(),
    }
