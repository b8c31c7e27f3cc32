"""What kind of text was pasted, and what it asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from vidwidgets.form.paste.code_text import NotCode
from vidwidgets.form.paste.curl import address_of, read_curl
from vidwidgets.form.paste.found import Found, Readers
from vidwidgets.form.paste.json_text import NotJson, read_json
from vidwidgets.form.paste.snippet import read_snippet

MOST_CHARACTERS = 2_000_000
"""A picture inside a request may be long; what is longer than this is not read."""
_FENCE = re.compile(r"\A\s*```[\w+-]*[ \t]*\r?\n(.*?)\r?\n?```\s*\Z", re.DOTALL)
_ID = re.compile(r"[A-Za-z0-9](?:[\w.-]|:(?!//)){3,127}", re.ASCII)
_ID_IN_PATH = re.compile(r"/(?:requests|tasks|result)/([A-Za-z0-9][\w.:-]{0,127})(?:/(?:status|cancel|response))?/?\Z")
_ID_NAMES = ("request_id", "requestId", "id", "task_id", "taskId", "video_id")
_ANSWER_PARTS = ("Resp", "data", "task")
_ENDPOINT_NAMES = ("application", "endpoint", "endpoint_id")
MOST_WRAPPERS = 3
_WRAPPERS = ("input", "arguments", "body", "json", "data", "payload", "params", "request", "value")
_REQUEST_LINE = re.compile(r"\A\s*(?:POST|PUT)[ \t]+(\S+)(?:[ \t]+HTTP/[\d.]+)?[ \t]*\r?$", re.MULTILINE)
_CODE_LIKE = re.compile(r"^\s*(?:import|from)\s|\w\(", re.MULTILINE)
_WHAT = (
    "Paste a curl command, a JSON body, a request id, or Python that makes the request (vidwidgets, the provider's "
    "SDK, httpx or requests)."
)


def read_text(text: str, readers: Readers | None = None, fields: Collection[str] = ()) -> Found:
    """What a text asks for. It never raises; what it cannot read it says in sentences.

    Args:
        text: Anything.
        readers: How providers' SDKs are read; None: they are not.
        fields: The names of the form's fields, which are then neither a wrapper (`input`) nor an id.
    """
    if len(text) > MOST_CHARACTERS:
        return _nothing(
            f"The text has {len(text):,} characters, and {MOST_CHARACTERS:,} are the most that are read. Give a large "
            "picture as a file instead of inside the text."
        )
    plain = text.strip().removeprefix("\ufeff").strip()
    fenced = _FENCE.match(plain)
    plain = fenced[1].strip() if fenced else plain
    if not plain:
        return _nothing(f"There is no text. {_WHAT}")
    found = _short(plain) or _long(plain, readers or Readers())
    if found.body is not None:
        return _asked_for(found, frozenset(fields))
    address = found.address
    in_path = _ID_IN_PATH.search(address[1]) if address else None
    return replace(found, request_id=in_path[1], kind="a request's address", said=()) if in_path else found


def _short(plain: str) -> Found | None:
    """An id, or an address with one."""
    if any(sign.isspace() for sign in plain):
        return None
    if plain.startswith(("https://", "http://")):
        address = address_of(plain)
        if address is not None and _ID_IN_PATH.search(address[1]):
            return Found(address=address)
        return _nothing(f"The address has no request's id in it. {_WHAT}")
    return Found(kind="a request id", request_id=plain) if _ID.fullmatch(plain) else None


def _long(plain: str, readers: Readers) -> Found:
    reason = ""
    if plain[0] in '{["/':
        try:
            return _of_json(read_json(plain))
        except NotJson as error:
            reason = str(error)
    try:
        found = read_snippet(plain, readers)
    except NotCode as error:
        found, reason = None, reason or (str(error) if _CODE_LIKE.search(plain) else "")
    else:
        reason = reason or "It is Python, and makes no request that is known here."
    reason = f"{reason} " if reason else ""
    return found or read_curl(plain) or _inside(plain) or _nothing(f"This was not understood. {reason}{_WHAT}")


def _inside(plain: str) -> Found | None:
    """JSON with something around it: an HTTP request as documents print it, a line of words before it."""
    start, end = plain.find("{"), plain.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        found = _of_json(read_json(plain[start : end + 1]))
    except NotJson:
        return None
    line = _REQUEST_LINE.search(plain)
    address = address_of(line[1]) if line else None
    said = () if line else ("What stands around the JSON was passed over.",)
    return replace(found, address=address, said=(*said, *found.said))


def _of_json(value: object) -> Found:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        return _nothing(f"It is JSON, but no object with names, as a request is. {_WHAT}")
    return Found(kind="JSON", body=value)


def _asked_for(found: Found, fields: frozenset[str]) -> Found:
    """The body without what it is wrapped in; of a provider's answer, the request's id."""
    body: Mapping[str, object] = found.body or {}
    for _ in range(MOST_WRAPPERS):
        inner = _wrapped(body, fields)
        if inner is None:
            break
        said = next((body[name] for name in _ENDPOINT_NAMES if isinstance(body.get(name), str)), "")
        found, body = replace(found, endpoint=found.endpoint or str(said)), inner
    request_id = _id_in(body, fields)
    if request_id:
        return replace(found, kind="an answer with a request id", body=None, request_id=request_id, said=())
    return replace(found, body=body)


def _wrapped(body: Mapping[str, object], fields: frozenset[str]) -> dict[str, object] | None:
    """What is inside `{"input": {…}}`; None where the body is the request itself."""
    for name in _WRAPPERS:
        inner = body.get(name)
        if name in fields:
            continue
        if isinstance(inner, str) and inner.lstrip().startswith("{"):
            try:
                inner = read_json(inner)
            except NotJson:
                continue
        if isinstance(inner, dict):
            return inner
    return None


def _id_in(body: Mapping[str, object], fields: frozenset[str]) -> str:
    """The id in an answer of a provider; "" where it is a request."""
    if fields & body.keys():
        return ""
    answer = next((part for name in _ANSWER_PARTS if isinstance(part := body.get(name), dict)), body)
    given = next((answer[name] for name in _ID_NAMES if name in answer), None)
    is_id = isinstance(given, str | int) and not isinstance(given, bool) and _ID.fullmatch(str(given))
    return str(given) if is_id else ""


def _nothing(sentence: str) -> Found:
    return Found(said=(sentence,))
