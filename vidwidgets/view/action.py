"""Something that a person may do from a card besides Cancel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """A button, and where it needs one a text field before it."""

    name: str
    """What the callback hears ("adopt")."""
    label: str
    """On the button: "Use this id"."""
    ask: str = ""
    """The label of the text field: "Request id from fal’s console"; "" for a button alone."""
    placeholder: str = ""
    """In the empty field."""
    typed: str = ""
    """The very words that must be typed before the button does anything; "" for any text."""


def accepts(action: Action, text: str) -> bool:
    """Whether the button may act on a text."""
    if not action.ask:
        return True
    given = text.strip()
    return given == action.typed if action.typed else bool(given)


def action_dict(action: Action, *, pressed: bool) -> dict[str, str | bool]:
    """It as the front end takes it; `pressed`: whether it was, and must be offered again before it acts again."""
    return {
        "name": action.name,
        "label": action.label,
        "ask": action.ask,
        "placeholder": action.placeholder,
        "typed": action.typed,
        "pressed": pressed,
    }
