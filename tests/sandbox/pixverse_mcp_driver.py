"""Runs PixVerse's own client (pixverse-mcp) against an origin and prints what it saw as JSON.

It runs in an environment of its own, which has pixverse-mcp and nothing of this project.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable
from typing import Any

from loguru import logger
from pixverse_mcp.client import PixverseClient
from pixverse_mcp.client.base import BaseClient
from pixverse_mcp.models.requests import ImageToVideoRequest, TextToVideoRequest
from tenacity import wait_none

ORIGIN, PHOTO = sys.argv[1:]
ASKED = {"prompt": "a cat", "model": "v5", "duration": 5, "quality": "360p"}

logger.remove()
# it tries each failure three times, four seconds apart: only the pause is taken away
BaseClient._make_request.retry.wait = wait_none()  # noqa: SLF001  the referee's own retry object


def client(key: str = "referee-key") -> PixverseClient:
    """Its client, with nothing changed but the origin."""
    return PixverseClient(key, base_url=ORIGIN)


async def from_a_file() -> dict[str, Any]:
    """Upload, image to video, wait."""
    async with client() as its:
        image = await its.upload_image(file_path=PHOTO)
        accepted = await its.image_to_video(ImageToVideoRequest(img_id=image.img_id, **ASKED))
        done = await its.wait_for_video_completion(accepted.video_id, poll_interval=0)
        return {"image": image.model_dump(), "video_id": accepted.video_id, "done": done.model_dump(mode="json")}


async def from_an_address() -> dict[str, Any]:
    """Its url-encoded upload."""
    async with client() as its:
        return {"image": (await its.upload_image(image_url="https://pictures.example/lake.png")).model_dump()}


async def from_words() -> dict[str, Any]:
    """Text to video, wait."""
    async with client() as its:
        accepted = await its.text_to_video(TextToVideoRequest(aspect_ratio="9:16", **ASKED))
        done = await its.wait_for_video_completion(accepted.video_id, poll_interval=0)
        return {"done": done.model_dump(mode="json")}


async def failure(doing: Awaitable[Any]) -> list[Any]:
    """The kind, the code and the words of what it raises."""
    try:
        await doing
    except Exception as error:  # noqa: BLE001  whatever it raises is what is looked at
        return [type(error).__name__, getattr(error, "error_code", None), getattr(error, "message", "")]
    return ["nothing was raised", None, ""]


async def errors() -> dict[str, list[Any]]:
    """The documented errors, each with a client of its own so that its rate limit does not add up."""
    fast = ImageToVideoRequest(img_id=1, motion_mode="fast", **ASKED)
    unknown_image = ImageToVideoRequest(img_id=1, **ASKED)
    names = {
        "no key": client("").text_to_video(TextToVideoRequest(**ASKED)),
        "fast on v5": client().image_to_video(fast),
        "unknown image": client().image_to_video(unknown_image),
        "unknown video": client().get_video_result(629000000000000123),
    }
    found = await asyncio.gather(*(failure(doing) for doing in names.values()))
    return dict(zip(names, found, strict=True))


async def all_of_it() -> None:
    """Everything at once."""
    file, address, words, failed = await asyncio.gather(from_a_file(), from_an_address(), from_words(), errors())
    print(json.dumps({"file": file, "address": address, "words": words, "errors": failed}))  # noqa: T201


asyncio.run(all_of_it())
