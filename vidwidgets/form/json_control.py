"""Further wire fields as JSON: a text that is an object once it can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import ipywidgets

from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import NoteWidget
from vidwidgets.form.style import Style
from vidwidgets.spec.extra import Extra, members_of


class JsonControl(Control):
    """A text area; empty means left out."""

    field: Extra

    def __init__(self, field: Extra, changed: Callable[[], None], style: Style) -> None:
        super().__init__(field, changed)
        self.box = ipywidgets.Textarea(
            description=field.label,
            placeholder=field.placeholder,
            continuous_update=True,
            layout=style.layout,
            style=style.text,
        )
        self.note = NoteWidget(name=field.name, help=field.help, needed=field.required, layout=style.layout)
        self.widget = style.box([self.box, self.note], "vw-field", "vw-text", "vw-full")
        self.fill(NOTHING)
        self.box.observe(self._on_change, names="value")

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """The box and its text."""
        return {"value": self.box}

    def read(self) -> object:
        """The object that the text is; the text itself where it is none, so that the field can say so."""
        text = str(self.box.value)
        if not text.strip():
            return NOTHING
        try:
            return members_of(text)
        except ValueError:
            return text

    def write(self, value: object) -> None:
        """The object as JSON with its lines indented; a text as it is."""
        if value is NOTHING:
            self.box.value = ""
        elif isinstance(value, Mapping):
            try:
                self.box.value = json.dumps(value, indent=2, ensure_ascii=False)
            except (TypeError, ValueError, RecursionError):  # it is kept as it was, and the field says what is wrong
                self.box.value = ""
        else:
            self.box.value = str(value)

    def speak(self, problem: str, hint: str) -> None:
        """Under the box."""
        with self.note.hold_sync():
            self.note.problem, self.note.hint = problem, hint
