"""What the rules known here say of a request that PixVerse refused without naming a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vidwidgets.providers.find import endpoints

SUSPECTS = (
    "a template that is not activated for this account, or does not take this quality; an id of a picture or voice "
    "from another account; words that this model has no field for"
)


def findings(endpoint_id: str, body: Mapping[str, Any]) -> str:
    """The broken rules; else what was doubtful; else that nothing was found, and what it mostly is."""
    found = next((endpoint for endpoint in endpoints() if endpoint.id == endpoint_id), None)
    known = {name: value for name, value in body.items() if found and any(f.name == name for f in found.fields)}
    wrong = [str(problem) for problem in found.problems(known)] if found else []
    if wrong:
        return f"The rules known here say: {' '.join(wrong)}"
    doubtful = [str(rule) for rule in found.warnings(known) if rule.fields] if found else []
    if doubtful:
        return f"The rules known here find nothing wrong, but doubted this: {' '.join(doubtful)}"
    return f"The rules known here find nothing wrong. Mostly it is one of these: {SUSPECTS}."
