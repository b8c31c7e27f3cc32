"""Reading a key when it is needed, and telling why one cannot be used, without ever showing it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from vidwidgets.errors import MissingKey
from vidwidgets.wire.connections import Connection

SANDBOX_KEY = "sandbox-needs-no-key"
"""The sandbox wants some key and takes any."""


def has_key(connection: Connection, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a key is there; not whether the provider will take it."""
    return connection.is_sandbox or bool(environment.get(connection.key_env, "").strip())


def read_key(connection: Connection, environment: Mapping[str, str] = os.environ) -> str:
    """The connection's key.

    Raises:
        MissingKey: There is none, or it holds characters that no key has; the message never shows it.
    """
    if connection.is_sandbox:
        return SANDBOX_KEY
    key = environment.get(connection.key_env, "")
    if not key.strip():
        raise MissingKey(
            f"{connection.name} needs a key in the environment variable {connection.key_env}, and there is none. "
            "Set it before the kernel starts, or use connection='sandbox'. Nothing was sent."
        )
    fault = _fault(key)
    if fault:
        raise MissingKey(
            f"The key in {connection.key_env} {fault}: set it again without that. "
            "Nothing was sent and the key was shown to no one."
        )
    return key


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
