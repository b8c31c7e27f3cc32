"""A form's place for code: ties the footer's widget to the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from vidwidgets.form.code_widget import CodeWidget
from vidwidgets.form.form import EndpointForm
from vidwidgets.panel.code import curl, our_code, provider_code
from vidwidgets.panel.paste import Pasted, pasted
from vidwidgets.panel.route import Route
from vidwidgets.providers.find import sdk

_WRITERS = {"python": our_code, "provider": provider_code, "curl": curl}


class CodePlace:
    """Copies and pastes for one form, from the browser and from Python alike."""

    def __init__(self, form: EndpointForm, way: Route) -> None:
        self._form = form
        self._way = way
        self._before: Mapping[str, Any] | None = None
        label = sdk(form.endpoint.provider).label
        copies = (("python", "Copy Python"), ("provider", f"Copy {label}"), ("curl", "Copy curl"))
        made = CodeWidget(copies, self.write, self._answer, self.undo, layout=form.widget.layout)
        form.add_to_foot(made)

    def paste(self, text: str) -> Pasted:
        """Fill the form from a text."""
        before = self._form.values
        found = pasted(text, self._form.endpoint, before, self._way)
        if found.values is not None:
            self._form.load(found.values, whole=True)
            self._before = before
        return found

    def undo(self) -> None:
        """What the form said before the last paste."""
        if self._before is not None:
            self._form.load(self._before, whole=True)
            self._before = None

    def write(self, what: str) -> str:
        """What the form asks for as text: "python", "provider" or "curl"."""
        return _WRITERS[what](self._form.endpoint, self._form.values, self._way)

    def _answer(self, text: str) -> tuple[str, Sequence[str], bool]:
        found = self.paste(text)
        return found.headline, found.said, found.values is not None
