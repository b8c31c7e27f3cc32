"""A request with Runway's own SDK (runwayml 5.24.0, read 2026-11-21)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from vidwidgets.providers.sdk import Sdk, has_local, with_uploads
from vidwidgets.spec.called import Called, Request
from vidwidgets.spec.python_text import arguments, call

_OPERATION = re.compile(r"(?:^|/)v1/([a-z]+_to_[a-z]+)$")
_CREATE = re.compile(r"(?:^|\.)([a-z]+_to_[a-z]+)\.create$")


def code(endpoint: str, body: Mapping[str, Any], above: Sequence[str]) -> str:
    """`create` and `wait_for_task_output`, with `create_ephemeral` for a local picture."""
    local = has_local(body)
    given = with_uploads(body, lambda path: f"client.uploads.create_ephemeral(file=Path({path})).uri")
    operation = endpoint.removeprefix("runway/").replace("-", "_")
    lines = [
        "# Needs: pip install runwayml, and the key in the environment variable RUNWAYML_API_SECRET.",
        *(["from pathlib import Path", ""] if local else []),
        "from runwayml import RunwayML",
        "",
        *above,
        "# With retries the SDK may create, and charge, the same clip a second time.",
        "client = RunwayML(max_retries=0)",
        *call(f"task = client.{operation}.create", arguments(_renamed(given, _snake))),
        "print(task.id)  # client.tasks.retrieve finds it again with this",
        "print(task.wait_for_task_output().output[0])",
        "",
    ]
    return "\n".join(lines)


def read(called: Called) -> Request | None:
    """A call of an operation's `create`, its names in the wire's spelling again."""
    found = _CREATE.search(called.function)
    if found is None:
        return None
    return Request(_id(found.group(1)), _renamed(called.named, _camel))


def endpoint_at(host: str, path: str) -> str:
    """`/v1/image_to_video`, at Runway's own host and below a gateway's prefix alike."""
    del host
    found = _OPERATION.search(path.rstrip("/"))
    return _id(found.group(1)) if found else ""


def _id(operation: str) -> str:
    return f"runway/{operation.replace('_', '-')}"


def _renamed(value: Any, rename: Any) -> Any:  # noqa: ANN401  any JSON, and a function
    """The same with every key spelled otherwise; the SDK takes Python's spelling at every depth."""
    if isinstance(value, Mapping):
        return {rename(name): _renamed(one, rename) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(one, rename) for one in value]
    return value


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda found: f"_{found.group(1).lower()}", name)


def _camel(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])_([a-z0-9])", lambda found: found.group(1).upper(), str(name))


SDK = Sdk(label="runwayml", code=code, read=read, endpoint_at=endpoint_at)
