"""The presets of one endpoint, in a file of the home folder: values by name, and which of them forms begin with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.panel.kept_values import file_name, read_json, storable, write_json
from vidwidgets.spec.suggest import nearest_name

LONGEST_NAME = 60
MOST = 200
"""More are no list to choose from."""


class PresetFile:
    """Read anew each time, since other kernels write it too.

    Args:
        folder: Where the files of all endpoints are.
        endpoint_id: Whose it is.
    """

    def __init__(self, folder: Path, endpoint_id: str) -> None:
        self._path = folder / file_name(endpoint_id)
        self._endpoint_id = endpoint_id

    @property
    def names(self) -> list[str]:
        """What there is, in the order of the alphabet."""
        return sorted(self._presets(), key=str.casefold)

    @property
    def default(self) -> str:
        """The one that new forms begin with; empty where there is none."""
        named = read_json(self._path).get("default")
        return named if isinstance(named, str) and named in self._presets() else ""

    def values(self, name: str) -> dict[str, Any]:
        """The values of that name.

        Raises:
            InvalidRequest: There is no such preset.
        """
        known = self._presets()
        if name not in known:
            near = nearest_name(name, known)
            hint = f" Did you mean {near!r}?" if near else ""
            raise InvalidRequest(f"{self._endpoint_id} has no preset {name[:80]!r}.{hint}")
        return dict(known[name])

    def save(self, name: str, values: Mapping[str, Any]) -> list[str]:
        """Keep values under a name, in place of what had it; the names of the values that cannot be kept.

        Raises:
            InvalidRequest: The name is empty or too long, or there are too many.
            VidwidgetsError: It cannot be written.
        """
        plain = " ".join(name.split())
        if not plain or len(plain) > LONGEST_NAME:
            raise InvalidRequest(f"A preset's name has 1 to {LONGEST_NAME} characters. Nothing was saved.")
        known = self._presets()
        if plain not in known and len(known) >= MOST:
            raise InvalidRequest(
                f"{self._endpoint_id} has {MOST} presets already: delete one first. Nothing was saved."
            )
        kept, left = storable(values)
        self._write({**known, plain: kept}, self.default)
        return left

    def delete(self, name: str) -> None:
        """Forget a preset.

        Raises:
            InvalidRequest: There is no such preset.
        """
        self.values(name)
        default = self.default
        self._write({n: v for n, v in self._presets().items() if n != name}, "" if default == name else default)

    def begin_with(self, name: str) -> None:
        """Have new forms begin with a preset; "" with none.

        Raises:
            InvalidRequest: There is no such preset.
        """
        if name:
            self.values(name)
        self._write(self._presets(), name)

    def _presets(self) -> dict[str, dict[str, Any]]:
        found = read_json(self._path).get("presets")
        known = found if isinstance(found, dict) else {}
        return {name: values for name, values in known.items() if isinstance(values, dict)}

    def _write(self, presets: Mapping[str, Mapping[str, Any]], default: str) -> None:
        write_json(self._path, {"endpoint": self._endpoint_id, "default": default, "presets": presets})
