"""PixVerse's replies, written by hand from facts/pixverse.md, and the connections that they come over."""

from typing import Any

from driving import answer

from vidwidgets.wire.connections import BUILT_IN, Connection
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.reply import Reply

I2V, T2V = "pixverse/image-to-video", "pixverse/text-to-video"
OFFICIAL = next(connection for connection in BUILT_IN if connection.name == "pixverse")
MAINLAND = next(connection for connection in BUILT_IN if connection.name == "pixverse-cn")
VIDEO_ID = 629_000_000_000_000_123
"""Above 2^53: a float would end in …128."""
BODY = {"prompt": "a cat", "img_id": 340_000_000_000_001, "model": "v6", "quality": "720p", "duration": 5}
TICKET = Ticket(str(VIDEO_ID), I2V, {"status": f"/openapi/v2/video/result/{VIDEO_ID}"})


def good(resp: Any, status: int = 200) -> Reply:
    """An envelope of success."""
    return answer({"ErrCode": 0, "ErrMsg": "Success", "Resp": resp}, status)


def bad(code: int, message: str = "error", status: int = 200, **headers: str) -> Reply:
    """An envelope of failure."""
    return answer({"ErrCode": code, "ErrMsg": message, "Resp": None}, status, **headers)


def snake(code: int, message: str = "error", status: int = 500) -> Reply:
    """The other spelling, as the upload's moderation has it."""
    return answer({"err_code": code, "err_msg": message, "resp": ""}, status)


def result(status: Any, **more: Any) -> Reply:
    """A result object."""
    shown = {"id": VIDEO_ID, "status": status, "url": "", "prompt": "a cat", "seed": 7, "size": 0}
    return good({**shown, "outputWidth": 1280, "outputHeight": 720, "style": "", **more})


def gateway(name: str = "all-in-one") -> Connection:
    """A gateway for all wires."""
    return Connection(name=name, provider=None, base_url="https://gate.example", key_env="GATE_KEY", scheme="Bearer")
