"""A list that shows itself as a table, in a notebook and in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import SupportsIndex, TypeVar, overload

from vidwidgets.view.markup import Markup, join, table, tag
from vidwidgets.view.plain import plain

T = TypeVar("T")

ROWS_SHOWN = 200
"""Rows that are shown; the list itself holds them all."""

_WIDEST = 60
"""Characters of a cell in a terminal."""


class Table(list[T]):
    """The rows themselves: iterating and indexing give the objects, showing gives their cells as text."""

    def __init__(self, rows: Sequence[T], headings: Sequence[str], cells: Callable[[T], Sequence[str]]) -> None:
        super().__init__(rows)
        self._headings = tuple(headings)
        self._cells = cells

    @overload
    def __getitem__(self, index: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Table[T]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> T | Table[T]:
        """One row's object, or a shorter table."""
        if isinstance(index, slice):
            return Table(super().__getitem__(index), self._headings, self._cells)
        return super().__getitem__(index)

    def __repr__(self) -> str:
        """Aligned text, one line per row."""
        lines = [[_one_line(cell) for cell in row] for row in (self._headings, *self._shown())]
        widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
        drawn = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in lines]
        return "\n".join([*drawn, *filter(None, [self._rest()])])

    def _repr_html_(self) -> str:
        """A table, the texts escaped."""
        shown = table(self._headings, [[plain(cell, 400) for cell in row] for row in self._shown()])
        rest = self._rest()
        return str(join([shown, tag("p", rest)]) if rest else Markup(shown))

    def _shown(self) -> list[Sequence[str]]:
        return [self._cells(row) for row in self[:ROWS_SHOWN]]

    def _rest(self) -> str:
        if not self:
            return "(none)"
        hidden = len(self) - ROWS_SHOWN
        return f"… and {hidden} more" if hidden > 0 else ""


def _one_line(cell: str) -> str:
    """A cell in one line that cannot steer a terminal."""
    line = " ".join(plain(cell, 400).split())
    printable = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
    return plain(printable, _WIDEST)
