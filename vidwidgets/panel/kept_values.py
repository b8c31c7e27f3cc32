"""A form's values as they may be kept on disk: plain JSON, no key, no signature, no picture's bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.origin import without_query
from vidwidgets.wire.redact import redacted
from vidwidgets.wire.whole_file import write_whole

LONGEST_BYTES = 1_000_000
"""A file of values that is longer was not written by us."""


def storable(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What can be kept of the values, and the names of those that cannot: an object, a signed URL."""
    kept: dict[str, Any] = {}
    left: list[str] = []
    for name, value in values.items():
        plain = str(value) if isinstance(value, PurePath) else value
        if _is_plain(plain):
            kept[name] = _redacted(plain)
        else:
            left.append(name)
    return kept, left


def read_json(path: Path) -> dict[str, Any]:
    """The object in a file; empty where there is none, or it cannot be read as one."""
    try:
        if path.stat().st_size > LONGEST_BYTES:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Put an object into a file, whole or not at all.

    Raises:
        VidwidgetsError: It cannot be written. Nothing was sent or charged.
    """
    text = json.dumps(content, ensure_ascii=True, indent=1)
    try:
        write_whole(path, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise VidwidgetsError(
            f"{path} cannot be written: {reason}. Nothing was sent or charged.", spent="no"
        ) from error


def file_name(endpoint_id: str) -> str:
    """An endpoint's id as the name of a file."""
    return re.sub(r"[^\w.-]+", "--", endpoint_id, flags=re.ASCII).strip(".-")[:120] + ".json"


def _redacted(value: Any) -> Any:  # noqa: ANN401  a JSON value
    """The same without any key that is known, however deep it lies."""
    if isinstance(value, str):
        return redacted(value)
    if isinstance(value, list | tuple):
        return [_redacted(one) for one in value]
    return {name: _redacted(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        is_address = "://" in value[:40] and " " not in value[:200]
        return not value.startswith("data:") and (not is_address or without_query(value) == value)
    if isinstance(value, list | tuple):
        return all(_is_plain(one) for one in value)
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    return value is None or isinstance(value, bool | int | float)
