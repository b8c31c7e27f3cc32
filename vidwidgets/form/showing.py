"""Making the controls of a form show what follows from what all of them say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from vidwidgets.form.choice_control import ChoiceControl
from vidwidgets.form.control import Control
from vidwidgets.form.reasons import absent_options, option_reasons
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values


def show_fields(
    endpoint: Endpoint,
    controls: Mapping[str, Control],
    values: Mapping[str, Any],
    *,
    shown: Collection[str],
    problems: Sequence[Problem],
    warnings: Sequence[Problem],
) -> None:
    """Show each control or take it out of sight, with what is wrong with it and why options are out.

    Args:
        endpoint: What can be asked.
        controls: By wire name.
        values: What counts, by wire name.
        shown: The names of the fields in sight.
        problems: What stops the request; beside a field only once something was said there.
        warnings: What may go wrong.
    """
    reasons = option_reasons(endpoint, values)
    seen = Values(values, endpoint.defaults)
    for control in controls.values():
        if isinstance(control, ChoiceControl):
            control.leave_out(absent_options(endpoint, control.field, values))
    for name, control in controls.items():
        control.hide(name not in shown)
        said = control.touched or name in values
        wrong = [problem.message for problem in problems if said and problem.fields[:1] == (name,)]
        soft = [warning.message for warning in warnings if warning.fields[:1] == (name,)]
        control.show(wrong, soft, reasons.get(name, {}))
        control.follow(endpoint, seen)
