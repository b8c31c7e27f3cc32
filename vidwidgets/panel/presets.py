"""A form's presets: what its buttons do, and the same from code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.form.presets import Presets
from vidwidgets.panel.picked import still_taken
from vidwidgets.panel.preset_file import PresetFile
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.home import home


class FormPresets:
    """The presets of a form's endpoint.

    Args:
        endpoint: Whose they are.
        values: Gives what the controls say.
        load: Fills the controls with exactly these.
        start: What the code says, by wire name.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        values: Callable[[], Mapping[str, Any]],
        load: Callable[[Mapping[str, Any]], None],
        start: Mapping[str, Any],
    ) -> None:
        self._endpoint = endpoint
        self._values = values
        self._load = load
        self._start = start
        self._view = Presets(self._act)
        self.widget = self._view.widget
        self.refresh()

    @property
    def names(self) -> list[str]:
        """What there is."""
        return self._file.names

    def save(self, name: str, *, default: bool = False) -> str:
        """Keep what the controls say under a name; a sentence of what was done."""
        left = self._file.save(name, self._values())
        plain = " ".join(name.split())
        if default:
            self._file.begin_with(plain)
        self.refresh()
        labels = [self._endpoint.field(field).label.lower() for field in left]
        without = f", without the {' and the '.join(labels)}, which cannot be kept" if labels else ""
        return f"Saved as {plain}{without}."

    def load(self, name: str) -> str:
        """Fill the controls; a sentence of what was done."""
        found = self._file.values(name)
        pictures = {field.name for field in self._endpoint.media}
        taken = still_taken(self._endpoint, found)
        # a preset without a picture leaves the form's own in its place
        kept = {n: v for n, v in self._values().items() if n in pictures and n not in found}
        self._load({**kept, **taken})
        gone = sorted(found.keys() - taken.keys())
        return f"{name} is filled in." + (f" This model takes no {' and no '.join(gone)} any more." if gone else "")

    def delete(self, name: str) -> str:
        """Forget one; a sentence of what was done."""
        self._file.delete(name)
        self.refresh()
        return f"{name} is deleted."

    def begin_with(self, name: str) -> str:
        """Have new forms begin with one, "" with none; a sentence of what was done."""
        self._file.begin_with(name)
        self.refresh()
        return f"New forms of {self._endpoint.title} begin with {name}." if name else "New forms begin empty."

    def refresh(self) -> None:
        """Show what there is now."""
        self._view.show(self._file.names, self._file.default)

    def recalled(self) -> None:
        """Offer to start over, since the controls came back as they were left."""
        self.widget.recalled = True

    @property
    def _file(self) -> PresetFile:
        return _file_of(self._endpoint)

    def _act(self, kind: str, name: str) -> str:
        match kind:
            case "load":
                return self.load(name)
            case "save":
                return self.save(name)
            case "delete":
                return self.delete(name)
            case "default":
                return self.begin_with(name)
            case "start":
                self._load(self._start)
                return "The controls say what the code says."
        raise InvalidRequest(f"A form's presets know no {kind!r}.")


def defaults_of(endpoint: Endpoint) -> dict[str, Any]:
    """What new forms of an endpoint begin with, by wire name; empty where no preset is the default."""
    file = _file_of(endpoint)
    default = file.default
    return still_taken(endpoint, file.values(default)) if default else {}


def _file_of(endpoint: Endpoint) -> PresetFile:
    return PresetFile(home() / "presets", endpoint.id)
