"""What the account still has, for the connection's line: asked once, costs nothing, and may stay unknown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.job.steps import run_steps, sender_for
from vidwidgets.providers.find import protocol
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.keys import has_key, read_key


def ask_account(provider: str, connection: Connection, told: Callable[[str], None]) -> None:
    """Ask in the background and tell the answer in a few words; nothing is told where none comes.

    The sandbox is not asked: its credits are play money.
    """
    if connection.is_sandbox or not has_key(connection):
        return
    engine().spawn(_ask(provider, connection, told))


async def _ask(provider: str, connection: Connection, told: Callable[[str], None]) -> None:
    wire, shared = protocol(provider), engine()
    await shared.opened()  # opening a client takes long enough to hold up the loop that polls run on
    sender = sender_for(wire, connection, shared.client, key=lambda: read_key(connection))
    with contextlib.suppress(VidwidgetsError):  # the form works without it, and the submit says what is wrong
        words = await run_steps(wire.account(connection), sender)
        if words:
            told(words)
