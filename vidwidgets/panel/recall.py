"""A form's cell that is run again: the controls come back as they were left, but for what the code says anew."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.form.form import EndpointForm
from vidwidgets.panel.cell import asked_here
from vidwidgets.panel.kept_values import read_json, storable, write_json
from vidwidgets.panel.picked import still_taken
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.home import home

VARIABLE = "VIDWIDGETS_RECALL"
"""Set to 0, no form remembers what it said."""
REST_SECONDS = 1.0
"""How long the controls must rest before what they say is kept."""


@dataclass
class Recall:
    """What one cell's form of one endpoint said last."""

    path: Path
    given: Mapping[str, Any]
    """What the code gives, by wire name."""
    default: Mapping[str, Any]
    """What it would begin with beneath that."""
    values: dict[str, Any] = field(default_factory=dict)
    """What the controls are to say first."""
    recalled: bool = False
    """Whether that is what they were left at, and not what the code says."""

    def keep(self, form: EndpointForm, later: Callable[[float, Callable[[], None]], None]) -> None:
        """Keep from now on what the controls say, once they have rested."""
        lock = threading.Lock()
        waiting = [0]

        def changed(_: object) -> None:
            with lock:
                waiting[0] += 1
                turn = waiting[0]
            later(REST_SECONDS, lambda: self._write(form) if turn == waiting[0] else None)

        for control in form.controls.values():
            for trait, widget in control.parts().items():
                widget.observe(changed, names=trait)

    def _write(self, form: EndpointForm) -> None:
        kept, left = storable(form.values)
        content = {"given": _stamps(self.given), "values": kept, "left": left}
        with suppress(VidwidgetsError):  # a courtesy: the form works without it
            write_json(self.path, content)


def recall_here(endpoint: Endpoint, given: Mapping[str, Any], default: Mapping[str, Any]) -> Recall | None:
    """What the running cell's form of an endpoint was left at; None where no cell is known, or it is not wanted.

    What the code says now and did not say then counts more than what was left.

    Args:
        endpoint: Whose form it is.
        given: What the code gives, by wire name or common word.
        default: What it would begin with beneath that.

    Raises:
        InvalidRequest: A name in `given` is unknown.
    """
    here = asked_here()
    if not (here.notebook and here.cell) or os.environ.get(VARIABLE, "").strip() == "0":
        return None
    said = endpoint.resolve(given)
    digest = hashlib.sha256(f"{here.notebook}\n{here.cell}\n{endpoint.id}".encode("utf-8", "replace")).hexdigest()
    found = Recall(home() / "recall" / f"{digest[:32]}.json", said, default, {**default, **said})
    stored = read_json(found.path)
    values, then, left = stored.get("values"), stored.get("given"), stored.get("left")
    if not (isinstance(values, dict) and isinstance(then, dict) and isinstance(left, list)):
        return found
    now = _stamps(said)
    known = still_taken(endpoint, values)
    changed = {name: value for name, value in said.items() if now[name] != then.get(name) or name in left}
    found.values, found.recalled = {**known, **changed}, _stamps(known) != _stamps({**default, **said})
    return found


def _stamps(values: Mapping[str, Any]) -> dict[str, str]:
    """What tells whether the code gives the same as before; of an object only its kind."""
    plain = (str, int, float, bool, list, tuple, dict)
    return {
        name: hashlib.sha256(
            (repr(value) if isinstance(value, plain) else type(value).__name__).encode("utf-8", "replace")
        ).hexdigest()[:16]
        for name, value in values.items()
    }
