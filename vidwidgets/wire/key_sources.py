"""Where a key can be: an environment variable, a `.env` beside the notebook, the system's keyring; in this order."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from vidwidgets.errors import MissingKey
from vidwidgets.wire.notebook import notebook_path

SERVICE = "vidwidgets"
"""What the keyring's entries are filed under; the user name is the variable's."""
KEYRING_SECONDS = 3.0
"""A keyring that asks a person for its password, or hangs, is done without."""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key and where it was."""

    key: str = field(repr=False)
    source: str
    """"environment", ".env" or "keyring"."""


def found_key(name: str, environment: Mapping[str, str] = os.environ) -> FoundKey | None:
    """The first that is not blank; None where there is none.

    Args:
        name: The environment variable's name, which is the entry's name in the other places too.
        environment: The environment.

    Raises:
        MissingKey: The `.env` cannot be read; the message shows nothing of it.
    """
    given = environment.get(name, "")
    if given.strip():
        return FoundKey(given, "environment")
    path = env_file(environment)
    environment = {}  # a verbose traceback shows each frame's arguments, and in this one is every key
    noted = _of_file(path, name)
    if noted.strip():
        return FoundKey(noted, ".env")
    kept = _of_keyring(name)
    return FoundKey(kept, "keyring") if kept.strip() else None


def env_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The `.env` that counts: beside the notebook, or in the current folder where no notebook is known."""
    notebook = notebook_path(environment)
    return (notebook.parent if notebook else Path.cwd()) / ".env"


def _of_file(path: Path, name: str) -> str:
    try:
        stamp = path.stat()
    except OSError:
        return ""  # there is none
    try:
        return _values(path, stamp.st_mtime_ns, stamp.st_size).get(name, "")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
    # raised out here, with no context: a decoding error carries the file's content
    raise MissingKey(f"{path} cannot be read for {name}: {why}. Nothing was sent.")


@cache
def _values(path: Path, _changed_ns: int, _size_bytes: int) -> Mapping[str, str]:
    """The file's names and values; read again when it has changed."""
    from io import StringIO

    from dotenv import dotenv_values

    # read here: dotenv itself takes a folder of that name for no file at all
    content = path.read_text(encoding="utf-8")
    # without interpolation: a key may hold a dollar sign; the environment itself is not changed
    found = dotenv_values(stream=StringIO(content), interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def _of_keyring(name: str) -> str:
    if not name or _hung or not _has_keyring():
        return ""
    answer: list[str] = []

    def ask() -> None:
        try:
            keyring: Any = importlib.import_module("keyring")
            answer.append(keyring.get_password(SERVICE, name) or "")
        except Exception:  # each backend has errors of its own, and each means: no key here  # noqa: BLE001
            answer.append("")

    asking = threading.Thread(target=ask, name="vidwidgets-keyring", daemon=True)
    asking.start()
    asking.join(KEYRING_SECONDS)
    if not answer:
        _hung.append(name)  # it is not asked again: every form would wait for it
        return ""
    return answer[0]


_hung: list[str] = []


@cache
def _has_keyring() -> bool:
    return importlib.util.find_spec("keyring") is not None
