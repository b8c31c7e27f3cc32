"""Where a request is found again at fal's queue and at the gateways in front of it.

fal: "status, result and cancel use only the owner and the app; do not build these URLs yourself"
(fal.ai/docs/api-reference/inference-api, read 2026-11-21). So the returned URLs' paths are used, and built ones only
where none can be.
"""

from __future__ import annotations

import re

from vidwidgets.wire.connections import Connection
from vidwidgets.wire.rebase import rebased
from vidwidgets.wire.reply import text_at

QUEUE_HOSTS = frozenset({"queue.fal.run", "queue.falrun.com", "fal.run"})
REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)
_ID_IN_PATH = re.compile(r"/requests/([^/]+)")
_PREFIXES = {"workflows", "comfy"}
_SUFFIXES = {"status": "/status", "result": "", "cancel": "/cancel"}
_ANSWER_KEYS = {"status": "status_url", "result": "response_url", "cancel": "cancel_url"}


def is_request_id(text: str) -> bool:
    """Whether a text can be an id that belongs into a path."""
    return REQUEST_ID.fullmatch(text) is not None and set(text) != {"."}


def built(endpoint: str, request_id: str) -> dict[str, str]:
    """The paths made from owner, app and id."""
    steps = endpoint.strip("/").split("/")
    kept = 3 if steps[0] in _PREFIXES else 2
    return _below("/" + "/".join(steps[:kept]), request_id)


def alternatives(endpoint: str, request_id: str, connection: Connection) -> list[dict[str, str]]:
    """What else may be tried when a path answers 404 or 405, in order.

    Gateways document their own: the full id, or the literal model name "auto" (facts/fal.md §5, read 2026-11-21).
    """
    found = [built(endpoint, request_id), _below(f"/{endpoint.strip('/')}", request_id)]
    if not connection.official:
        found.append(_below("/fal-ai/auto", request_id))
    return [way for at, way in enumerate(found) if way not in found[:at]]


def returned(answer: object, endpoint: str, request_id: str, connection: Connection) -> dict[str, str]:
    """The paths that a submit's answer names, where they lead to this request.

    One that it leaves out (seed 002 has no cancel_url) is beside those that it names; with none, all are built.
    """
    found: dict[str, str] = {}
    for purpose, key in _ANSWER_KEYS.items():
        path = rebased(text_at(answer, key), base_url=connection.base_url, known_hosts=QUEUE_HOSTS)
        if path is None:
            continue
        # an example of 2026 ends in /response, which real hosts answer with 405
        path = path.removesuffix("/response")
        if _is_for(path, request_id, _SUFFIXES[purpose]):
            found[purpose] = path
    if not found:
        return built(endpoint, request_id)
    purpose, path = next(iter(found.items()))
    return {**_at(path.removesuffix(_SUFFIXES[purpose])), **found}


def id_in(answer: object, connection: Connection) -> str:
    """The request's id in the URLs of an answer that does not name it otherwise; empty where none has one."""
    for key in _ANSWER_KEYS.values():
        path = rebased(text_at(answer, key), base_url=connection.base_url, known_hosts=QUEUE_HOSTS)
        found = _ID_IN_PATH.search(path or "")
        if found and is_request_id(found.group(1)):
            return found.group(1)
    return ""


def _below(app: str, request_id: str) -> dict[str, str]:
    return _at(f"{app}/requests/{request_id}")


def _at(place: str) -> dict[str, str]:
    return {purpose: f"{place}{suffix}" for purpose, suffix in _SUFFIXES.items()}


def _is_for(path: str, request_id: str, suffix: str) -> bool:
    pattern = rf"(/[\w.-]+){{2,8}}/requests/{re.escape(request_id)}{suffix}"
    return re.fullmatch(pattern, path, re.ASCII) is not None and ".." not in path.split("/")
