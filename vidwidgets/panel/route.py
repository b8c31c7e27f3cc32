"""Which connection a request takes, and how the form says so."""

from __future__ import annotations

from dataclasses import dataclass

from vidwidgets.errors import InvalidRequest
from vidwidgets.panel.sandbox_url import sandbox_connection
from vidwidgets.panel.world import known_connections
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.keys import has_key


@dataclass(frozen=True, slots=True)
class Route:
    """A connection, chosen for an endpoint."""

    endpoint: Endpoint
    """What can be asked there: through a gateway it may be more."""
    connection: Connection
    line: str
    """For the form's header: "fal", or "sandbox: no FAL_KEY found"."""
    notes: tuple[str, ...] = ()
    """What to know of the endpoint, and where it is a gateway."""


def route(endpoint: Endpoint, name: str | None) -> Route:
    """The connection of that name; None takes the provider's own where its key is there, else the sandbox.

    Raises:
        InvalidRequest: There is no such connection, or it does not speak this endpoint's wire.
    """
    known = known_connections()
    own = known.official_for(endpoint.provider)
    if name is None:
        if has_key(own):
            return Route(endpoint, own, own.name, endpoint.notes)
        sandbox = sandbox_connection(known.named("sandbox"))
        return Route(endpoint, sandbox, f"sandbox: no {own.key_env} found", endpoint.notes)
    chosen = known.named(name)
    if chosen.provider not in {None, endpoint.provider}:
        raise InvalidRequest(
            f"The connection {name!r} speaks {chosen.provider}'s wire, and {endpoint.id} is on {endpoint.provider}'s. "
            "Nothing was sent."
        )
    if chosen.is_sandbox:
        return Route(endpoint, sandbox_connection(chosen), "sandbox", endpoint.notes)
    line = chosen.name if has_key(chosen) else f"{chosen.name}: no {chosen.key_env} found"
    if chosen.official:
        return Route(endpoint, chosen, line, endpoint.notes)
    return Route(endpoint.gateway or endpoint, chosen, line, (*endpoint.notes, *endpoint.gateway_notes))
