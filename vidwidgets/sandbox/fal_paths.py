"""fal's queue paths. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vidwidgets.sandbox.wire import RequestKind

# workflows/ and comfy/ ids keep one segment more (facts/fal.md §1, Endpoints).
_REQUEST: Final = re.compile(
    r"/(?P<app>(?:(?:workflows|comfy)/)?[\w.-]+/[\w.-]+)(?P<path>(?:/[\w.-]+)*)/requests/(?P<id>[^/]+)(?P<tail>(?:/[\w.-]+)*)"
)
_TAILS: Final[dict[str, tuple[str, RequestKind]]] = {
    "": ("GET", "result"),
    "/status": ("GET", "status"),
    "/status/stream": ("GET", "stream"),
    "/cancel": ("PUT", "cancel"),
}
# First segments that belong to other parts of this origin.
_TAKEN: Final = frozenset({"_sandbox", "api", "files", "openapi", "runwayml", "storage", "v1"})


@dataclass(frozen=True)
class RequestPath:
    """A path that names a request: ``app`` is owner/app; ``kind`` is None where fal answers 405."""

    app: str
    request_id: str
    kind: RequestKind | None


def app_of(endpoint: str) -> str:
    """Owner and app of a full model id: all that the status, result and cancel paths keep of it."""
    parts = endpoint.split("/")
    return "/".join(parts[: 3 if parts[0] in ("workflows", "comfy") else 2])


def parse_request_path(method: str, path: str) -> RequestPath | None:
    """Read a path with ``/requests/`` in it; None when it is none.

    The full model id before ``/requests/`` is listed by the models' own OpenAPI documents but answers 405, and so
    does a ``/response`` behind the id (facts/fal.md §2, URLs).
    """
    found = _REQUEST.fullmatch(path)
    if found is None or found["app"].partition("/")[0] in _TAKEN:
        return None
    verb, kind = _TAILS.get(found["tail"], ("", None))
    usable = kind if not found["path"] and method in (verb, "HEAD" if verb == "GET" else verb) else None
    return RequestPath(found["app"], found["id"], usable)


def submitted_endpoint(method: str, path: str) -> str | None:
    """The model id that a POST goes to; None when it is no submit."""
    endpoint = path.strip("/")
    parts = endpoint.split("/")
    if method != "POST" or len(parts) < 2 or parts[0] in _TAKEN or "requests" in parts:  # noqa: PLR2004 - owner/app
        return None
    return endpoint
