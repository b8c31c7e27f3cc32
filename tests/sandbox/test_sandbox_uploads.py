"""fal's storage, and the files that it serves."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sandbox_kit import draw_photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from vidwidgets.sandbox.server import Sandbox

Answer = dict[str, Any]


@pytest.fixture
def png() -> bytes:
    """A PNG."""
    buffer = io.BytesIO()
    draw_photo().save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def initiate(client: httpx.Client) -> Callable[[str], Answer]:
    """``initiate(path)``: begin a presigned upload of cat.png."""
    wish = {"file_name": "my cat.png", "content_type": "image/png"}
    return lambda path: client.post(path, json=wish).json()


@pytest.mark.parametrize("storage", ["fal-cdn-v3", "gcs"])
def test_a_presigned_upload_is_served(initiate: Callable[[str], Answer], png: bytes, storage: str) -> None:
    """The bytes PUT without a key are at file_url, with their type, open to every page."""
    urls = initiate(f"/storage/upload/initiate?storage_type={storage}")
    assert httpx.put(urls["upload_url"], content=png, headers={"Content-Type": "image/png"}).status_code == 200
    reply = httpx.get(urls["file_url"])
    assert (reply.content, reply.headers["content-type"]) == (png, "image/png")
    assert reply.headers["access-control-allow-origin"] == "*"


def test_a_key_on_a_presigned_address_is_refused(
    initiate: Callable[[str], Answer], client: httpx.Client, png: bytes
) -> None:
    """A client that sends its key there leaks it: nothing is stored, and the reason is said."""
    urls = initiate("/storage/upload/initiate?storage_type=fal-cdn-v3")
    reply = client.put(urls["upload_url"], content=png)
    assert reply.status_code == 400
    assert "leaks the key" in reply.json()["detail"]
    assert httpx.get(urls["file_url"]).status_code == 404


def test_the_cdn_wants_its_token_and_not_the_key(client: httpx.Client, png: bytes) -> None:
    """A token is had for a key; the upload takes the token alone."""
    token = client.post("/storage/auth/token?storage_type=fal-cdn-v3", json={}).json()
    assert dt.datetime.fromisoformat(token["expires_at"]) > dt.datetime.now(dt.UTC)
    assert client.post("/files/upload", content=png).status_code == 401
    headers = {"Authorization": f"{token['token_type']} {token['token']}", "X-Fal-File-Name": "../../cat.png"}
    reply = httpx.post(f"{token['base_url']}/files/upload", content=png, headers=headers)
    assert httpx.get(reply.json()["access_url"]).content == png
    assert reply.json()["access_url"].startswith(f"{token['base_url']}/files/")


def test_uploads_want_a_key(sandbox: Sandbox) -> None:
    """Without one there is no token and no address."""
    for path in ("/storage/auth/token", "/storage/upload/initiate", "/storage/upload/initiate-multipart"):
        assert httpx.post(f"{sandbox.url}{path}", json={}).status_code == 401


def test_a_file_in_parts_is_put_together(initiate: Callable[[str], Answer], png: bytes) -> None:
    """JavaScript's way for more than 90 MB: numbered parts, then complete, in whatever order they came."""
    urls = initiate("/storage/upload/initiate-multipart?storage_type=fal-cdn-v3")
    address, _, query = urls["upload_url"].partition("?")
    cut = len(png) // 2
    parts = [httpx.put(f"{address}/{n}?{query}", content=data).json() for n, data in ((2, png[cut:]), (1, png[:cut]))]
    wrong = [{**parts[0], "etag": "x"}, parts[1]]
    assert httpx.post(f"{address}/complete?{query}", json={"parts": wrong}).status_code == 400
    assert httpx.post(f"{address}/complete?{query}", json={"parts": parts}).status_code == 200
    reply = httpx.get(urls["file_url"])
    assert (reply.content, reply.headers["content-type"]) == (png, "image/png")


def test_an_upload_can_be_the_image(
    initiate: Callable[[str], Answer],
    png: bytes,
    submit: Callable[..., Answer],
    finish: Callable[[Answer], httpx.Response],
) -> None:
    """The file's address is read from the sandbox's own disk, also when it names another port."""
    urls = initiate("/storage/upload/initiate?storage_type=fal-cdn-v3")
    httpx.put(urls["upload_url"], content=png, headers={"Content-Type": "image/png"})
    other_port = str(httpx.URL(urls["file_url"]).copy_with(port=9))
    assert finish(submit(image_url=other_port)).status_code == 200


def test_parts_of_a_clip_can_be_had(submit: Callable[..., Answer], finish: Callable[[Answer], httpx.Response]) -> None:
    """A player seeks by byte ranges."""
    url = finish(submit()).json()["video"]["url"]
    whole = httpx.get(url)
    assert whole.headers["accept-ranges"] == "bytes"
    part = httpx.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    assert httpx.get(url, headers={"Range": "bytes=99999999-"}).status_code == 416
    head = httpx.head(url)
    assert (head.status_code, int(head.headers["content-length"])) == (200, len(whole.content))


def test_a_key_on_a_media_request_is_flagged(
    client: httpx.Client,
    submit: Callable[..., Answer],
    finish: Callable[[Answer], httpx.Response],
    log: Callable[[], Answer],
) -> None:
    """The log tells who fetches clips with a key."""
    url = finish(submit()).json()["video"]["url"]
    httpx.get(url)
    client.get(url)
    flags = [entry["flags"] for entry in log()["requests"] if entry["path"].startswith("/files/")]
    assert flags == [[], ["key-on-media"]]
