"""Several pictures in an order: one of them in sight, the others as small ones beside it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vidwidgets.form.control import NOTHING
from vidwidgets.form.media_control import MediaControl
from vidwidgets.form.media_widget import MediaListWidget
from vidwidgets.form.picture_words import typed
from vidwidgets.form.reading import MediaDoors, Reading
from vidwidgets.form.style import Style
from vidwidgets.spec.media_list import MediaList

THUMB_SIDE = 96


class MediaListControl(MediaControl):
    """A list of pictures. What is typed counts as the last ones; Enter puts it among the others."""

    field: MediaList
    widget: MediaListWidget

    def __init__(self, field: MediaList, changed: Callable[[], None], style: Style, doors: MediaDoors) -> None:
        self._list: list[object] = []
        self._at = 0
        super().__init__(field, changed, style, doors)

    def _made(self, **traits: Any) -> MediaListWidget:  # noqa: ANN401  each trait's own
        return MediaListWidget(most=self.field.most or 0, **traits)

    def read(self) -> object:
        """The pictures, and last what stands in the line."""
        return [*self._list, *self._line()] or NOTHING

    def write(self, value: object) -> None:
        """Each one as an entry; what is no list is kept as it is, and the field says what is wrong with it."""
        self._list = list(value) if isinstance(value, list | tuple) else []
        self._at = min(self._at, max(0, len(self._list) - 1))
        self.widget.text = ""

    def _line(self) -> list[object]:
        found = typed(str(self.widget.text), self.field)
        return found if isinstance(found, list) else []

    def _all(self) -> list[object]:
        value = self.value
        if value is NOTHING:
            return []
        return list(value) if isinstance(value, list | tuple) else [value]

    def _each(self, value: object) -> list[tuple[object, Reading]]:
        del value
        return list(zip(self._all(), self._reading.each or (self._reading,), strict=False))

    def _in_sight(self) -> object:
        every = self._all()
        return every[self._at] if self._at < len(every) else (every[-1] if every else NOTHING)

    def _reading_in_sight(self) -> Reading:
        each = self._reading.each
        return each[min(self._at, len(each) - 1)] if each else self._reading

    def _know(self, reading: Reading) -> None:
        at, each = self._at, self._reading.each
        self._reading = replace(self._reading, each=(*each[:at], reading, *each[at + 1 :]))

    def _put(self, value: object) -> None:
        every = self._all()
        every[self._at : self._at + 1] = [] if value is NOTHING else [value]
        super()._put(every or NOTHING)

    def _add(self, value: object) -> None:
        every = [*self._all(), value]
        self._at = len(every) - 1
        super()._put(every)

    def _on_message(self, _: object, content: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        kind, at, by = content.get("kind"), content.get("at"), content.get("by")
        every = self._all()
        if kind == "add":
            added = typed(str(content.get("text", "")), self.field)
            if isinstance(added, list) and added:
                self._take_line(added)
        elif kind not in {"select", "move"}:
            super()._on_message(_, content, buffers)
        elif not isinstance(at, int) or not 0 <= at < len(every):
            return
        elif kind == "select":
            self._at = at
            self._describe(busy=str(self.widget.busy))
        elif isinstance(by, int) and by in {-1, 1} and 0 <= at + by < len(every):
            self._at = at + by
            every[at], every[self._at] = every[self._at], every[at]
            self._took(lambda: super(MediaListControl, self)._put(every))

    def _take_line(self, added: list[object]) -> None:
        """Put what was typed among the others; the line is empty then."""
        every = [*self._list, *added] if self._held is NOTHING else [*self._all(), *added]
        self._at = len(every) - 1
        self._took(lambda: super(MediaListControl, self)._put(every))

    def _describe(self, busy: str = "", said: str = "") -> None:
        every = self._all()
        self._at = min(self._at, max(0, len(every) - 1))
        each = self._reading.each if not busy else ()
        with self.widget.hold_sync():
            super()._describe(busy, said)
            self.widget.at = self._at
            self.widget.items = [
                {"name": self._name(one), "wrong": len(each) == len(every) and self._is_wrong(each[place])}
                for place, one in enumerate(every)
            ]
            if len(each) == len(every):
                self.widget.thumbs = [thumb_of(reading.preview) for reading in each]

    def _is_wrong(self, reading: Reading) -> bool:
        return bool(reading.wrong or (reading.facts is not None and self.field.judge(reading.facts)))


def thumb_of(preview: bytes, side: int = THUMB_SIDE) -> bytes:
    """A preview made smaller still; b"" where there is none or it cannot be read."""
    from PIL import Image

    if not preview:
        return b""
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(preview)) as image:
            image.thumbnail((side, side))
            image.save(out, "WEBP", quality=75)
    except (OSError, ValueError):
        return b""
    return out.getvalue()
