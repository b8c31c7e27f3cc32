"""An endpoint in words: for terminals, notebooks and the reference."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Field, Number, Seed, Text
from vidwidgets.spec.media_list import MediaList

if TYPE_CHECKING:
    from vidwidgets.spec.endpoint import Endpoint


SENT_AS_IT_IS = ("http://", "https://", "data:", "runway://")
"""How a text begins that stands for a picture in a body; any other one is a file's path."""


def allowed(field: Field) -> str:
    """What a field takes, in a few words."""
    if field.choices():
        return ", ".join(repr(option) for option in field.choices())
    if isinstance(field, Text):
        return f"text, up to {field.max_length:,} characters" if field.max_length else "text"
    if isinstance(field, Number | Seed):
        low = "" if field.minimum is None else f" from {field.minimum}"
        high = "" if field.maximum is None else f" to {field.maximum}"
        return f"{'whole number' if isinstance(field, Seed) or field.integer else 'number'}{low}{high}"
    if isinstance(field, Extra):
        return "a JSON object"
    what = "a path, URL, data URI, bytes, PIL image, array, figure or clip"
    if not isinstance(field, MediaList):
        return what
    return f"a list of up to {field.most}, each {what}" if field.most else f"a list, each {what}"


def rows(endpoint: Endpoint) -> list[tuple[str, str, str, str]]:
    """Name, what it takes, default, help: one row a field, in form order."""
    return [
        (
            field.name + (" *" if field.required else ""),
            allowed(field),
            "" if field.default is None else repr(field.default),
            field.help,
        )
        for field in endpoint.fields
    ]


def as_text(endpoint: Endpoint) -> str:
    """Plain text, one field a line; a star marks what is required."""
    lines = [f"{endpoint.id}: {endpoint.title}, {endpoint.kind}", ""]
    for name, takes, default, help_line in rows(endpoint):
        given = f" [default {default}]" if default else ""
        lines.append(f"  {name}: {takes}{given}. {help_line}")
    lines += [f"  rule: {problem_text}" for problem_text in _rule_texts(endpoint)]
    lines += [f"  note: {note}" for note in endpoint.notes]
    lines += ["", f"Source: {endpoint.source}"]
    return "\n".join(lines)


def as_markdown(endpoint: Endpoint) -> str:
    """A Markdown table, everything escaped."""
    lines = [f"**{_safe(endpoint.title)}**, {_safe(endpoint.kind)} · `{endpoint.id}`", ""]
    lines += ["| field | takes | default | |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(_safe(cell) for cell in row) + " |" for row in rows(endpoint)]
    lines += [
        "",
        *(f"- {_safe(text)}" for text in (*_rule_texts(endpoint), *endpoint.notes)),
        "",
        f"Source: {_safe(str(endpoint.source))}",
    ]
    return "\n".join(lines)


def media_word(value: object) -> object:
    """A URL, a data URI or an id as it is; any other picture as a short word for it; a list of them one by one."""
    if isinstance(value, list | tuple):
        return [media_word(one) for one in value]
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.startswith(SENT_AS_IT_IS):
        return value
    if isinstance(value, str | PurePath):
        # a file's name may hold bytes that are no UTF-8, which JSON cannot carry
        return f"<uploaded first: {PurePath(value).name.encode(errors='replace').decode()}>"
    return f"<uploaded first: {type(value).__name__}>"


def _rule_texts(endpoint: Endpoint) -> list[str]:
    return [rule.why for rule in (*endpoint.rules, *endpoint.advice) if hasattr(rule, "why")]


def _safe(text: str) -> str:
    for character in "\\`*_[]<>|":
        text = text.replace(character, "\\" + character)
    return " ".join(text.split())
