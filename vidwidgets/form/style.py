"""The layout and style objects that all widgets of one form share, so that a form costs few messages."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets
from ipywidgets.widgets.widget_string import TextStyle


class Style:
    """Made once per form. All looks are in `form.css`; these only keep ipywidgets from making one each."""

    def __init__(self) -> None:
        self.layout = ipywidgets.Layout()
        self.text = TextStyle()
        self.button = ipywidgets.ButtonStyle()

    def box(self, children: Sequence[ipywidgets.Widget], *classes: str) -> ipywidgets.Box:
        """A plain container with these CSS classes."""
        return ipywidgets.Box(list(children), layout=self.layout, _dom_classes=classes)
