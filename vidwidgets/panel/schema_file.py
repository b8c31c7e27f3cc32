"""A model's OpenAPI document as a person gives it: a file's path, or the parsed document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.reply import MAX_JSON_BYTES

_SHOWN = 200


def given_document(schema: object) -> tuple[Any, str]:
    """The parsed document, and where it is from in a few words.

    Raises:
        InvalidRequest: It is neither a path nor a mapping, or the file holds no JSON. Nothing was sent.
    """
    if isinstance(schema, Mapping):
        return schema, "the document that was given"
    if not isinstance(schema, str | PurePath):
        raise InvalidRequest(
            f"schema= takes the path of an OpenAPI document, or the document as a dict, not {type(schema).__name__}. "
            "Nothing was sent."
        )
    path = Path(schema).expanduser() if str(schema).startswith("~/") else Path(schema)
    shown = str(path).encode(errors="replace").decode()[:_SHOWN]
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise InvalidRequest(
                f"{shown} has more than {MAX_JSON_BYTES // 2**20} MiB: that is no model's OpenAPI document. "
                "Nothing was sent."
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no path"
        raise InvalidRequest(
            f"schema={shown!r} cannot be read: {reason}. Give the path of an OpenAPI document, or a dict. "
            "Nothing was sent."
        ) from error
    try:
        return json.loads(content), shown
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(
            f"{shown} is no JSON: save the model's OpenAPI document as JSON and give that. Nothing was sent."
        ) from error
