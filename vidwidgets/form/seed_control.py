"""A seed: random (left out) or fixed to a whole number. Choosing random never touches the number that was typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import ipywidgets

from vidwidgets.form.choice_control import ChoiceWidget
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import NoteWidget, words_of
from vidwidgets.form.style import Style
from vidwidgets.spec.fields import Seed

RANDOM, FIXED = 0, 1
_WHOLE = re.compile(r"[+-]?\d{1,400}")


class SeedControl(Control):
    """Segments and a number entry, which is in sight only when the seed is fixed."""

    field: Seed

    def __init__(self, field: Seed, changed: Callable[[], None], style: Style) -> None:
        super().__init__(field, changed)
        self.mode = ChoiceWidget(
            **words_of(field),
            options=["random", "fixed"],
            chosen=RANDOM,
            layout=style.layout,
            _dom_classes=("vw-mode",),
        )
        self.number = ipywidgets.Text(
            description=f"{field.label}, the number",
            placeholder="a whole number",
            continuous_update=True,
            layout=style.layout,
            style=style.text,
        )
        self.note = NoteWidget(name=field.name, help=field.help, layout=style.layout)
        self.widget = style.box([self.mode, self.number, self.note], "vw-field", "vw-seed", "vw-wide")
        self.fill(NOTHING)
        self.mode.observe(self._on_change, names="chosen")
        self.number.observe(self._on_change, names="value")

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """Random or fixed, and the number."""
        return {"chosen": self.mode, "value": self.number}

    def read(self) -> object:
        """The number when it is fixed; a text that is none is given as it stands, so that the field can say so."""
        if self.mode.chosen != FIXED:
            return NOTHING
        text = str(self.number.value).strip()
        return int(text) if _WHOLE.fullmatch(text) else text

    def write(self, value: object) -> None:
        """Fixed to a value, or random."""
        if value is not NOTHING:
            self.number.value = str(value)
        self.mode.chosen = RANDOM if value is NOTHING else FIXED
        self._show_entry()

    def speak(self, problem: str, hint: str) -> None:
        """Under the number."""
        with self.note.hold_sync():
            self.note.problem, self.note.hint = problem, hint

    def _on_change(self, change: object) -> None:
        if not self._filling:
            self._show_entry()
        super()._on_change(change)

    def _show_entry(self) -> None:
        fixed = self.mode.chosen == FIXED
        (self.number.remove_class if fixed else self.number.add_class)("vw-hidden")
