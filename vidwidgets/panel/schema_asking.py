"""Asking a host for a model's document, and giving the sandbox one: bounded in time, with no key."""

from __future__ import annotations

import concurrent.futures
import contextlib
from collections.abc import Mapping
from typing import Any, TypeVar

from vidwidgets.errors import ProviderUnreachable, VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.job.steps import run_steps, sender_for
from vidwidgets.providers.fal import document as documents
from vidwidgets.providers.find import protocol
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.http import Broken, NeverDelivered
from vidwidgets.wire.protocol import Steps

T = TypeVar("T")

LONGEST_SECONDS = 8.0
"""How long a cell may stand for it."""


def ask(endpoint_id: str, connection: Connection) -> Any:  # noqa: ANN401  a JSON value
    """The model's document, parsed; None where the host has none.

    Raises:
        ProviderUnreachable: No usable answer came in time.
    """
    try:
        return _driven(documents.document(endpoint_id, connection), connection)
    except (NeverDelivered, Broken) as error:
        raise ProviderUnreachable(error.message) from error
    except concurrent.futures.TimeoutError as error:
        raise ProviderUnreachable(f"{connection.name} did not answer within {LONGEST_SECONDS:g} s.") from error


def give(endpoint_id: str, document: Mapping[str, Any], sandbox: Connection) -> None:
    """Give the sandbox a document; where it does not take it, its own refusal of the submit says so."""
    with contextlib.suppress(VidwidgetsError, concurrent.futures.TimeoutError):
        _driven(documents.give(endpoint_id, document, sandbox), sandbox)


def _driven(steps: Steps[T], connection: Connection) -> T:
    wire, shared = protocol("fal"), engine()

    async def drive() -> T:
        await shared.opened()
        return await run_steps(steps, sender_for(wire, connection, shared.client, key=lambda: ""))

    asked = shared.spawn(drive())
    try:
        return asked.result(LONGEST_SECONDS)
    finally:
        asked.cancel()
