"""A form of the sample endpoint with everything injected, and a scheduler that runs when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sample_endpoint import SAMPLE

from vidwidgets.errors import InvalidRequest
from vidwidgets.form.form import EndpointForm


@dataclass
class Facts:
    """What is known of a picture."""

    content_type: str = "image/jpeg"
    width: int = 640
    height: int = 480
    size_bytes: int = 22_000


@dataclass
class Later:
    """Keeps what is to be done later until `run`."""

    waiting: list[tuple[float, Callable[[], None]]] = field(default_factory=list)

    def __call__(self, seconds: float, act: Callable[[], None]) -> None:
        """Remember it."""
        self.waiting.append((seconds, act))

    def run(self) -> None:
        """Do it all now, what is added meanwhile included."""
        while self.waiting:
            self.waiting.pop(0)[1]()


class Pictures:
    """Pictures that are known by name; anything else is refused as `wire.media` would."""

    def __init__(self, known: Mapping[object, Facts] | None = None) -> None:
        self.known = {"cat.jpg": Facts()} if known is None else known
        self.asked: list[object] = []

    def inspect(self, value: Any) -> Facts:
        """Its facts, or a sentence."""
        self.asked.append(value)
        if not isinstance(value, str):
            return Facts()
        if value not in self.known:
            raise InvalidRequest(f"{value} cannot be found: give another path. Nothing was sent.")
        return self.known[value]


def make(values: Mapping[str, Any] | None = None, **injected: Any) -> EndpointForm:
    """A form of the sample endpoint; what is not injected is the simplest thing."""
    given = {
        "inspect": None,
        "on_submit": lambda: None,
        "connection_line": "sandbox: no FAL_KEY found",
        "sandbox": True,
        **injected,
    }
    return EndpointForm(SAMPLE, values or {}, **given)


def ready(**more: Any) -> dict[str, Any]:
    """Values that keep every rule."""
    return {"prompt": "A boat drifts.", "image_url": "cat.jpg", **more}


def said(form: EndpointForm, name: str) -> str:
    """The problem that is shown beside a field."""
    control = form.controls[name]
    return str(getattr(control, "note", control.widget).problem)


def foot(form: EndpointForm) -> Any:
    """The footer's widget."""
    return form._surface.foot  # noqa: SLF001  what a person sees has no public name


def button(form: EndpointForm) -> Any:
    """The Generate button."""
    return form._surface.button  # noqa: SLF001  as above
