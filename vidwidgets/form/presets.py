"""The place of a form where its values get a name: load, save, make them the default, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import traitlets

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.assets import module_of

Act = Callable[[str, str], str]
"""From what is to be done ("load", "save", "default", "delete", "start") and a name, to a sentence of what was done."""


class PresetsWidget(anywidget.AnyWidget):
    """A line that unfolds to the names."""

    _esm = module_of("field.js", "presets.js")
    _css = module_of("presets.css")
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """What can be loaded, in the order of the alphabet."""
    default = traitlets.Unicode().tag(sync=True)
    """The one that new forms of this endpoint begin with; empty where there is none."""
    said = traitlets.Unicode().tag(sync=True)
    """What was done last, or why it was not."""
    recalled = traitlets.Bool(False).tag(sync=True)
    """Whether the form was filled in as it was left, so that there is something to start over from."""


class Presets:
    """Ties the widget to whoever keeps the values.

    Args:
        act: Does it; what it raises of `VidwidgetsError` is said.
    """

    def __init__(self, act: Act) -> None:
        self.widget = PresetsWidget(_dom_classes=("vw-presets",))
        self._act = act
        self.widget.on_msg(self._hear)

    def show(self, names: list[str], default: str) -> None:
        """Show these names."""
        with self.widget.hold_sync():
            self.widget.names, self.widget.default = names, default

    def _hear(self, _widget: object, content: Mapping[str, Any], _: object) -> None:
        match content:
            case {"kind": "load" | "save" | "default" | "delete" | "start" as kind, "name": str(name)}:
                try:
                    self.widget.said = self._act(kind, name)
                except VidwidgetsError as error:
                    self.widget.said = error.message
