"""From a model's id to what can be asked of it: declared, or made from its OpenAPI document wherever that is found."""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, ProviderUnreachable
from vidwidgets.panel.route import route
from vidwidgets.panel.schema_asking import ask, give
from vidwidgets.panel.schema_file import given_document
from vidwidgets.panel.schema_shelf import Kept, Origin, Shelf
from vidwidgets.panel.world import known_connections
from vidwidgets.providers import find
from vidwidgets.providers.fal.generic import generic
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.source import Source
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.home import home

PAGE = "fal.ai/api/openapi/queue/openapi.json"
FRESH_SECONDS = 24 * 3600.0
"""For so long a document from fal is not asked for again."""
_FAL_ID = re.compile(r"[\w.-]{1,80}(?:/[\w.-]{1,80}){1,7}", re.ASCII)
_NEARLY = 0.9
"""How alike a mistyped id is to the one that was meant."""
_HOW_TO_GIVE = "schema= takes its OpenAPI document, as a path or a dict."


def asked_of(endpoint_id: str, *, connection: str | None = None, schema: object = None) -> Endpoint:
    """What can be asked of an endpoint. It may ask the connection for the model's document, and so takes seconds.

    Args:
        endpoint_id: In the provider's own words.
        connection: Where it will be sent, by name; None as in `vw.form`.
        schema: The OpenAPI document of a fal model, as a path or a dict; None: declared, else asked for at the
            connection, else as it was read before, else a general form that says so.

    Raises:
        InvalidRequest: There is no such endpoint or connection, or `schema` is no document of it.
    """
    if schema is not None:
        return _of_given(endpoint_id, schema, connection)
    if not is_fal_id(endpoint_id) or any(endpoint_id == found.id for found in find.endpoints()):
        return find.endpoint(endpoint_id)
    way = route(generic(endpoint_id), connection).connection
    return find.remember(_of_sandbox(endpoint_id, way) if way.is_sandbox else _of_fal(endpoint_id))


def known_endpoint(endpoint_id: str) -> Endpoint:
    """What can be asked of an endpoint that a job was made of, by what is known here: nothing is asked for.

    Raises:
        InvalidRequest: It cannot be an endpoint of anyone.
    """
    found = find.known(endpoint_id)
    if found is not None or not is_fal_id(endpoint_id):
        return found or find.endpoint(endpoint_id)
    kept = _shelf().newest(endpoint_id)
    made = _made(endpoint_id, kept) if kept else None
    return find.remember(made or generic(endpoint_id, notes=(f"No document of this model is here. {_HOW_TO_GIVE}",)))


def is_fal_id(endpoint_id: object) -> bool:
    """Whether it can be the id of a model at fal: `owner/app`, with or without a path, and no other provider's."""
    others = {found.id.partition("/")[0] for found in find.endpoints() if found.provider != "fal"}
    if not isinstance(endpoint_id, str) or not _FAL_ID.fullmatch(endpoint_id):
        return False
    steps = endpoint_id.split("/")
    return steps[0] not in others and "requests" not in steps and not any(set(step) == {"."} for step in steps)


def _of_given(endpoint_id: str, schema: object, connection: str | None) -> Endpoint:
    if not is_fal_id(endpoint_id):
        raise InvalidRequest(
            f"schema= goes with a fal model's id (owner/app/path), and {str(endpoint_id)[:100]!r} is none. "
            "Nothing was sent."
        )
    document, page = given_document(schema)
    kept = Kept(document, page, time.time())
    made = endpoint_of(document, endpoint_id, source=Source(kept.page, kept.date))
    way = route(made, connection).connection
    _shelf().keep("given", endpoint_id, kept)
    if way.is_sandbox:
        give(endpoint_id, document, way)
    return find.remember(made)


def _of_sandbox(endpoint_id: str, sandbox: Connection) -> Endpoint:
    """By the sandbox's own document; else by one that was read before, which the sandbox is then given."""
    said: object = None
    try:
        said, trouble = ask(endpoint_id, sandbox), "the sandbox has no document of it"
    except ProviderUnreachable as error:
        trouble = _inside(error)
    if said is not None:
        return _read_now("sandbox", endpoint_id, said, "the sandbox")
    for origin in ("given", "fal"):
        kept = _shelf().find(origin, endpoint_id)
        made = _made(endpoint_id, kept) if kept else None
        if kept is not None and made is not None:
            give(endpoint_id, kept.document, sandbox)
            return made
    _refuse_mistyped(endpoint_id)
    return _general(endpoint_id, trouble, "The sandbox plays a model only by its document.")


def _of_fal(endpoint_id: str) -> Endpoint:
    """By fal's document of today; offline by the last one that was read."""
    shelf, now = _shelf(), time.time()
    kept = shelf.find("fal", endpoint_id)
    if kept is not None and 0 <= now - kept.read_at < FRESH_SECONDS and (made := _made(endpoint_id, kept)):
        return made
    said: object = None
    try:
        said, trouble = ask(endpoint_id, known_connections().official_for("fal")), ""
    except ProviderUnreachable as error:
        trouble = _inside(error)
    if said is not None:
        try:
            return _read_now("fal", endpoint_id, said, f"{PAGE}?endpoint_id={endpoint_id}")
        except InvalidRequest as error:
            trouble = _inside(error)
    if kept is not None and trouble:
        made = _made(endpoint_id, kept, f"fal could not be asked ({trouble}): this is its document of {kept.date}.")
        if made is not None:
            return made
    given = shelf.find("given", endpoint_id)
    if given is not None and (made := _made(endpoint_id, given, f"This is the document given on {given.date}.")):
        return made
    if not trouble:
        _refuse_mistyped(endpoint_id)
    return _general(endpoint_id, trouble or "fal has no document of it")


def _read_now(origin: Origin, endpoint_id: str, document: Any, page: str) -> Endpoint:  # noqa: ANN401  a JSON value
    kept = Kept(document, page, time.time())
    made = endpoint_of(document, endpoint_id, source=Source(kept.page, kept.date))
    _shelf().keep(origin, endpoint_id, kept)
    return made


def _made(endpoint_id: str, kept: Kept, *notes: str) -> Endpoint | None:
    """The endpoint of a kept document; None where its file was changed into something else."""
    try:
        return endpoint_of(kept.document, endpoint_id, source=Source(kept.page, kept.date), notes=notes)
    except InvalidRequest:
        return None


def _general(endpoint_id: str, trouble: str, *more: str) -> Endpoint:
    first = (
        f"What this model takes is not known here ({trouble}), so this is a general form: its fields may be spelled "
        f"otherwise, or be missing. {_HOW_TO_GIVE}"
    )
    return generic(endpoint_id, notes=(first, *more))


def _refuse_mistyped(endpoint_id: str) -> None:
    known = [found.id for found in find.endpoints() if found.provider == "fal"]
    if difflib.get_close_matches(endpoint_id.lower(), known, n=1, cutoff=_NEARLY):
        find.endpoint(endpoint_id)  # raises, and names the nearest


def _inside(error: InvalidRequest | ProviderUnreachable) -> str:
    """The error's sentence as part of another one."""
    text = error.message.removesuffix(" Nothing was sent.").rstrip(".")
    return text[:200]


def _shelf() -> Shelf:
    return Shelf(home())


def endpoint(
    endpoint_id: str, *, schema: str | Mapping[str, Any] | None = None, connection: str | None = None
) -> Endpoint:
    """What can be asked of one endpoint.

    Args:
        endpoint_id: A declared id (`vw.endpoints()` lists them), or that of any other fal model (`owner/app/path`).
        schema: The OpenAPI document of a fal model, as a path or a dict. None: fal is asked for it (or the sandbox,
            where requests go there), else the last one that was read counts, else it is a general form; `notes` says.
        connection: Which connection is asked, as in `vw.form`.

    Raises:
        InvalidRequest: There is no such endpoint, or `schema` is no document of it.
    """
    return asked_of(endpoint_id, connection=connection, schema=schema)
