"""What a control remembers of the pictures that came to it other than by typing: their name, and what was done."""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.form.control import NOTHING
from vidwidgets.form.reading import is_same

KEPT = 50
"""Older ones are forgotten: they then show the name of their file, and cannot be undone."""


@dataclass(frozen=True)
class Handed:
    """One of them."""

    value: object
    name: str
    """As a person knows it, not as it was stored."""
    origin: object = NOTHING
    """The picture that it was made from; `NOTHING` where nothing was done to it."""
    said: str = ""
    """What was done to it, in sentences."""


class HandedBook:
    """Those of one control, the latest last."""

    def __init__(self) -> None:
        self._kept: list[Handed] = []

    def keep(self, handed: Handed) -> None:
        """Remember one."""
        self._kept = [*self._kept[1 - KEPT :], handed]

    def of(self, value: object) -> Handed | None:
        """What is known of a value; None where nothing is."""
        return next((one for one in reversed(self._kept) if is_same(one.value, value)), None)
