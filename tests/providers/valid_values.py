"""Finding values that break no rule of an endpoint, by looking at nothing but what it says of itself."""

import heapq
from collections.abc import Iterator
from itertools import count
from typing import Any

from vidwidgets.spec.address import Address
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice, Field, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList

PICTURE = "https://pictures.example/lake.png"
STEPS = 60
"""How many sets of values are tried before a search gives up."""
_found: dict[tuple[int, str], dict[str, Any]] = {}
"""Searches that were made; declared endpoints live as long as the process."""


def sample(field: Field) -> Any:
    """One value that a field takes by itself: its default, what a form begins with, or the plainest there is."""
    for known in (field.default, field.initial):
        if known is not None:
            return known
    return next(candidates(field))


def candidates(field: Field) -> Iterator[Any]:
    """Values that a field takes by itself, different enough to satisfy a rule."""
    if field.choices():
        yield from field.choices()
    elif isinstance(field, Address):
        yield PICTURE
    elif isinstance(field, Extra):
        yield {name: [PICTURE, PICTURE] for name in field.needed} or {"of_its_own": 1}
    elif isinstance(field, Text):
        yield "The fog lifts from the lake. ".ljust(field.min_length, "~")
    elif isinstance(field, Number):
        low = field.minimum if field.minimum is not None else min(1, field.maximum or 1)
        yield int(low) if field.integer else low
        if field.maximum is not None:
            yield field.maximum
    elif isinstance(field, Seed):
        yield field.minimum
    elif isinstance(field, MediaList):
        yield from ([PICTURE] * n for n in range(2, (field.most or 3) + 1))
    elif isinstance(field, Media):
        yield PICTURE


def minimal(endpoint: Endpoint) -> dict[str, Any]:
    """What has to be given, and nothing else."""
    return valid(endpoint, {})


def valid(endpoint: Endpoint, fixed: dict[str, Any]) -> dict[str, Any]:
    """A small set of values that breaks no rule and holds `fixed`.

    Raises:
        AssertionError: None was found.
    """
    known = _found.get((id(endpoint), repr(fixed)))
    if known is not None:
        return dict(known)
    start = {field.name: sample(field) for field in endpoint.fields if field.required} | fixed
    for begun in (start, *(start | led | fixed for led in _leads(endpoint))):
        found = _mended(endpoint, begun, frozenset(fixed) | frozenset(begun) - frozenset(start))
        if found is not None:
            _found[id(endpoint), repr(fixed)] = found
            return dict(found)
    raise AssertionError(f"No valid values of {endpoint.id} with {fixed}: {[str(p) for p in endpoint.problems(start)]}")


def _mended(endpoint: Endpoint, start: dict[str, Any], kept: frozenset[str]) -> dict[str, Any] | None:
    """The nearest values without a problem, best first; None where none was found."""
    order = count()
    waiting = [(len(endpoint.problems(start)), next(order), start)]
    seen = {repr(sorted(start.items()))}
    for _ in range(STEPS):
        if not waiting:
            return None
        broken, _at, values = heapq.heappop(waiting)
        if not broken:
            return values
        names = {name for problem in endpoint.problems(values) for name in problem.fields}
        for changed in (other for name in sorted(names - kept) for other in _with_other(endpoint, values, name)):
            key = repr(sorted(changed.items()))
            if key not in seen:
                seen.add(key)
                heapq.heappush(waiting, (len(endpoint.problems(changed)), next(order), changed))
    return None


def _leads(endpoint: Endpoint) -> Iterator[dict[str, Any]]:
    """Each option of each field that the others follow (a model)."""
    for field in endpoint.fields:
        if isinstance(field, Choice) and field.leads:
            yield from ({field.name: option} for option in field.options)


def _with_other(endpoint: Endpoint, values: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    field = endpoint.field(name)
    if not field.required and name in values:
        yield {known: value for known, value in values.items() if known != name}
    if field.initial is not None:
        yield {**values, name: field.initial}
    for value in candidates(field):
        yield {**values, name: value}
