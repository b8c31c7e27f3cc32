"""Referee: the official Python client (fal-client) against the sandbox, its hosts led here by a transport."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import fal_client
import fal_client.client as fal_module
import httpx
import pytest
from fal_road import ToSandbox, led_here
from sandbox_kit import KLING_STANDARD, VEO, draw_photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vidwidgets.sandbox.server import Sandbox


@pytest.fixture
def road(sandbox: Sandbox) -> Iterator[ToSandbox]:
    """The way to the sandbox."""
    opened = ToSandbox(sandbox.url)
    yield opened
    opened.really_close()


@pytest.fixture
def official(road: ToSandbox, monkeypatch: pytest.MonkeyPatch) -> fal_client.SyncClient:
    """Fal's own client, with nothing changed but where its packets go."""
    return led_here(road, monkeypatch)


def is_playable(url: str, seconds: int) -> bool:
    """Whether every frame of the clip decodes."""
    with av.open(io.BytesIO(httpx.get(url).content)) as clip:
        return sum(1 for _ in clip.decode(video=0)) == 24 * seconds


def test_it_uploads_submits_follows_and_gets_a_clip(
    official: fal_client.SyncClient, road: ToSandbox, tmp_path: Path, log: Callable[[], Any]
) -> None:
    """The whole of subscribe, with a file uploaded by upload_file, in states that its strict parser takes."""
    photo = tmp_path / "cat.png"
    draw_photo().save(photo)
    url = official.upload_file(photo)
    updates: list[Any] = []
    result = official.subscribe(
        VEO,
        {"prompt": "p", "image_url": url, "duration": "4s"},
        with_logs=True,
        on_queue_update=updates.append,
        client_timeout=60,
    )
    assert is_playable(result["video"]["url"], 4)
    kinds = [type(update) for update in updates]
    assert kinds[-1] is fal_client.Completed
    assert updates[-1].metrics["inference_time"] == 6.0
    assert {"queue.fal.run", "rest.fal.ai", "v3.fal.media"} <= road.hosts
    assert [job["charged"] for job in log()["jobs"]] == [True]


def test_it_sees_queue_and_progress(official: fal_client.SyncClient, photo_uri: str) -> None:
    """Its own status objects, in order, each with its fields."""
    handle = official.submit(KLING_STANDARD, {"prompt": "p", "image_url": photo_uri})
    seen: list[Any] = list(handle.iter_events(with_logs=True, interval=0.01))
    assert isinstance(seen[0], fal_client.Queued)
    assert seen[0].position in (0, 1, 2)
    progress = [update for update in seen if isinstance(update, fal_client.InProgress)]
    assert progress[-1].logs[0]["message"].startswith("SANDBOX")
    assert handle.get()["video"]["content_type"] == "video/mp4"


def test_it_falls_back_to_the_other_storage(official: fal_client.SyncClient, road: ToSandbox) -> None:
    """Its repository "fal" (presigned, gcs) PUTs with the client that carries the key, and the sandbox says so."""
    with pytest.raises(fal_client.FalClientHTTPError) as caught:
        official.upload(b"bytes", "text/plain", repository="fal")
    assert caught.value.status_code == 400
    assert "leaks the key" in str(caught.value)
    assert "rest.fal.ai" in road.hosts


def test_it_uploads_large_files_in_parts(official: fal_client.SyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above its threshold (lowered here) it sends parts, ten at once, and completes them."""
    monkeypatch.setattr(fal_module, "MULTIPART_THRESHOLD", 1000)
    monkeypatch.setattr(fal_module, "MULTIPART_CHUNK_SIZE", 700)
    data = bytes(range(256)) * 20
    url = official.upload(data, "application/x-thing", file_name="thing.bin")
    reply = httpx.get(url)
    assert (reply.content, reply.headers["content-type"]) == (data, "application/x-thing")


def test_it_cancels(official: fal_client.SyncClient, photo_uri: str, play: Callable[..., None]) -> None:
    """A queued job is removed; a second cancel and an unknown id are errors with fal's words."""
    play("stall")
    handle = official.submit(KLING_STANDARD, {"prompt": "p", "image_url": photo_uri})
    handle.cancel()
    status = handle.status()
    assert isinstance(status, fal_client.Completed)
    assert status.error_type == "client_cancelled"
    with pytest.raises(fal_client.FalClientHTTPError) as late:
        handle.cancel()
    assert late.value.response.json() == {"status": "ALREADY_COMPLETED"}
    with pytest.raises(fal_client.FalClientHTTPError) as unknown:
        official.cancel(KLING_STANDARD, "00000000-0000-4000-8000-000000000000")
    assert unknown.value.response.json() == {"status": "NOT_FOUND"}


def test_it_sees_the_documented_errors(
    official: fal_client.SyncClient, photo_uri: str, play: Callable[..., None]
) -> None:
    """Validation comes from the result with its details, a failure with its type."""
    bad = official.submit(VEO, {"prompt": "p", "image_url": photo_uri, "duration": "5"})
    with pytest.raises(fal_client.FalClientHTTPError) as invalid:
        bad.get()
    assert invalid.value.status_code == 422
    assert invalid.value.response.json()["detail"][0]["type"] == "literal_error"
    play("fail")
    failing = official.submit(VEO, {"prompt": "p", "image_url": photo_uri})
    with pytest.raises(fal_client.FalClientHTTPError) as failed:
        failing.get()
    assert (failed.value.status_code, failed.value.error_type) == (500, "runner_server_error")
