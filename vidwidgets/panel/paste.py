"""Filling a form from a pasted text: what the form and the journal make of what was read in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.form.paste.fill import Filling, fill
from vidwidgets.form.paste.found import Found, Readers, listed, named
from vidwidgets.form.paste.read import read_text
from vidwidgets.panel.route import Route
from vidwidgets.panel.world import known_connections, world
from vidwidgets.providers.find import provider_names, sdk
from vidwidgets.spec.endpoint import COMMON_WORDS, Endpoint
from vidwidgets.spec.values import same

LONGEST_ID = 120


@dataclass(frozen=True)
class Pasted:
    """What a text does to a form."""

    values: Mapping[str, Any] | None
    """What the form is to say, whole; None: it stays as it is."""
    said: tuple[str, ...]
    """What was not understood, and what else is not as in the text."""
    headline: str
    """What was done, in a line."""


def pasted(text: str, endpoint: Endpoint, before: Mapping[str, Any], way: Route) -> Pasted:
    """What a text asks of this endpoint's form; nothing is sent and nothing of the text is run.

    The form then asks for what the text asks for, and for nothing else: a field that it does not name goes back to its
    default. Only pictures stay where the text has none.

    Args:
        text: Anything.
        endpoint: The form's.
        before: What the form says now.
        way: Where the form sends.
    """
    readers = Readers(tuple(sdk(name).read for name in provider_names()))
    found = read_text(text, readers, [*(field.name for field in endpoint.fields), *COMMON_WORDS])
    if found.request_id:
        found = _from_journal(found.request_id)
    if found.values is None and found.body is None:
        return Pasted(None, found.said, "Nothing was filled in.")
    elsewhere = _elsewhere(found, endpoint)
    if elsewhere:
        return Pasted(None, (elsewhere,), "Nothing was filled in.")
    filling = fill(endpoint, found, only_addresses=bool(found.request_id))
    said = [*found.said, *_where_from(found, endpoint, way), *filling.said]
    if not filling.values:
        return Pasted(None, tuple(said) or ("It names no field.",), "Nothing was filled in.")
    kept = _kept_pictures(endpoint, filling, before)
    values = {**filling.values, **kept}
    said += _left_out(endpoint, values, before, kept)
    count = len(filling.values)
    return Pasted(values, tuple(said), f"Filled {count} field{'s' if count > 1 else ''} from {found.kind}.")


def _from_journal(request_id: str) -> Found:
    """The request that the journal keeps under an id; of a picture that was no address it has only a description."""
    try:
        record = world().journal.find(request_id)
    except VidwidgetsError as error:
        return Found(said=(error.message,))
    if record is None:
        return Found(
            said=(
                "It may be a request id, and the journal of this machine knows no request with it; vw.jobs() lists "
                "those it knows.",
            )
        )
    return Found(kind="an earlier request", values=record.values, endpoint=record.endpoint, request_id=request_id)


def _elsewhere(found: Found, endpoint: Endpoint) -> str:
    """That a text is about another endpoint, as a sentence; "" where it is not, or names none."""
    asked = found.endpoint
    if not asked and found.address is not None:
        host, path = found.address
        # the form's own provider first: a gateway's path may look like several
        names = sorted(provider_names(), key=lambda name: name != endpoint.provider)
        asked = next((known for name in names if (known := sdk(name).endpoint_at(host, path))), "")
    if asked in {"", endpoint.id}:
        return ""
    shown = asked if _is_plain(asked) else "another endpoint"
    there = f'vw.form("{asked}").paste(…)' if _is_plain(asked) else "the form of that endpoint"
    return f"The text is a request to {shown}, and this is the form of {endpoint.id}. Paste it into {there}."


def _is_plain(endpoint_id: str) -> bool:
    """Whether an id from a text may be said again: each part as a name, none like a key."""
    return len(endpoint_id) <= LONGEST_ID and all(named(f"_{part}") == f"_{part}" for part in endpoint_id.split("/"))


def _where_from(found: Found, endpoint: Endpoint, way: Route) -> list[str]:
    said = []
    if found.address is not None and not found.endpoint:
        host, path = found.address
        if not sdk(endpoint.provider).endpoint_at(host, path):
            said.append(f"The address is none that is known here: the text was read as a request to {endpoint.id}.")
    if found.connection not in {"", way.connection.name}:
        try:
            name = known_connections().named(found.connection).name
        except InvalidRequest:
            said.append("The snippet names a connection that is not known here.")
        else:
            said.append(f"The snippet goes to the connection {name}; this form stays on {way.connection.name}.")
    return said


def _kept_pictures(endpoint: Endpoint, filling: Filling, before: Mapping[str, Any]) -> dict[str, Any]:
    """The pictures that stay: those that the text names without showing, and all of them where it shows none."""
    media = {field.name for field in endpoint.media}
    shows_some = bool(media & filling.values.keys())
    return {name: before[name] for name in media & before.keys() if name in filling.unshown or not shows_some}


def _left_out(
    endpoint: Endpoint, values: Mapping[str, Any], before: Mapping[str, Any], kept: Mapping[str, Any]
) -> list[str]:
    gone = [
        field.label
        for field in endpoint.fields
        if field.name in before and field.name not in values and not same(before[field.name], field.default)
    ]
    said = [f"Not in the text, and so left out or back at the default: {listed(gone)}."] if gone else []
    stays = [field.label for field in endpoint.media if field.name in kept]
    return [*said, *([f"Still as it was: {listed(stays)}."] if stays else [])]
