"""Why options do not go with the other values, for striking them with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Choice, Field
from vidwidgets.spec.rules import OneOf, Require, Rule
from vidwidgets.spec.values import Values, same


def option_reasons(endpoint: Endpoint, values: Mapping[str, Any]) -> dict[str, dict[int, str]]:
    """For each closed field, the indices of the options that would break a rule, and the rule's sentence.

    A rule that asks for more (`Require`, `OneOf`) strikes nothing: choosing the option is how one gets there. Nor
    does a rule that every option breaks: then the fault lies in another field.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return {field.name: _struck(endpoint, field, given) for field in endpoint.fields if _can_be_struck(field)}


def absent_options(endpoint: Endpoint, field: Field, values: Mapping[str, Any]) -> list[int]:
    """The indices of the options that do not exist beside the other values, and are left out of the list."""
    there = endpoint.offered(field.name, values)
    return [at for at, option in enumerate(field.choices()) if not any(same(option, one) for one in there)]


def _can_be_struck(field: Field) -> bool:
    """A closed field that does not lead the others: a model can always be switched."""
    return bool(field.choices()) and not (isinstance(field, Choice) and field.leads)


def _struck(endpoint: Endpoint, field: Field, given: Mapping[str, Any]) -> dict[int, str]:
    found: dict[int, str] = {}
    for rule in endpoint.rules:
        if field.name in rule.reads and not isinstance(rule, Require | OneOf):
            broken = _broken_by(rule, field, Values(given, endpoint.defaults))
            if len(broken) < len(field.choices()):
                found |= {at: why for at, why in broken.items() if at not in found}
    return found


def _broken_by(rule: Rule, field: Field, values: Values) -> dict[int, str]:
    tried = (
        (at, rule.problem(Values({**values.given, field.name: option}, values.defaults)))
        for at, option in enumerate(field.choices())
    )
    return {at: problem.message for at, problem in tried if problem}
