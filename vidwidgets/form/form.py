"""One endpoint as a form: what its controls say, what stops it, what it costs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import ipywidgets

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.compared import Base, compared
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.controls import Surroundings, control_for
from vidwidgets.form.count import MOST
from vidwidgets.form.edit import Edit, Edited
from vidwidgets.form.judged import problems_of, warnings_of
from vidwidgets.form.media_control import MediaControl
from vidwidgets.form.question import Question
from vidwidgets.form.reading import MediaDoors
from vidwidgets.form.sentences import cost_words, more_label, to_settle
from vidwidgets.form.showing import show_fields
from vidwidgets.form.sight import in_sight
from vidwidgets.form.style import Style
from vidwidgets.form.surface import HeadWidget, Surface
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Seed
from vidwidgets.spec.media import MediaFacts
from vidwidgets.spec.price import Price
from vidwidgets.spec.problem import Problem


class EndpointForm:
    """The controls of one endpoint, filled; it sends nothing.

    Args:
        endpoint: What can be asked.
        values: What the controls show first, by wire name or common word; anything that a field takes.
        inspect: Reads a picture's facts, or raises `InvalidRequest` with a sentence; None: pictures are not judged.
        on_submit: Called when Generate is pressed and nothing stops the request, on any thread; what it raises of
            `VidwidgetsError` is shown in the footer.
        connection_line: Where it will be sent, in a few words.
        sandbox: Whether that is the sandbox.
        notes: Sentences to know beforehand, under the title.
        free: The words in place of a price where the connection costs nothing ("free here"); None: it costs.
        picture_of: Gives a small JPEG of a picture; None: no previews.
        receive: Stores an uploaded file and gives the value to use; None: no upload.
        later: Calls a function after so many seconds, off the calling thread; None: at once, on the calling thread.
        tools: What it offers besides, in a row under its header.
        edit: Changes a picture as asked; None: pictures are taken as they are.

    Raises:
        InvalidRequest: A name in `values` is unknown, or a field is given twice.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        values: Mapping[str, Any],
        *,
        inspect: Callable[[Any], MediaFacts] | None,
        on_submit: Callable[[], None],
        connection_line: str,
        sandbox: bool,
        notes: Sequence[str] = (),
        free: str | None = None,
        picture_of: Callable[[Any], bytes] | None = None,
        receive: Callable[[str, bytes], Any] | None = None,
        later: Callable[[float, Callable[[], None]], None] | None = None,
        tools: Sequence[ipywidgets.Widget] = (),
        edit: Callable[[Any, Edit], Edited] | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._given = endpoint.resolve(values)
        self._on_submit = on_submit
        self._free = free
        self._lock = threading.RLock()
        self._ready = False
        self._insisted: set[str] = set()
        self._base: Base | None = None
        style = Style()
        doors = MediaDoors(inspect, picture_of, receive, later, edit)
        around = Surroundings(self._changed, style, doors)
        self.controls: dict[str, Control] = {field.name: control_for(field, around) for field in endpoint.fields}
        """The control of each field, by wire name."""
        self._surface = Surface(endpoint, self.controls, style, tools)
        self._surface.button.on_click(lambda _: self._pressed())
        self._surface.count.observe(lambda _: self._changed(), names="count")
        self._surface.head.on_msg(self._hear)
        self._question = Question(self._surface.foot, self._answered)
        self._surface.head.notes = list(notes)
        self.use_connection(connection_line, sandbox=sandbox, free=free)
        for field in endpoint.fields:
            if field.initial is not None and field.name not in self._given:
                self.controls[field.name].fill(field.initial)
        self._fill(self._given)
        self._ready = True
        self._refresh()

    @property
    def widget(self) -> ipywidgets.VBox:
        """The root widget: display it, or put it into a box."""
        return self._surface.root

    @property
    def values(self) -> dict[str, Any]:
        """What the controls in sight say now, by wire name: what would be sent.

        Defaults that are shown are in it; a field out of sight, an empty one and a random seed are not.
        """
        return self._in_sight()[0]

    @property
    def problems(self) -> list[Problem]:
        """What stops it, the pictures included; empty when it may be sent. Reads a picture that was not read yet."""
        return problems_of(self.endpoint, self.controls, self.values, wait=True)

    @property
    def warnings(self) -> list[Problem]:
        """What may be refused or altered; it never blocks. Reads a picture that was not read yet."""
        return warnings_of(self.endpoint, self.controls, self.values, wait=True)

    @property
    def price(self) -> Price | None:
        """The estimate for what the controls say; None where no price is published for it."""
        return self.endpoint.price(self.values)

    @property
    def count(self) -> int:
        """How many clips of it one press makes."""
        return int(self._surface.count.count)

    @property
    def random_seeds(self) -> list[Seed]:
        """The seeds in sight that are left to chance."""
        values, shown = self._in_sight()
        seeds = (field for field in self.endpoint.fields if isinstance(field, Seed))
        return [field for field in seeds if field.name in shown and field.name not in values]

    @property
    def connection_line(self) -> str:
        """Where it will be sent, as the header says it."""
        return str(self._surface.head.connection)

    @connection_line.setter
    def connection_line(self, line: str) -> None:
        self._surface.head.connection = line

    def say_budget(self, line: str) -> None:
        """Show what is left of the budget, in a few words; "" where there is none."""
        self._surface.foot.budget = line

    def use_connection(self, line: str, *, sandbox: bool, free: str | None = None) -> None:
        """Say another connection: its line, whether it is the sandbox, and the words in place of a price."""
        with self._surface.head.hold_sync():
            self._surface.head.connection, self._surface.head.sandbox = line, sandbox
        self._free = free
        self._changed()

    def load(self, values: Mapping[str, Any], *, whole: bool = False) -> None:
        """Fill from a mapping; None empties a field, back to its default.

        Args:
            values: By wire name or common word.
            whole: Also empty the fields that are not named, so that the form asks exactly for this.

        Raises:
            InvalidRequest: A name is unknown or a field is given twice; nothing was changed.
        """
        given = self.endpoint.resolve(values)
        emptied = {self.endpoint.field(name).name for name, value in values.items() if value is None}
        names = self.controls if whole else emptied
        with self._lock:
            self._base = None if whole else self._base
            self._ready = False
            try:
                self._fill({**dict.fromkeys(names, NOTHING), **given})
            finally:
                self._ready = True
            self._changed()

    def compare(self, values: Mapping[str, Any], name: str) -> None:
        """Say from now on what differs from an earlier request, called `name` ("the clip of 12:03") in a sentence."""
        self._base = Base(dict(values), name)
        self._changed()
        self._surface.head.send({"kind": "focus"})

    def message(self, text: str, kind: Literal["error", "note"] = "note") -> None:
        """Show a sentence in the footer, until the next change; an empty text takes it away."""
        with self._surface.foot.hold_sync():
            self._surface.foot.message, self._surface.foot.message_kind = text, kind

    def ask(self, question: str, yes: str, then: Callable[[], None]) -> None:
        """Ask before something is sent; any change of a control is a no.

        Args:
            question: The whole sentence.
            yes: On the button that goes on.
            then: Called at most once, after a yes; what it raises of `VidwidgetsError` is shown in the footer.
        """
        self._question.ask(question, yes, then)
        self._surface.button.disabled = True

    def _answered(self, then: Callable[[], None] | None) -> None:
        self._refresh()
        if then is not None:
            self._do(then)

    def _do(self, what: Callable[[], None]) -> None:
        try:
            what()
        except VidwidgetsError as error:
            self.message(error.message, "error")

    def _fill(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            self.controls[name].fill(value)
            self.controls[name].touched = value is not NOTHING
        out_of_sight = self.controls.keys() - self._in_sight()[1]
        # what was asked for by name is shown even where its field would not be: the rule says what is wrong with it
        self._insisted = {name for name in out_of_sight if self.controls[name].touched}
        if any(values.get(field.name, NOTHING) is not NOTHING for field in self._surface.folded):
            self._surface.fold.unfolded = True

    def _in_sight(self) -> tuple[dict[str, Any], set[str]]:
        said = {name: control.value for name, control in self.controls.items()}
        said = {name: value for name, value in said.items() if value is not NOTHING}
        return in_sight(self.endpoint, said, self._insisted)

    def _changed(self) -> None:
        if self._ready:
            if self._surface.foot.message:
                self.message("")
            self._question.drop()
            self._refresh()

    def _refresh(self) -> None:
        """Make everything that is shown follow from what the controls say; sends only what has changed."""
        with self._lock:
            values, shown = self._in_sight()
            problems = problems_of(self.endpoint, self.controls, values, wait=False)
            warnings = warnings_of(self.endpoint, self.controls, values, wait=False)
            show_fields(self.endpoint, self.controls, values, shown=shown, problems=problems, warnings=warnings)
            folded = [field for field in self._surface.folded if field.name in shown]
            self._surface.fold.label = more_label(folded, problems)
            self._show_foot(values, shown, problems, warnings)

    def _show_foot(
        self, values: Mapping[str, Any], shown: set[str], problems: Sequence[Problem], warnings: Sequence[Problem]
    ) -> None:
        media = (control for control in self.controls.values() if isinstance(control, MediaControl))
        waiting = next((control.pending for control in media if control.pending), "")
        reason = to_settle(self.endpoint, values, problems) or waiting
        amount, how = cost_words(self.endpoint.price(values), self._free, self.endpoint.provider, self.count)
        foot = self._surface.foot
        with foot.hold_sync():
            foot.amount, foot.how, foot.reason = amount, how, reason
            foot.compared = compared(self.endpoint, self._base, values) if self._base else ""
            foot.hints = [warning.message for warning in warnings if not shown & set(warning.fields[:1])]
        self._surface.button.disabled = bool(reason) or self._question.is_open
        self._surface.button.description = "Generate" if self.count == 1 else f"Generate {self.count}"

    def _hear(self, head: HeadWidget, content: Mapping[str, Any], _: object) -> None:
        """The front end pressed Generate: take over what it shows, since that is what is asked for, then hand on."""
        if content.get("kind") != "press":
            return
        try:
            for shown in content.get("shown", ()):
                name, trait, value = shown
                if name in self.controls:
                    self.controls[name].catch_up(trait, value)
                elif trait == "count" and isinstance(value, int):
                    self._surface.count.count = min(max(value, 1), MOST)
            self._pressed()
        finally:
            head.send({"kind": "pressed", "id": content.get("id")})

    def _pressed(self) -> None:
        """Generate was pressed: hand on, or say beside every field what stops it."""
        with self._lock:
            stopped = bool(self._surface.button.disabled)
            if stopped:
                for control in self.controls.values():
                    control.touched = True
                self._refresh()
        if not stopped:
            self._do(self._on_submit)
