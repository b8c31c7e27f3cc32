"""A request in Python: of vidwidgets, of a provider's SDK, of an HTTP library, or a bare dict."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace

from vidwidgets.form.paste.code_text import NotCode, Reader, parse
from vidwidgets.form.paste.curl import address_of
from vidwidgets.form.paste.found import Found, Readers
from vidwidgets.form.paste.json_text import NotJson, read_json
from vidwidgets.spec.called import Called

_OURS = {"submit", "form"}
_PACKAGE = "vidwidgets"
_NOT_FIELDS = {"connection", "fresh", "schema"}
_BODIES = ("json", "data", "content", "body", "payload")
_OF_HEADERS = {"authorization", "api-key", "content-type", "accept", "x-runway-version"}
MOST_CALLS = 2_000


def read_snippet(text: str, readers: Readers) -> Found | None:
    """The first request that a program makes; None where it makes none.

    Raises:
        NotCode: The text is no Python that is read here.
    """
    tree = parse(text)
    try:
        return _first_request(tree, readers)
    except RecursionError:
        raise NotCode("As code it is too deeply nested to be one request.") from None


def _first_request(tree: ast.Module, readers: Readers) -> Found | None:
    ours = _our_names(tree)
    reader = Reader()
    found: list[tuple[int, Found]] = []
    for count, called in enumerate(reader.calls(tree)):
        if count > MOST_CALLS:
            break
        # a call of ours or of an SDK says more than the HTTP that it may also show
        for rank, request in enumerate((_ours(called, ours), _of_sdk(called, readers), _over_http(called))):
            if request is not None:
                found.append((rank, request))
                break
    if not found:
        return _bare(tree, reader)
    best = min(rank for rank, _ in found)
    requests = [request for rank, request in found if rank == best]
    said = (f"The text makes {len(requests)} requests: the first one was read.",) if len(requests) > 1 else ()
    return replace(requests[0], said=said)


def _our_names(tree: ast.Module) -> set[str]:
    """The names under which a program calls vidwidgets: `vw.submit` where it imports nothing."""
    found = {f"vw.{name}" for name in _OURS} | {f"{_PACKAGE}.{name}" for name in _OURS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            aliases = [one.asname for one in node.names if one.name == _PACKAGE and one.asname]
            found |= {f"{alias}.{name}" for alias in aliases for name in _OURS}
        elif isinstance(node, ast.ImportFrom) and node.module == _PACKAGE:
            found |= {one.asname or one.name for one in node.names if one.name in _OURS}
    return found


def _ours(called: Called, names: set[str]) -> Found | None:
    endpoint = called.named.get("endpoint_id", called.positional[0] if called.positional else None)
    if called.function not in names or not isinstance(endpoint, str):
        return None
    values = {name: value for name, value in called.named.items() if name not in _NOT_FIELDS | {"endpoint_id"}}
    connection = called.named.get("connection")
    return Found(
        kind="a vidwidgets snippet",
        values=values,
        endpoint=endpoint,
        connection=connection if isinstance(connection, str) else "",
    )


def _of_sdk(called: Called, readers: Readers) -> Found | None:
    for read in readers.calls:
        request = read(called)
        if request is not None:
            return Found(kind="a snippet of the provider's SDK", body=request.body, endpoint=request.endpoint)
    return None


def _over_http(called: Called) -> Found | None:
    """An address and a JSON body, whichever library sends them."""
    addresses = [address for text in _texts(called) if (address := _address(text)) is not None]
    if not addresses:
        return None
    for value in (*(called.named.get(name) for name in _BODIES), *called.positional):
        body = _as_body(value)
        if body is not None:
            return Found(kind="Python that speaks HTTP", body=body, address=addresses[0])
    return None


def _texts(called: Called) -> Iterator[str]:
    for value in (called.named.get("url"), *called.positional):
        if isinstance(value, str):
            yield value


def _address(text: str) -> tuple[str, str] | None:
    return address_of(text) if text.startswith(("https://", "http://", "/")) else None


def _as_body(value: object) -> Mapping[str, object] | None:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = read_json(value)
        except NotJson:
            return None
    return value if isinstance(value, Mapping) else None


def _bare(tree: ast.Module, reader: Reader) -> Found | None:
    """A dict that stands alone, or the largest one with a name."""
    alone = [reader.value(one.value) for one in tree.body if isinstance(one, ast.Expr)]
    dicts = [value for value in (*alone, *reader.assigned()) if isinstance(value, dict) and value]
    dicts = [one for one in dicts if not _OF_HEADERS & {str(name).lower() for name in one}]
    return Found(kind="a Python dict", body=max(dicts, key=len)) if dicts else None
