"""A picture: a path or an address typed, a file uploaded, or an object given from Python; with its preview."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import ipywidgets

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.edit import Edit, asked_edit, edit_words
from vidwidgets.form.editor import Editor
from vidwidgets.form.field_widget import words_of
from vidwidgets.form.handed import Handed, HandedBook
from vidwidgets.form.media_widget import MediaWidget
from vidwidgets.form.picture_words import as_line, facts_line, fits_a_line, limits_line, short_name, typed
from vidwidgets.form.reading import MediaDoors, Reading, SeenByBrowser, is_web_address, read_picture
from vidwidgets.form.receiver import Receiver
from vidwidgets.form.shapes import Shapes, shapes_for
from vidwidgets.form.style import Style
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.media import Media
from vidwidgets.spec.values import Values

FIRST_LOOK_SECONDS = 0.15
"""A picture that was given is read once the form is on its way to the page: reading first would hold it up."""
PAUSE_SECONDS = 0.4
"""How long typing must rest before a path is looked at."""


class MediaControl(Control):
    """A picture, as `MediaWidget` shows it. It is read once per value, after typing has rested."""

    field: Media
    widget: MediaWidget

    def __init__(self, field: Media, changed: Callable[[], None], style: Style, doors: MediaDoors) -> None:
        super().__init__(field, changed)
        self._doors = doors
        self._reading_lock = threading.Lock()
        self._turn = object()
        self._reading = Reading()
        self._handed = HandedBook()
        self._editor = Editor(field.limits, doors, self._handed)
        self._shapes = Shapes()
        self._offers: dict[str, object] = {}
        self.widget = self._made(
            **words_of(field),
            takes=limits_line(field.limits),
            accept="image/*" if doors.edit is not None else ",".join(field.limits.content_types) or "image/*",
            uploads=doors.receive is not None,
            layout=style.layout,
            _dom_classes=("vw-field", "vw-media"),
        )
        self.receiver = Receiver(field, doors, self.widget.send, self._uploaded, self._went_on)
        self.widget.observe(self._on_change, names="text")
        self.widget.on_msg(self._on_message)

    def _made(self, **traits: Any) -> MediaWidget:  # noqa: ANN401  each trait's own
        return MediaWidget(**traits)

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """The line for a path or an address."""
        return {"text": self.widget}

    def read(self) -> object:
        """The path, address or id that was typed."""
        text = str(self.widget.text).strip()
        return (typed(text, self.field) or NOTHING) if text else NOTHING

    def write(self, value: object) -> None:
        """A path, an address or an id as text; anything else is described and kept as it is."""
        self.widget.text = "" if value is NOTHING else (as_line(value, self.field) or "")

    def fill(self, value: object) -> None:
        """Show a picture, and read it soon."""
        super().fill(value)
        self._look(FIRST_LOOK_SECONDS)

    def speak(self, problem: str, hint: str) -> None:
        """Under the picture."""
        with self.widget.hold_sync():
            self.widget.problem, self.widget.hint = problem, hint

    def follow(self, endpoint: Endpoint, values: Values) -> None:
        """Frame the picture in the shape that the clip will have."""
        shapes = shapes_for(self.field, endpoint, values)
        if shapes != self._shapes:
            self._shapes = shapes
            self._frame(busy=bool(self.widget.busy))

    def offer_clips(self, offers: Mapping[str, object]) -> None:
        """Clips whose last frame a person may take instead, by the words for each."""
        self._offers = dict(offers)
        self.widget.clips = list(self._offers)

    @property
    def pending(self) -> str:
        """What is still to be done before the picture is known; empty when nothing is."""
        if self.receiver.receiving:
            return f"{self.receiver.receiving} is being uploaded (× stops it)"
        return str(self.widget.busy)

    def judged(self, values: Values, *, wait: bool) -> tuple[list[str], list[str]]:
        """What stops this picture, and what may go wrong with it, as sentences.

        Args:
            values: What the other fields say: some advice depends on it.
            wait: Read it now if that was not done yet (slow); else only what is known already counts.
        """
        value = self.value
        if value is NOTHING:
            return [], []
        if wait:
            self._read_now(value)
        elif self.widget.busy:
            return [], []
        wrong: list[str] = []
        advised: list[str] = []
        for one, reading in self._each(value):
            name = self._called(one)
            if reading.wrong:
                wrong.append(reading.wrong)
            elif reading.facts is not None:
                wrong += self.field.judge(reading.facts, name)
                advised += self.field.advise(reading.facts, name, values)
        return wrong, advised

    def _each(self, value: object) -> list[tuple[object, Reading]]:
        """Each picture of the value with what was read of it."""
        return [(value, self._reading)]

    def _in_sight(self) -> object:
        """The picture that is shown large; `NOTHING` where there is none."""
        return self.value

    def _reading_in_sight(self) -> Reading:
        return self._reading

    def _put(self, value: object) -> None:
        """Take a picture in place of the one in sight."""
        super().fill(value)

    def _add(self, value: object) -> None:
        """Take a picture that has come from elsewhere."""
        self._put(value)

    def _on_change(self, _: object) -> None:
        if self._filling:
            return
        self._held = NOTHING
        self.touched = True
        self._look(PAUSE_SECONDS)
        self._changed()

    def _on_message(self, _: object, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        kind = content.get("kind")
        if kind == "remove":
            self.receiver.drop()
            self._took(lambda: self._put(NOTHING))
        elif kind in {"crop", "flatten", "fit"}:
            self._begin_edit(content)
        elif kind == "undo":
            origin = self._editor.origin(self._in_sight())
            if origin is not NOTHING:
                self._took(lambda: self._put(origin))
        elif kind == "continue" and content.get("clip") in self._offers:
            self._took(lambda: self._add(self._offers[content["clip"]]))
        elif kind == "seen":
            self._seen(content)
        else:
            self.receiver.hear(content, buffers)

    def _took(self, act: Callable[[], None]) -> None:
        """A person changed it otherwise than by typing."""
        act()
        self.touched = True
        self._look(0)
        self._changed()

    def _went_on(self) -> None:
        self.widget.receiving = self.receiver.receiving
        self._changed()

    def _uploaded(self, value: object, name: str) -> None:
        self._handed.keep(Handed(value, name))
        self._took(lambda: self._add(value))

    def _begin_edit(self, content: Mapping[str, Any]) -> None:
        """Do what was asked, later; what was asked of another picture (a late message) is not done to this one."""
        value, facts = self._in_sight(), self._reading_in_sight().facts
        asked = asked_edit(content, facts, self.field.limits) if facts is not None else None
        stale = content.get("of") != self.widget.about or self.widget.busy
        if asked is None or value is NOTHING or stale:
            return
        self._turn = turn = object()
        self.widget.busy = edit_words(asked)
        self._changed()
        self._doors.defer(0, lambda: self._edit(turn, value, asked))

    def _edit(self, turn: object, value: object, asked: Edit) -> None:
        try:
            made = self._editor.done(value, asked)
        except VidwidgetsError as error:
            if turn is self._turn:
                self._describe(said=error.message)
                self._changed()
            return
        if turn is self._turn:
            self._took(lambda: self._put(made))

    def _seen(self, content: Mapping[str, Any]) -> None:
        """The browser has shown an address, and says how large it is: nobody here has its bytes."""
        size = content.get("width"), content.get("height")
        reading, value = self._reading_in_sight(), self._in_sight()
        known = reading.facts is not None and reading.facts.width
        if known or reading.wrong or self.widget.busy or value != content.get("address"):
            return
        if all(isinstance(side, int) and 0 < side < 10**6 for side in size):
            self._know(replace(reading, facts=SeenByBrowser(*size)))  # type: ignore[arg-type]  # just looked at
            self._describe()
            self._changed()

    def _know(self, reading: Reading) -> None:
        """Put this in place of what was read of the picture in sight."""
        self._reading = reading

    def _look(self, seconds: float) -> None:
        """Read the present value soon; a newer call makes an older one void."""
        self._turn = turn = object()
        value = self.value
        if value is NOTHING:
            self._reading = Reading()
            self._describe()
            return
        self._describe(busy="reading the picture…")
        self._doors.defer(seconds, lambda: self._take_turn(turn, value))

    def _take_turn(self, turn: object, value: object) -> None:
        if turn is not self._turn:
            return
        self._read_now(value)
        if turn is self._turn:
            self._describe()
            self._changed()

    def _read_now(self, value: object) -> None:
        with self._reading_lock:
            self._reading = read_picture(value, self._doors, self._reading)

    def _describe(self, busy: str = "", said: str = "") -> None:
        """Show what is known of the picture in sight; `said` is what could not be done to it."""
        value = self._in_sight()
        there = value is not NOTHING
        reading = self._reading_in_sight() if there and not busy else Reading()
        handed = self._handed.of(value)
        note = getattr(reading.facts, "note", "")
        with self.widget.hold_sync():
            self.widget.busy = busy
            self.widget.about = facts_line(self._name(value), reading.facts) if there else ""
            self.widget.preview = reading.preview
            shown_by_browser = is_web_address(value) and not busy and not reading.preview
            self.widget.address = str(value) if shown_by_browser else ""
            done = (said, handed.said if handed and not busy else "", note)
            self.widget.done = " ".join(part for part in done if part)
            self.widget.undoes = not busy and self._editor.origin(value) is not NOTHING
            self._frame(busy=bool(busy))

    def _frame(self, *, busy: bool) -> None:
        """Say what can be done to the picture in sight."""
        value = self._in_sight()
        facts = None if busy or value is NOTHING else self._reading_in_sight().facts
        with self.widget.hold_sync():
            for name, told in self._editor.traits(value, facts, self._shapes).items():
                setattr(self.widget, name, told)

    def _name(self, value: object) -> str:
        handed = self._handed.of(value)
        return handed.name if handed is not None else short_name(value)

    def _called(self, value: object) -> str:
        """Its name in a sentence, where it has one."""
        return self._name(value) if isinstance(value, PurePath) or fits_a_line(value) else "the picture"
