"""A form's place for code: ties the footer's widget to the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vidwidgets.form.code_widget import CodeWidget
from vidwidgets.panel.code import curl, our_code, provider_code
from vidwidgets.panel.paste import Pasted, pasted
from vidwidgets.panel.route import Route
from vidwidgets.providers.find import sdk
from vidwidgets.spec.endpoint import Endpoint

_WRITERS = {"python": our_code, "provider": provider_code, "curl": curl}


class CodePlace:
    """Copies and pastes for one form, from the browser and from Python alike.

    Args:
        endpoint: The form's.
        way: Where it sends.
        values: Gives what the controls say.
        load: Fills the controls with exactly these.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        way: Route,
        values: Callable[[], Mapping[str, Any]],
        load: Callable[[Mapping[str, Any]], None],
    ) -> None:
        self._endpoint = endpoint
        self._way = way
        self._values = values
        self._load = load
        self._before: Mapping[str, Any] | None = None
        label = sdk(endpoint.provider).label
        copies = (("python", "Copy Python"), ("provider", f"Copy {label}"), ("curl", "Copy curl"))
        self.widget = CodeWidget(copies, self.write, self._answer, self.undo)
        """A quiet word, and what it opens."""

    def write(self, what: str) -> str:
        """What the form asks for as text: "python", "provider" or "curl"."""
        return _WRITERS[what](self._endpoint, self._values(), self._way)

    def paste(self, text: str) -> Pasted:
        """Fill the form from a text."""
        before = self._values()
        found = pasted(text, self._endpoint, before, self._way)
        if found.values is not None:
            self._load(found.values)
            self._before = before
        return found

    def undo(self) -> None:
        """What the form said before the last paste."""
        if self._before is not None:
            self._load(self._before)
            self._before = None

    def _answer(self, text: str) -> tuple[str, Sequence[str], bool]:
        found = self.paste(text)
        return found.headline, found.said, found.values is not None
