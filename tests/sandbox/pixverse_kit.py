"""A client of the sandbox's PixVerse wire, as the documents have it: a key, and a new trace id each time."""

import io
import uuid
from typing import Any

import httpx
from sandbox_kit import draw_photo

ROOT = "/openapi/v2"
MOST_LOOKS = 4_000


def jpeg(width: int = 640, height: int = 360, kind: str = "JPEG") -> bytes:
    """A picture's bytes."""
    buffer = io.BytesIO()
    draw_photo(width, height).save(buffer, kind)
    return buffer.getvalue()


class PixVerse:
    """What a client of the wire does."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def ask(
        self, method: str, path: str, *, trace: str | None = None, key: str = "a-key", **more: Any
    ) -> httpx.Response:
        """One request, with a key and a trace id."""
        headers = {"API-KEY": key, "Ai-trace-id": str(uuid.uuid4()) if trace is None else trace}
        return self.http.request(method, f"{ROOT}{path}", headers=headers, **more)

    def resp(self, method: str, path: str, **more: Any) -> Any:
        """What a request that succeeds is given."""
        reply = self.ask(method, path, **more)
        assert reply.status_code == 200, reply.text
        envelope = reply.json()
        assert (envelope["ErrCode"], envelope["ErrMsg"]) == (0, "Success"), envelope
        return envelope["Resp"]

    def code(self, method: str, path: str, **more: Any) -> int:
        """The ErrCode of a request that is refused, in PixVerse's envelope with HTTP 200."""
        reply = self.ask(method, path, **more)
        envelope = reply.json()
        assert (reply.status_code, sorted(envelope), envelope["Resp"]) == (200, ["ErrCode", "ErrMsg", "Resp"], None)
        assert envelope["ErrMsg"]
        return int(envelope["ErrCode"])

    def upload(self, content: bytes | None = None, kind: str = "image/jpeg") -> int:
        """A picture's id."""
        image = jpeg() if content is None else content
        return int(self.resp("POST", "/image/upload", files={"image": ("cat.jpg", image, kind)})["img_id"])

    def image_to_video(self, **body: Any) -> dict[str, Any]:
        """A body for a short clip of a new picture, changed as told."""
        return {"prompt": "a cat", "img_id": self.upload(), "model": "v6", "quality": "360p", "duration": 1, **body}

    def submit(self, **body: Any) -> int:
        """The id of a clip that was accepted."""
        return int(self.resp("POST", "/video/img/generate", json=self.image_to_video(**body))["video_id"])

    def result(self, video_id: int) -> dict[str, Any]:
        """The result object."""
        found: dict[str, Any] = self.resp("GET", f"/video/result/{video_id}")
        return found

    def ended(self, video_id: int) -> dict[str, Any]:
        """The result object as soon as its status is not 5; each look is a round trip, which paces it."""
        for _ in range(MOST_LOOKS):
            found = self.result(video_id)
            if found["status"] != 5:
                return found
        raise AssertionError(f"{video_id} does not end: {found}")


def words(**body: Any) -> dict[str, Any]:
    """A text to video body."""
    return {"prompt": "p", "model": "v6", "quality": "360p", "duration": 1, "aspect_ratio": "16:9", **body}
