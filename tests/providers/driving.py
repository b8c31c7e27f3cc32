"""Driving a protocol's generator with replies written by hand: calls out, replies in, nothing sent."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.providers.fal.protocol import PROTOCOL
from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import BUILT_IN, Connection
from vidwidgets.wire.protocol import Steps, Ticket
from vidwidgets.wire.reply import Reply

FAL = next(connection for connection in BUILT_IN if connection.name == "fal")
UNIAPI = next(connection for connection in BUILT_IN if connection.name == "uniapi")
GATEWAY = Connection(
    name="my-gateway", provider=None, base_url="https://gate.example/fal", key_env="GATE_KEY", scheme="Bearer"
)
SANDBOX = Connection(
    name="sandbox",
    provider=None,
    base_url="http://127.0.0.1:4321",
    official=True,
    services={"storage": "http://127.0.0.1:4321"},
)
REQUEST_ID = "725e8f7a-afbf-4e9d-9e33-314220bb1fed"
KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
BODY = {"prompt": "The fog lifts.", "image_url": "https://pictures.example/lake.png"}


def answer(body: Any = None, status: int = 200, **headers: str) -> Reply:
    """A JSON reply; header names are given with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(body).encode(), {"content-type": "application/json", **named})


def page(status: int = 200) -> Reply:
    """A web page."""
    return Reply(status, b"<!DOCTYPE html><html><body>Bad Gateway</body></html>", {"content-type": "text/html"})


def bare(status: int, content: bytes = b"", **headers: str) -> Reply:
    """A reply that is no JSON."""
    return Reply(status, content, {name.replace("_", "-"): value for name, value in headers.items()})


def drive(steps: Steps[Any], *replies: Reply) -> tuple[list[Call], Any]:
    """The calls that were made and what came of the replies, in this order; it may not want more of them."""
    calls: list[Call] = []
    waiting = iter(replies)
    try:
        call = next(steps)
        while True:
            calls.append(call)
            reply = next(waiting, None)
            if reply is None:
                raise AssertionError(f"A call too many: {call}")
            call = steps.send(reply)
    except StopIteration as end:
        return calls, end.value
    finally:
        steps.close()


def drive_by(steps: Steps[Any], reply_to: Callable[[Call], Reply], most: int = 20) -> tuple[list[Call], Any]:
    """The same with a function that answers each call; a raised error is given back as the outcome."""
    calls: list[Call] = []
    try:
        call = next(steps)
        while len(calls) < most:
            calls.append(call)
            call = steps.send(reply_to(call))
    except StopIteration as end:
        return calls, end.value
    except Exception as error:  # noqa: BLE001  the outcome under test, whatever it is
        return calls, error
    finally:
        steps.close()
    raise AssertionError(f"It does not end: {[call.path or call.url for call in calls]}")


def ticket(paths: Mapping[str, str] | None = None, endpoint: str = KLING) -> Ticket:
    """A job that was accepted, with the paths that fal names."""
    place = f"/fal-ai/kling-video/requests/{REQUEST_ID}"
    usual = {"status": f"{place}/status", "result": place, "cancel": f"{place}/cancel"}
    return Ticket(REQUEST_ID, endpoint, usual if paths is None else paths)


def submitted(reply: Reply, connection: Connection = FAL, endpoint: str = KLING) -> Any:
    """What one reply makes of fal's submit: a ticket, a refusal, or the error that it raises."""
    calls, outcome = drive_by(PROTOCOL.submit(endpoint, BODY, connection), lambda _: reply)
    assert len(calls) == 1
    return outcome
