"""The hosts that speak Runway's wire, and a task on each."""

from typing import Any

from driving import SANDBOX

from vidwidgets.providers.runway.protocol import PROTOCOL
from vidwidgets.wire.connections import BUILT_IN, Connection
from vidwidgets.wire.protocol import Steps, Ticket

RUNWAY = next(connection for connection in BUILT_IN if connection.name == "runway")
GATEWAY = Connection(name="gate", provider=None, base_url="https://gate.example", key_env="GATE_KEY", scheme="Key")
TASK = "4665a07c-7641-4809-a133-10786201bb56"
ENDPOINT = "runway/image-to-video"
HOSTS = (RUNWAY, GATEWAY, SANDBOX)


def ticket(root: str = "/v1") -> Ticket:
    """An accepted task."""
    path = f"{root}/tasks/{TASK}"
    return Ticket(TASK, ENDPOINT, {"status": path, "result": path, "cancel": path})


def submit(connection: Connection = RUNWAY, **body: Any) -> Steps[Any]:
    """A submit's steps."""
    return PROTOCOL.submit(ENDPOINT, body, connection)


def native(status: str, **more: Any) -> dict[str, Any]:
    """A task as Runway itself tells of it."""
    return {"id": TASK, "createdAt": "2026-08-26T10:00:00.000Z", "status": status, **more}
