"""What the pictures of a form have wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from vidwidgets.form.control import Control
from vidwidgets.form.media_control import MediaControl
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values


def judged_pictures(
    controls: Mapping[str, Control],
    endpoint: Endpoint,
    values: Mapping[str, Any],
    *,
    wait: bool,
    but: Collection[str] = (),
) -> tuple[list[Problem], list[Problem]]:
    """What stops them, and what may go wrong with them.

    Args:
        controls: The form's, by wire name.
        endpoint: What is asked.
        values: What the controls in sight say.
        wait: Read now what was not read yet.
        but: Fields that are left out: something else is wrong with them already.
    """
    seen = Values(values, endpoint.defaults)
    problems: list[Problem] = []
    warnings: list[Problem] = []
    for name, control in controls.items():
        if isinstance(control, MediaControl) and name in values and name not in but:
            wrong, advised = control.judged(seen, wait=wait)
            problems += [Problem((name,), sentence) for sentence in wrong]
            warnings += [Problem((name,), sentence) for sentence in advised]
    return problems, warnings
