"""Free text: ipywidgets' Textarea or Text, a live counter, and the problem under it."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets

from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import NoteWidget
from vidwidgets.form.style import Style
from vidwidgets.spec.fields import Text


class TextControl(Control):
    """A text is left out when it is empty, unless that would bring in a default that the person has deleted."""

    field: Text

    def __init__(self, field: Text, changed: Callable[[], None], style: Style) -> None:
        super().__init__(field, changed)
        kind = ipywidgets.Textarea if field.multiline else ipywidgets.Text
        self.box = kind(
            description=field.label,
            placeholder=field.placeholder,
            continuous_update=True,
            layout=style.layout,
            style=style.text,
        )
        self.note = NoteWidget(name=field.name, help=field.help, needed=field.required, layout=style.layout)
        lead = ("vw-lead",) if field.role == "prompt" else ()
        full = ("vw-full",) if field.multiline or field.role == "prompt" else ("vw-wide",)
        self.widget = style.box([self.box, self.note], "vw-field", "vw-text", *lead, *full)
        self.fill(NOTHING)
        self.box.observe(self._on_change, names="value")

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """The box and its text."""
        return {"value": self.box}

    def read(self) -> object:
        """The text; empty, it is sent only where a default would otherwise take its place."""
        text = str(self.box.value)
        return text if text or self.field.default else NOTHING

    def write(self, value: object) -> None:
        """The text, or anything else in words."""
        self.box.value = "" if value is NOTHING else str(value)

    def speak(self, problem: str, hint: str) -> None:
        """Under the box; the counter beside the label."""
        with self.note.hold_sync():
            self.note.problem, self.note.hint, self.note.counter = problem, hint, self._counter()

    def _counter(self) -> str:
        length = self.field.length(str(self.box.value))
        if self.field.max_length is None or (self.field.role != "prompt" and not length):
            return ""
        return f"{spaced(length)} / {spaced(self.field.max_length)}"


def spaced(number: int) -> str:
    """A whole number in groups of three with narrow spaces: 20 000."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
