"""A closed list: segments side by side when it is short, else a drop-down; each option can be struck with its reason.

ipywidgets' own selections cannot strike one option, and rewrite the value when their options are narrowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets
import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import FieldWidget, words_of
from vidwidgets.form.style import Style
from vidwidgets.spec.fields import Choice, Field, Flag
from vidwidgets.spec.values import same

MOST_SEGMENTS = 5
WIDEST_PIXELS = 290
ONE_COLUMN_PIXELS = 142
BOLD_PIXELS = 6
"""What a word may take more, chosen or in a wider font: three resolutions would run into the next column."""
UNSET = "not set"
"""The option that leaves a field out which is not required and has no default."""


class ChoiceWidget(FieldWidget):
    """Radio buttons drawn as segments, or a native `<select>`."""

    _esm = module_of("field.js", "choice.js")
    look = traitlets.Enum(["segments", "list"], "segments").tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """The words on the options, in order."""
    reasons = traitlets.Dict().tag(sync=True)
    """Why an option does not go with the other values, by its index as text; such an option is struck."""
    absent = traitlets.List(traitlets.Int()).tag(sync=True)
    """The indices of options that do not exist beside the other values: not drawn, unless chosen."""
    chosen = traitlets.Int(-1).tag(sync=True)
    """The index of the chosen option; -1 when none is."""
    foreign = traitlets.Unicode().tag(sync=True)
    """A value that was given and is none of the options, in words; empty when there is none."""


class ChoiceControl(Control):
    """A `Choice` or a `Flag`. A struck option can still be chosen (two rules may otherwise lock each other)."""

    def __init__(
        self, field: Field, options: Sequence[object], labels: Sequence[str], changed: Callable[[], None], style: Style
    ) -> None:
        super().__init__(field, changed)
        optional = not field.required and field.default is None
        self.options: tuple[object, ...] = (NOTHING, *options) if optional else tuple(options)
        words = [UNSET, *labels] if optional else list(labels)
        pixels = sum(7 * len(word) + 13 for word in words)
        segments = len(words) <= MOST_SEGMENTS and pixels <= WIDEST_PIXELS
        wide = segments and pixels + BOLD_PIXELS * len(words) > ONE_COLUMN_PIXELS
        self.widget = ChoiceWidget(
            **words_of(field),
            options=words,
            look="segments" if segments else "list",
            chosen=-1,
            layout=style.layout,
            _dom_classes=("vw-field", "vw-wide") if wide else ("vw-field",),
        )
        self.fill(NOTHING)
        self.widget.observe(self._on_change, names="chosen")

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """The options and which is chosen."""
        return {"chosen": self.widget}

    def read(self) -> object:
        """The chosen literal."""
        chosen = self.widget.chosen
        return self.options[chosen] if 0 <= chosen < len(self.options) else NOTHING

    def write(self, value: object) -> None:
        """Choose a literal; one that is none of the options is shown beside them."""
        at = next((at for at, option in enumerate(self.options) if option is value or same(option, value)), -1)
        with self.widget.hold_sync():
            self.widget.chosen = at
            self.widget.foreign = "" if at >= 0 or value is NOTHING else str(value)[:40]

    def speak(self, problem: str, hint: str) -> None:
        """Under the options."""
        with self.widget.hold_sync():
            self.widget.problem, self.widget.hint = problem, hint

    def offer(self, reasons: Mapping[int, str]) -> None:
        """Strike what does not go with the other values; the indices are those of the field's own options."""
        shift = len(self.options) - len(self.field.choices())
        self.widget.reasons = {str(at + shift): why for at, why in reasons.items()}

    def leave_out(self, absent: Sequence[int]) -> None:
        """Do not draw these; the indices are those of the field's own options."""
        shift = len(self.options) - len(self.field.choices())
        self.widget.absent = [at + shift for at in absent]

    def _on_change(self, change: object) -> None:
        if not self._filling:
            self.widget.foreign = ""
        super()._on_change(change)


def choice_control(field: Choice, changed: Callable[[], None], style: Style) -> ChoiceControl:
    """The control of a closed list."""
    return ChoiceControl(field, field.options, [field.label_of(option) for option in field.options], changed, style)


def flag_control(field: Flag, changed: Callable[[], None], style: Style) -> ChoiceControl:
    """The control of a yes or no: its two words as segments."""
    return ChoiceControl(field, field.choices(), [field.on, field.off], changed, style)
