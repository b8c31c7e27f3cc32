"""What every control of a form is: something that shows one field and says what it holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import ipywidgets

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Field
from vidwidgets.spec.values import Values, same


class _Nothing:
    """No value: what is left out of the request."""

    def __repr__(self) -> str:
        return "NOTHING"


NOTHING: Final = _Nothing()
"""What a control holds when its field is left out; None is not used, since ipywidgets reads it as "no selection"."""

HIDDEN: Final = "vw-hidden"
"""The CSS class that takes a field out of sight without taking its widget down (`FieldWidget.tucked` elsewhere)."""


class Control(ABC):
    """One field as a widget.

    A value that the widget cannot show as it is (a number for a text, an unknown option, a PIL image) is kept as
    the object it was until a person changes the control: nothing that was asked for is altered by showing it.
    """

    widget: ipywidgets.DOMWidget
    """What is put into the form."""

    def __init__(self, field: Field, changed: Callable[[], None]) -> None:
        self.field = field
        self.touched = False
        """Whether a person changed it, or a value was loaded into it."""
        self._changed = changed
        self._held: object = NOTHING
        self._filling = False
        self._hidden = False

    @property
    def value(self) -> Any:  # noqa: ANN401  a field's value may be of any type
        """What the control says now; `NOTHING` when the field is left out."""
        return self.read() if self._held is NOTHING else self._held

    def fill(self, value: object) -> None:
        """Show a value; `NOTHING` and None empty the control, back to its default."""
        given = NOTHING if value is None else value
        with self._filled():
            self._held = NOTHING
            wanted = self.field.default if given is NOTHING and self.field.default is not None else given
            self.write(wanted)
            if wanted is not NOTHING and not same(self.read(), wanted):
                self._held = wanted

    def show(self, problems: Sequence[str], hints: Sequence[str], reasons: Mapping[int, str]) -> None:
        """Show what is wrong (problems), what may go wrong (hints), and why options are out (by their index)."""
        self.speak(" ".join(problems), " ".join(hints))
        self.offer(reasons)

    def hide(self, hidden: bool) -> None:
        """Take it out of sight, or back; what was typed stays."""
        if hidden != self._hidden:
            self._hidden = hidden
            if self.widget.has_trait("tucked"):
                self.widget.tucked = hidden
            else:
                (self.widget.add_class if hidden else self.widget.remove_class)(HIDDEN)

    def catch_up(self, trait: str, value: object) -> None:
        """Take over what a front end shows: its last key presses may be queued behind the press of a button."""
        part = self.parts().get(trait)
        if part is not None:
            now = getattr(part, trait)
            if type(now) is type(value) and now != value:
                part.set_state({trait: value})

    @abstractmethod
    def parts(self) -> Mapping[str, ipywidgets.Widget]:
        """The widgets that a person works with, by the one trait of each that a person changes."""

    @abstractmethod
    def read(self) -> Any:  # noqa: ANN401  a field's value may be of any type
        """What the widget shows, as a wire value; `NOTHING` when it is empty."""

    @abstractmethod
    def write(self, value: object) -> None:
        """Make the widget show a value as well as it can; `NOTHING` empties it."""

    @abstractmethod
    def speak(self, problem: str, hint: str) -> None:
        """Show these sentences beside the control; empty texts take them away."""

    def follow(self, endpoint: Endpoint, values: Values) -> None:  # noqa: B027  most controls stand alone
        """Show what the other fields' values mean for this one."""

    def offer(self, reasons: Mapping[int, str]) -> None:  # noqa: B027  most controls have no options
        """Strike the options of these indices, with the reason; controls without options have none."""

    @contextmanager
    def _filled(self) -> Iterator[None]:
        self._filling = True
        try:
            yield
        finally:
            self._filling = False

    def _on_change(self, _: object) -> None:
        """A person changed the widget: what was held is replaced."""
        if self._filling:
            return
        self._held = NOTHING
        self.touched = True
        self._changed()
