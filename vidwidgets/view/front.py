"""The front-end files of this room, read when the card's class is made."""

from __future__ import annotations

from importlib.resources import files


def text_of(name: str) -> str:
    """The text of one `.js` or `.css` file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def module_of(*names: str) -> str:
    """One ES module made of several files in turn, since anywidget takes a single one; the last exports."""
    return "\n".join(text_of(name) for name in names)


def style_of(*names: str) -> str:
    """One style sheet made of several files in turn."""
    return "\n".join(text_of(name) for name in names)
