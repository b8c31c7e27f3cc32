"""A picture: a path or an address typed, a file uploaded, or an object given from Python; with its preview."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

import ipywidgets
import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.control import NOTHING, Control
from vidwidgets.form.field_widget import FieldWidget, words_of
from vidwidgets.form.picture_words import as_line, facts_line, fits_a_line, short_name, typed
from vidwidgets.form.reading import MediaDoors, Reading, read_picture, stamp_of
from vidwidgets.form.receiver import Receiver
from vidwidgets.form.style import Style
from vidwidgets.spec.media import Media, megabytes
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.values import Values

FIRST_LOOK_SECONDS = 0.15
"""A picture that was given is read once the form is on its way to the page: reading first would hold it up."""
PAUSE_SECONDS = 0.4
"""How long typing must rest before a path is looked at."""


class MediaWidget(FieldWidget):
    """The drop area, the line for a path or an address, and the words about the picture."""

    _esm = module_of("field.js", "upload.js", "media.js")
    text = traitlets.Unicode().tag(sync=True)
    """The path or address as typed; empty when there is none or the picture is an object."""
    about = traitlets.Unicode().tag(sync=True)
    """The picture in a line: `cat.jpg · 451×300 · 22 kB`; empty when there is no picture."""
    takes = traitlets.Unicode().tag(sync=True)
    """What the provider takes: `JPEG, PNG, WebP · up to 20 MB`."""
    accept = traitlets.Unicode().tag(sync=True)
    """The same for the browser's file dialogue."""
    preview = traitlets.Bytes().tag(sync=True)
    address = traitlets.Unicode().tag(sync=True)
    """An http(s) address that the browser may show itself where there is no preview."""
    busy = traitlets.Unicode().tag(sync=True)
    """What is being done with it ("reading the picture…"); empty when nothing is."""
    receiving = traitlets.Unicode().tag(sync=True)
    """The name of the file that is being uploaded; empty when none is."""
    uploads = traitlets.Bool(False).tag(sync=True)
    """Whether a file can be uploaded."""


class MediaControl(Control):
    """A picture, as `MediaWidget` shows it. It is read once per value, after typing has rested."""

    field: Media

    def __init__(self, field: Media, changed: Callable[[], None], style: Style, doors: MediaDoors) -> None:
        super().__init__(field, changed)
        self._doors = doors
        self._reading_lock = threading.Lock()
        self._turn = object()
        self._stamp: object = NOTHING
        self._reading = Reading()
        self._named: tuple[object, str] = (NOTHING, "")
        self.widget = MediaWidget(
            **words_of(field),
            takes=_takes(field),
            accept=",".join(field.limits.content_types) or "image/*",
            uploads=doors.receive is not None,
            layout=style.layout,
            _dom_classes=("vw-field", "vw-media"),
        )
        self.receiver = Receiver(field, doors, self.widget.send, self._uploaded, self._went_on)
        self.widget.observe(self._on_change, names="text")
        self.widget.on_msg(self._on_message)

    def parts(self) -> dict[str, ipywidgets.Widget]:
        """The line for a path or an address."""
        return {"text": self.widget}

    def read(self) -> object:
        """The path, address or id that was typed, or a list of them."""
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
        reading = self._reading
        if reading.wrong:
            return [reading.wrong], []
        if reading.each:
            wrong = [sentence for name, facts in reading.each for sentence in self.field.judge(facts, name)]
            return wrong, [s for name, facts in reading.each for s in self.field.advise(facts, name, values)]
        if reading.facts is None:
            return [], []
        name = self._called(value)
        return self.field.judge(reading.facts, name), self.field.advise(reading.facts, name, values)

    def _on_change(self, _: object) -> None:
        if self._filling:
            return
        self._held = NOTHING
        self.touched = True
        self._look(PAUSE_SECONDS)
        self._changed()

    def _on_message(self, _: object, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        if content.get("kind") == "remove":
            self.receiver.drop()
            super().fill(NOTHING)
            self.touched = True
            self._look(0)
            self._changed()
        else:
            self.receiver.hear(content, buffers)

    def _went_on(self) -> None:
        self.widget.receiving = self.receiver.receiving
        self._changed()

    def _uploaded(self, value: object, name: str) -> None:
        self._named = (value, name)
        before = self.value
        super().fill(
            [*before, value] if isinstance(self.field, MediaList) and isinstance(before, list) else self._alone(value)
        )
        self.touched = True
        self._look(0)
        self._changed()

    def _alone(self, value: object) -> object:
        return [value] if isinstance(self.field, MediaList) else value

    def _look(self, seconds: float) -> None:
        """Read the present value soon; a newer call makes an older one void."""
        self._turn = turn = object()
        value = self.value
        if value is NOTHING:
            self._describe(NOTHING)
            return
        self._describe(value, busy="reading the picture…")
        self._doors.defer(seconds, lambda: self._take_turn(turn, value))

    def _take_turn(self, turn: object, value: object) -> None:
        if turn is not self._turn:
            return
        self._read_now(value)
        if turn is self._turn:
            self._describe(value)
            self._changed()

    def _read_now(self, value: object) -> None:
        stamp = stamp_of(value)
        with self._reading_lock:
            if not _equal(stamp, self._stamp):
                self._reading = read_picture(value, self._doors)
                self._stamp = stamp

    def _describe(self, value: object, busy: str = "") -> None:
        name = "" if value is NOTHING else self._name(value)
        reading = Reading() if busy or value is NOTHING else self._reading
        with self.widget.hold_sync():
            self.widget.busy = busy
            self.widget.about = facts_line(name, reading.facts) if name else ""
            self.widget.preview = reading.preview
            shown_by_browser = isinstance(value, str) and value.startswith(("http://", "https://"))
            self.widget.address = str(value) if shown_by_browser and not busy and not reading.preview else ""

    def _name(self, value: object) -> str:
        known, name = self._named
        return name if known is not NOTHING and known is value else short_name(value)

    def _called(self, value: object) -> str:
        """Its name in a sentence, where it has one."""
        return self._name(value) if isinstance(value, PurePath) or fits_a_line(value) else "the picture"


def _equal(one: object, other: object) -> bool:
    """Equality that an array cannot turn into an array."""
    return one is other or (type(one) is type(other) and isinstance(one, str | bytes | tuple) and one == other)


def _takes(field: Media) -> str:
    kinds = ", ".join(_kind_word(kind) for kind in field.limits.content_types)
    most = field.limits.max_size_bytes
    size = f"up to {megabytes(most)}".replace(".0 MB", " MB") if most else ""
    return " · ".join(word for word in (kinds, size) if word)


def _kind_word(content_type: str) -> str:
    word = content_type.removeprefix("image/")
    return {"webp": "WebP"}.get(word, word.upper())
