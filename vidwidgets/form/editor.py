"""What can be done to a picture in a form, and doing it."""

from __future__ import annotations

from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.control import NOTHING
from vidwidgets.form.edit import Edit
from vidwidgets.form.handed import Handed, HandedBook
from vidwidgets.form.reading import MediaDoors, is_web_address
from vidwidgets.form.shapes import Shapes
from vidwidgets.spec.media import MediaFacts, MediaLimits


class Editor:
    """Changes pictures of one field and remembers what each was made from.

    Args:
        limits: What the provider takes.
        doors: How a picture is changed and stored.
        book: Where the changed ones are remembered.
    """

    def __init__(self, limits: MediaLimits, doors: MediaDoors, book: HandedBook) -> None:
        self._limits = limits
        self._doors = doors
        self._book = book

    def traits(self, value: object, facts: MediaFacts | None, shapes: Shapes) -> dict[str, Any]:
        """What `MediaWidget` says of a picture's shape, and of what can be done to it; `facts` None: not known yet."""
        can = self._can(value)
        width, height = (facts.width, facts.height) if facts is not None else (0, 0)
        return {
            "pixels": [width, height],
            "frames": shapes.frames(width, height) if can and width and height else [],
            "framed": shapes.chosen,
            "shape": shapes.words(width, height),
            "clear": can and bool(getattr(facts, "has_alpha", False)),
            "mends": can and facts is not None and self._limits.mendable(facts),
        }

    def done(self, value: object, edit: Edit) -> object:
        """The changed picture, stored: what a form holds in place of the other.

        Raises:
            VidwidgetsError: It cannot be done; the sentence says why.
        """
        if self._doors.edit is None or self._doors.receive is None:
            raise VidwidgetsError("Pictures are taken as they are here.", spent="no")
        try:
            made = self._doors.edit(value, edit)
            stored: object = self._doors.receive(made.name, made.content)
        except (OSError, ValueError) as error:
            raise VidwidgetsError(f"The changed picture could not be stored: {error}", spent="no") from error
        before = self._book.of(value)
        origin = before.origin if before is not None and before.origin is not NOTHING else value
        said = f"{before.said} {made.said}".strip() if before is not None else made.said
        self._book.keep(Handed(stored, made.name, origin, said))
        return stored

    def origin(self, value: object) -> object:
        """What a changed picture was before anything was done to it; `NOTHING` for any other."""
        known = self._book.of(value)
        return NOTHING if known is None else known.origin

    def _can(self, value: object) -> bool:
        """Whether its bytes are here to be changed."""
        return self._doors.edit is not None and self._doors.receive is not None and not is_web_address(value)
