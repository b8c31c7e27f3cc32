"""Finding what is declared: every module under a provider's folder that has an `ENDPOINT`, and its `PROTOCOL`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from vidwidgets import providers
from vidwidgets.errors import InvalidRequest
from vidwidgets.providers.sdk import Sdk
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.suggest import nearest_name
from vidwidgets.wire.protocol import Protocol


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Every declared endpoint, by id.

    A file is an endpoint's when it has an `ENDPOINT`; nothing else needs to know of it.
    """
    found = []
    for room in pkgutil.iter_modules(providers.__path__):
        if not room.ispkg:
            continue
        package = importlib.import_module(f"{providers.__name__}.{room.name}")
        for module in pkgutil.iter_modules(package.__path__):
            declared = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "ENDPOINT", None)
            if isinstance(declared, Endpoint):
                found.append(declared)
    return tuple(sorted(found, key=lambda endpoint: endpoint.id))


def endpoint(endpoint_id: str) -> Endpoint:
    """The declared endpoint of that id.

    Raises:
        InvalidRequest: There is none; the message names the nearest.
    """
    known = {found.id: found for found in endpoints()}
    if endpoint_id in known:
        return known[endpoint_id]
    near = nearest_name(endpoint_id, known)
    hint = f"Did you mean {near!r}?" if near else f"Declared are: {', '.join(known)}."
    raise InvalidRequest(f"There is no endpoint {endpoint_id!r}. {hint} Nothing was sent.")


_made: dict[str, Endpoint] = {}


def remember(made: Endpoint) -> Endpoint:
    """Keep an endpoint that was made from a model's document, for what needs its words later in this process."""
    _made[made.id] = made
    return made


def known(endpoint_id: str) -> Endpoint | None:
    """The declared endpoint of that id, else the last one that was made for it in this process; None for neither."""
    declared = next((found for found in endpoints() if found.id == endpoint_id), None)
    return _made.get(endpoint_id, declared)


@cache
def protocol(provider: str) -> Protocol:
    """The protocol of a provider's room."""
    found = importlib.import_module(f"{providers.__name__}.{provider}.protocol").PROTOCOL
    if not isinstance(found, Protocol):
        raise TypeError(f"providers/{provider}/protocol.py has no Protocol named PROTOCOL.")
    return found


@cache
def sdk(provider: str) -> Sdk:
    """What a provider's room says of the provider's own client for Python."""
    found = importlib.import_module(f"{providers.__name__}.{provider}.sdk").SDK
    if not isinstance(found, Sdk):
        raise TypeError(f"providers/{provider}/sdk.py has no Sdk named SDK.")
    return found


@cache
def provider_names() -> tuple[str, ...]:
    """Every provider's room, by name."""
    return tuple(sorted(room.name for room in pkgutil.iter_modules(providers.__path__) if room.ispkg))
