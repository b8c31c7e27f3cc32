"""The figures as one table: plain text for a terminal, Markdown for the README."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from .figure import Figure

HEADS = ("what", "ours", "peer", "ours ÷ peer", "target", "measured")
WIDTHS = (30, 10, 24, 11, 22, 60)


def as_text(figures: Sequence[Figure], about: Sequence[str]) -> str:
    """The table with its last lines, which say when and on what it was made."""
    rule = "  ".join("─" * width for width in WIDTHS)
    lines = [_wrapped(HEADS), rule]
    for figure in figures:
        lines += [_wrapped(_cells(figure)), ""]
    return "\n".join([*lines[:-1], rule, *about])


def as_markdown(figures: Sequence[Figure], about: Sequence[str]) -> str:
    """The same as a Markdown table, the words about it as a paragraph below."""
    lines = [_piped(HEADS), _piped(["---"] * len(HEADS))]
    lines += [_piped([cell.replace("|", "\\|") for cell in _cells(figure)]) for figure in figures]
    return "\n".join([*lines, "", *about, ""])


def _cells(figure: Figure) -> list[str]:
    ratio = "" if figure.ratio is None else _number(figure.ratio)
    held = {None: "", True: "met: ", False: "MISSED: "}[figure.met]
    ours, peer = (f"{_number(value)} {figure.unit}" for value in (figure.ours, figure.peer))
    return [figure.what, ours, f"{peer} ({figure.peer_name})", ratio, f"{held}{figure.target}", figure.measured]


def _number(value: float) -> str:
    """Three digits that mean something, and never an exponent."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.4f}"


def _wrapped(cells: Sequence[str]) -> str:
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    height = max(len(column) for column in columns)
    return "\n".join(
        "  ".join(
            (column[row] if row < len(column) else "").ljust(width)
            for column, width in zip(columns, WIDTHS, strict=True)
        ).rstrip()
        for row in range(height)
    )


def _piped(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
