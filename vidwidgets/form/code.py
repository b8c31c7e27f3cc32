"""The same request as text: a Python snippet, and a curl command for bash."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from pathlib import PurePath

from vidwidgets.form.picture_words import short_name
from vidwidgets.spec.python_text import Expression, arguments, call, is_name, literal

TO_FILL_IN = "…"
"""Stands in code for the path of a picture that code cannot show."""
_DATA_URI = re.compile(r"data:[\w.+-]*/[\w.+-]*[;,]")
_SHORT_DATA = 120
_VARIABLE = re.compile(r"\$[A-Z_][A-Z0-9_]*(?![A-Za-z0-9_])")
_PLAIN = re.compile(r"[\w .,:;/=+@%()-]*", re.ASCII)


def to_code(endpoint_id: str, values: Mapping[str, object], *, connection: str | None) -> str:
    """Python that makes the same request: `import vidwidgets as vw` and a call of `vw.submit`.

    A picture that code cannot show (bytes, a PIL image, an array, a data URI) becomes a variable, which holds a
    path to be filled in and is marked with a comment.

    Args:
        endpoint_id: The endpoint.
        values: By wire name, as `EndpointForm.values` gives them.
        connection: The connection's name; None leaves the choice to vidwidgets.
    """
    above, named = set_aside(values)
    if connection is not None:
        named["connection"] = connection
    given = [literal(endpoint_id), *arguments(named)]
    return "\n".join(["import vidwidgets as vw", "", *above, *call("vw.submit", given), ""])


def set_aside(values: Mapping[str, object]) -> tuple[list[str], dict[str, object]]:
    """The lines for what code cannot show, and the values with variables in its place; of a list one by one."""
    aside: dict[str, str] = {}

    def shown(name: str, value: object) -> object:
        if _shows(value):
            return value
        if isinstance(value, list | tuple):
            return [shown(f"{name}_{count}", one) for count, one in enumerate(value, start=1)]
        variable = name if is_name(name) else f"picture_{len(aside) + 1}"
        aside[variable] = " ".join(short_name(value).split())
        return Expression(variable)

    named = {name: shown(name, value) for name, value in values.items()}
    marked = (
        (f"# {variable} was given as {what}: put its path or address here", f'{variable} = "{TO_FILL_IN}"', "")
        for variable, what in aside.items()
    )
    return [line for lines in marked for line in lines], named


def to_curl(method_url: str, headers: Mapping[str, str], body: Mapping[str, object]) -> str:
    """A curl command for bash that makes the same request.

    Args:
        method_url: The address, with its method before it where that is not POST (`PUT https://…`).
        headers: A `$NAME` in a header's value (`Key $FAL_KEY`) is left for the shell to fill in, so that no key is
            in the text; nothing else is expanded anywhere.
        body: Sent as JSON.
    """
    method, _, url = method_url.rpartition(" ")
    parts = [f"curl --request {shlex.quote(method or 'POST')} {shlex.quote(url)}"]
    given = {name.lower() for name in headers}
    every = dict(headers) if "content-type" in given else {**headers, "Content-Type": "application/json"}
    parts += [f"--header {_header(f'{name}: {value}')}" for name, value in every.items()]
    parts.append(f"--data-raw {shlex.quote(_json(body))}")
    return " \\\n  ".join(parts) + "\n"


def _shows(value: object) -> bool:
    """Whether a literal can stand for it in a program that a person reads."""
    if isinstance(value, str):
        return not (_DATA_URI.match(value) and len(value) > _SHORT_DATA)
    if isinstance(value, Mapping):
        return all(_shows(item) for item in (*value.keys(), *value.values()))
    if isinstance(value, list | tuple):
        return all(_shows(item) for item in value)
    return value is None or isinstance(value, bool | int | float | PurePath)


def _header(line: str) -> str:
    if not _VARIABLE.search(line):
        return shlex.quote(line)
    rest = _VARIABLE.split(line)
    names = _VARIABLE.findall(line)
    if all(_PLAIN.fullmatch(piece) for piece in rest):
        return f'"{line}"'
    quoted = [shlex.quote(piece) if piece else "" for piece in rest]
    return quoted[0] + "".join(f'"{name}"{piece}' for name, piece in zip(names, quoted[1:], strict=True))


def _json(body: Mapping[str, object]) -> str:
    text = json.dumps(body, indent=2, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair has no UTF-8
        return json.dumps(body, indent=2)
    return text
