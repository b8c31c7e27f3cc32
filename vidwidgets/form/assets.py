"""The front-end files of this room, read when a widget class is made."""

from __future__ import annotations

from importlib.resources import files


def text_of(name: str) -> str:
    """The text of one `.js` or `.css` file that lies beside this one."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def module_of(*names: str) -> str:
    """Several files as one, in turn: anywidget takes a single module (or style sheet), and controls share much."""
    return "\n".join(text_of(name) for name in names)
