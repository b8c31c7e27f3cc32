"""Pictures for the sandbox, and the one way to wait for it."""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    import httpx

VEO = "fal-ai/veo3/image-to-video"
KLING_PRO = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
KLING_STANDARD = "fal-ai/kling-video/v2.1/standard/image-to-video"


def draw_photo(width: int = 640, height: int = 360) -> Image.Image:
    """A picture with structure, so that motion shows."""
    photo = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(photo)
    for step in range(0, max(width, height), 40):
        draw.rectangle((step, step // 2, step + 20, step // 2 + 20), fill=(step % 255, 200, 255 - step % 255))
    return photo


def as_data_uri(image: Image.Image, kind: str = "JPEG") -> str:
    """An image as a base64 data URI."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def read_stream(client: httpx.Client, url: str, *, logs: bool = True) -> list[dict[str, Any]]:
    """All events of a status stream, to its end: this is how the tests wait."""
    with client.stream("GET", f"{url}/stream", params={"logs": "1" if logs else "0"}) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        return [json.loads(line[6:]) for line in reply.iter_lines() if line.startswith("data: ")]
