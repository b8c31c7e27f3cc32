"""Reading a key when it is needed, and telling why one cannot be used, without ever showing it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from vidwidgets.errors import MissingKey
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.key_sources import found_key
from vidwidgets.wire.redact import remember

SANDBOX_KEY = "sandbox-needs-no-key"
"""The sandbox wants some key and takes any."""


def has_key(connection: Connection, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a key is there; not whether the provider will take it."""
    return bool(key_source(connection, environment))


def key_source(connection: Connection, environment: Mapping[str, str] = os.environ) -> str:
    """Where the key is found: "environment", ".env", "keyring"; "" where there is none."""
    if connection.is_sandbox:
        return "not needed"
    try:
        found = found_key(connection.key_env, environment)
    except MissingKey:  # a file that cannot be read: said when the key is needed
        return ""
    return found.source if found else ""


def read_key(connection: Connection, environment: Mapping[str, str] = os.environ) -> str:
    """The connection's key: from its environment variable, a `.env` beside the notebook, or the system's keyring.

    Raises:
        MissingKey: There is none, or it holds characters that no key has; the message never shows it.
    """
    if connection.is_sandbox:
        return SANDBOX_KEY
    found = found_key(connection.key_env, environment)
    environment = {}  # a verbose traceback shows each frame's arguments, and in this one is every key
    if found is None:
        raise MissingKey(
            f"{connection.name} needs a key in the environment variable {connection.key_env}, and there is none; nor "
            "in a .env beside the notebook, nor in the keyring. Set it, or use connection='sandbox'. Nothing was sent."
        )
    fault = _fault(found.key)
    if fault:
        where = "" if found.source == "environment" else f" ({found.source})"
        raise MissingKey(
            f"The key in {connection.key_env}{where} {fault}: set it again without that. "
            "Nothing was sent and the key was shown to no one."
        )
    remember(found.key)
    return found.key


def _fault(key: str) -> str | None:
    if key != key.strip():
        where = "ends" if key == key.lstrip() else "begins"
        what = "a line break" if "\n" in key or "\r" in key else "a blank"
        return f"{where} with {what}"
    if any(character.isspace() for character in key):
        return "has a blank in the middle"
    if not key.isascii() or not key.isprintable():
        return "holds characters that no key has"
    if len(key) > 1 and key[0] == key[-1] and key[0] in "\"'":
        return "is wrapped in quotation marks"
    return None
