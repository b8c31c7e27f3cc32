"""A number: a slider with a number beside it where it has both bounds, else a number alone; empty means left out."""

from __future__ import annotations

import re
from collections.abc import Callable

import ipywidgets
import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import FieldWidget, words_of
from vidwidgets.form.style import Style
from vidwidgets.spec.fields import Number

_WHOLE = re.compile(r"[+-]?\d{1,400}")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")


class NumberWidget(FieldWidget):
    """The number travels as the text that a person sees: it may be empty, unfinished, or above 2^53."""

    _esm = module_of("field.js", "number.js")
    text = traitlets.Unicode().tag(sync=True)
    minimum = traitlets.Unicode().tag(sync=True)
    maximum = traitlets.Unicode().tag(sync=True)
    step = traitlets.Unicode().tag(sync=True)
    """"any", or what one key press moves the slider by."""
    start = traitlets.Unicode().tag(sync=True)
    """Where an untouched slider without a value rests; its default where it has one."""
    empty = traitlets.Unicode().tag(sync=True)
    """What an empty entry says about itself."""


class NumberControl(Control):
    """A number, as `NumberWidget` shows it."""

    field: Number

    def __init__(self, field: Number, changed: Callable[[], None], style: Style) -> None:
        super().__init__(field, changed)
        slides = field.minimum is not None and field.maximum is not None
        self.widget = NumberWidget(
            **words_of(field),
            minimum=written(field.minimum) if slides else "",
            maximum=written(field.maximum) if slides else "",
            step=_step(field),
            start=written(field.minimum if field.default is None else field.default),
            empty="needed" if field.required else "not set",
            layout=style.layout,
            _dom_classes=("vw-field", "vw-number"),
        )
        self.fill(NOTHING)
        self.widget.observe(self._on_change, names="text")

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """Slider and entry are one text."""
        return {"text": self.widget}

    def read(self) -> object:
        """The number; a text that is none is given as it stands, so that the field can say so."""
        return number_in(self.widget.text)

    def write(self, value: object) -> None:
        """The number as Python writes it."""
        self.widget.text = "" if value is NOTHING else written(value)

    def speak(self, problem: str, hint: str) -> None:
        """Under the slider."""
        with self.widget.hold_sync():
            self.widget.problem, self.widget.hint = problem, hint


def number_in(text: str) -> object:
    """What a typed text means: an int, a float, `NOTHING` when empty, else the text itself."""
    text = text.strip()
    if not text:
        return NOTHING
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def written(value: object) -> str:
    """A value as it is typed; None is empty."""
    return "" if value is None else str(value)


def _step(field: Number) -> str:
    if field.step is not None:
        return f"{field.step:g}"
    if field.integer or field.minimum is None or field.maximum is None:
        return "1" if field.integer else "any"
    return f"{10 ** round_down_exponent(field.maximum - field.minimum) / 100:g}"


def round_down_exponent(span: float) -> int:
    """The power of ten at or under a span: a slider then has a hundred to a thousand stops."""
    return len(str(int(span))) - 1 if span >= 1 else 0
