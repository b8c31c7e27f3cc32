"""The sentences of a form's footer: what is left to settle, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Field
from vidwidgets.spec.price import Price
from vidwidgets.spec.problem import Problem
from vidwidgets.spec.values import Values


def to_settle(endpoint: Endpoint, values: Mapping[str, Any], problems: Sequence[Problem]) -> str:
    """What stops the request, in a line: `2 things to settle: an image, the duration`; empty when nothing does."""
    seen = Values(values)
    about = {problem.fields[0] for problem in problems if problem.fields}
    things = [_thing(field, seen) for field in endpoint.fields if field.name in about]
    names = {field.name for field in endpoint.fields}
    things += [problem.message for problem in problems if not names & set(problem.fields[:1])]
    if not things:
        return ""
    count = f"{len(things)} {'thing' if len(things) == 1 else 'things'}"
    return f"{count} to settle: {', '.join(things)}"


def cost_words(price: Price | None, free: str | None, provider: str, count: int = 1) -> tuple[str, str]:
    """The amount, and how it was reckoned: (`free here`, `$3.20 at fal: 8 s × $0.40`) where nothing is paid.

    Of several clips it is what all of them cost: (`$12.80`, `4 clips of $3.20: 8 s × $0.40`).
    """
    if price is None:
        return (free or "", "")
    whole, how = price, price.how
    if count > 1:
        whole, how = replace(price, amount=price.amount * count), f"{count} clips of {price}: {price.how}"
    return (free, f"{whole} at {provider}: {how}") if free else (str(whole), how)


def more_label(fields: Sequence[Field], problems: Sequence[Problem], most: int = 4) -> str:
    """The words on the fold: `More: negative prompt, seed`, and how many of them are to be settled."""
    names = [lower(field.label) for field in fields]
    listed = ", ".join(names[:most]) + (", …" if len(names) > most else "")
    inside = {field.name for field in fields}
    wrong = len({problem.fields[0] for problem in problems if problem.fields and problem.fields[0] in inside})
    return f"More: {listed}" + (f" ({wrong} to settle)" if wrong else "")


def lower(label: str) -> str:
    """A label inside a sentence: `Prompt` as `prompt`, `CFG scale` as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _thing(field: Field, values: Values) -> str:
    word = lower(field.label)
    if values.has(field.name):
        return f"the {word}"
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"
