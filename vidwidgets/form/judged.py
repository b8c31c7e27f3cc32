"""What stops a form's request and what may go wrong with it, its pictures included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.form.control import Control
from vidwidgets.form.media_control import MediaControl
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values


def problems_of(
    endpoint: Endpoint, controls: Mapping[str, Control], values: Mapping[str, Any], *, wait: bool
) -> list[Problem]:
    """What stops it. A field that breaks a rule of its own is not judged as a picture too.

    Args:
        endpoint: What can be asked.
        controls: By wire name.
        values: What counts, by wire name.
        wait: Whether to read a picture that was not read yet.
    """
    found = endpoint.problems(values)
    wrong = {problem.fields[0] for problem in found if problem.fields}
    seen = Values(values, endpoint.defaults)
    for name, control in controls.items():
        if isinstance(control, MediaControl) and name in values and name not in wrong:
            found += [Problem((name,), sentence) for sentence in control.judged(seen, wait=wait)[0]]
    return found


def warnings_of(
    endpoint: Endpoint, controls: Mapping[str, Control], values: Mapping[str, Any], *, wait: bool
) -> list[Problem]:
    """What may be refused or altered; the arguments are those of `problems_of`."""
    found = endpoint.warnings(values)
    seen = Values(values, endpoint.defaults)
    for name, control in controls.items():
        if isinstance(control, MediaControl) and name in values:
            found += [Problem((name,), sentence) for sentence in control.judged(seen, wait=wait)[1]]
    return found
