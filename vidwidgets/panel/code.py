"""A form's request as text, for whoever takes it elsewhere: our own snippet, the provider's SDK, curl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from vidwidgets.form.code import set_aside, to_code, to_curl
from vidwidgets.panel.route import Route
from vidwidgets.panel.world import known_connections
from vidwidgets.providers.find import protocol, sdk
from vidwidgets.providers.sdk import LocalFile
from vidwidgets.spec.describe import SENT_AS_IT_IS
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.python_text import Expression


def our_code(endpoint: Endpoint, values: Mapping[str, Any], way: Route) -> str:
    """A snippet of `vw.submit`; it names the connection where that is neither the provider's own nor the sandbox."""
    name = way.connection.name
    return to_code(endpoint.id, values, connection=None if name in {endpoint.provider, "sandbox"} else name)


def provider_code(endpoint: Endpoint, values: Mapping[str, Any], way: Route) -> str:
    """A script with the provider's own SDK, for the provider's own host; local pictures are uploaded in it."""
    above, shown = set_aside(endpoint.resolve(values))
    pictures = {field.name for field in endpoint.media}
    body = endpoint.shaped({name: _marked(value) if name in pictures else value for name, value in shown.items()})
    script = sdk(endpoint.provider).code(endpoint.id, body, above)
    if way.connection.name in {endpoint.provider, "sandbox"}:
        return script
    label = protocol(endpoint.provider).label
    return f"# This goes to {label} itself; the form goes to its connection {way.connection.name}.\n{script}"


def curl(endpoint: Endpoint, values: Mapping[str, Any], way: Route) -> str:
    """A curl command with the key's variable in place of the key; from the sandbox that for the provider's own host."""
    connection = way.connection
    if connection.is_sandbox:
        connection = known_connections().official_for(endpoint.provider)
    wire = protocol(endpoint.provider)
    headers = {
        **wire.own_headers("$TRACE_ID"),
        **wire.key_headers(f"${connection.key_env}", connection.scheme),
        "content-type": "application/json",
    }
    command = to_curl(connection.url(wire.path(endpoint.id, connection)), headers, endpoint.body(values))
    return f"TRACE_ID=$(uuidgen)\n{command}" if "$TRACE_ID" in command else command


def _marked(value: Any) -> Any:  # noqa: ANN401  anything a picture can be
    """A picture as a body has it, what has to be uploaded first as a `LocalFile`."""
    if isinstance(value, list | tuple):
        return [_marked(one) for one in value]
    if isinstance(value, Expression):
        return LocalFile(value)
    if isinstance(value, str | PurePath) and not str(value).startswith(SENT_AS_IT_IS):
        return LocalFile(str(value))
    return value
