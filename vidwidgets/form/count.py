"""How many clips of the same request one press makes."""

from __future__ import annotations

import anywidget
import traitlets

from vidwidgets.form.assets import module_of

MOST = 16
"""More at once is a sweep's work, which shows its plan and its price first."""


class CountWidget(anywidget.AnyWidget):
    """A small number beside the button, 1 to `MOST`."""

    _esm = module_of("field.js", "count.js")
    count = traitlets.Int(1, min=1, max=MOST).tag(sync=True)
    most = traitlets.Int(MOST).tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    """What several clips differ in, in a sentence."""
