"""fal's queue over a real port, as facts/fal.md and seeds 000 to 002 have it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from sandbox_kit import KLING_PRO, KLING_STANDARD, VEO, as_data_uri, draw_photo, read_stream

from vidwidgets.sandbox.server import start_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Answer = dict[str, Any]


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[httpx.Client]:
    """A client of a sandbox so slow that its jobs stay where they are."""
    running = start_sandbox(home=tmp_path / "slow", speed=0.0001)
    with httpx.Client(base_url=running.url, headers={"Authorization": "Key test-key"}) as opened:
        yield opened
    running.stop()


def test_a_submit_is_answered_as_the_seeds_show(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """The keys of seed 000, and URLs of owner and app only, on the host that was asked."""
    answer = submit(VEO, duration="4s")
    assert list(answer) == [
        *("status", "request_id", "response_url", "status_url", "cancel_url"),
        *("logs", "metrics", "queue_position"),
    ]
    root = f"{str(client.base_url).rstrip('/')}/fal-ai/veo3/requests/{answer['request_id']}"
    assert (answer["response_url"], answer["status_url"], answer["cancel_url"]) == (
        *(root, f"{root}/status"),
        f"{root}/cancel",
    )
    assert (answer["status"], answer["logs"], answer["metrics"], answer["queue_position"]) == ("IN_QUEUE", None, {}, 2)


def test_the_stream_tells_the_whole_story(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """Positions count down, then progress with each log line once, then COMPLETED closes the stream."""
    events = read_stream(client, submit()["status_url"])
    words = [event["status"] for event in events]
    assert words == sorted(words, key=["IN_QUEUE", "IN_PROGRESS", "COMPLETED"].index)
    positions = [event["queue_position"] for event in events if event["status"] == "IN_QUEUE"]
    assert positions == sorted(positions, reverse=True)
    assert words[-1] == "COMPLETED"
    lines = [line["message"] for event in events for line in event.get("logs") or ()]
    assert len(lines) == len(set(lines)) == 6
    assert events[-1]["metrics"] == {"inference_time": 6.0}


def test_polls_are_202_until_completed(
    slow: httpx.Client, photo_uri: str, client: httpx.Client, submit: Callable[..., Answer]
) -> None:
    """202 while it is queued or running, 200 once completed."""
    waiting = slow.post(f"/{KLING_STANDARD}", json={"prompt": "p", "image_url": photo_uri}).json()
    reply = slow.get(waiting["status_url"])
    assert (reply.status_code, reply.json()["status"], reply.json()["queue_position"]) == (202, "IN_QUEUE", 2)
    done = submit()
    read_stream(client, done["status_url"])
    assert client.get(done["status_url"]).status_code == 200


def test_logs_come_only_when_asked(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """``?logs=1`` (JavaScript) and ``?logs=true`` (Python) give lines, anything else null."""
    url = submit()["status_url"]
    read_stream(client, url)
    for asked, given in (("1", True), ("true", True), ("0", False), ("false", False), ("", False)):
        assert bool(client.get(url, params={"logs": asked}).json()["logs"]) is given


@pytest.mark.parametrize(
    ("endpoint", "wishes", "size", "seconds", "audio"),
    [
        (VEO, {"duration": "4s", "aspect_ratio": "9:16"}, (720, 1280), 4, True),
        (VEO, {"duration": "4s", "generate_audio": False}, (1280, 720), 4, False),
        (KLING_STANDARD, {"duration": "5"}, (1280, 720), 5, False),
        (KLING_PRO, {"duration": "5", "tail_image_url": "https://example.com/end.png"}, (1920, 1080), 5, False),
    ],
)
def test_the_result_is_the_clip_that_was_asked_for(
    *,
    submit: Callable[..., Answer],
    finish: Callable[[Answer], httpx.Response],
    endpoint: str,
    wishes: Answer,
    size: tuple[int, int],
    seconds: int,
    audio: bool,
) -> None:
    """Raw model output with the file, billed in seconds; the file is what was asked for."""
    answer = submit(endpoint, **wishes)
    result = finish(answer)
    assert result.status_code == 200
    assert result.headers["x-fal-request-id"] == answer["request_id"]
    assert result.headers["x-fal-billable-units"] == str(seconds)
    video = result.json()["video"]
    data = httpx.get(video["url"]).content
    assert (video["content_type"], video["file_size"]) == ("video/mp4", len(data))
    with av.open(io.BytesIO(data)) as clip:
        shown = clip.streams.video[0]
        assert ((shown.width, shown.height), shown.frames) == (size, 24 * seconds)
        assert bool(clip.streams.audio) is audio


def test_the_result_waits_for_the_end(slow: httpx.Client, photo_uri: str) -> None:
    """Before completion the result is 400 with the words that clients look for."""
    answer = slow.post(f"/{VEO}", json={"prompt": "p", "image_url": photo_uri}).json()
    reply = slow.get(answer["response_url"])
    assert (reply.status_code, reply.json()) == (400, {"detail": "Request is still in progress"})


def test_unknown_requests_are_not_found(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """An unknown id, and a known id under another app, are 404 in each verb."""
    known = submit()["request_id"]
    for root in ("/fal-ai/veo3/requests/00000000-0000-4000-8000-000000000000", f"/fal-ai/veo3/requests/{known}"):
        assert client.get(root).status_code == 404
        assert client.get(f"{root}/status").json() == {"status": "NOT_FOUND"}
        cancelled = client.put(f"{root}/cancel")
        assert (cancelled.status_code, cancelled.json()) == (404, {"status": "NOT_FOUND"})


def test_the_long_path_is_not_allowed(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """Status under the full model id, and a /response behind the id, answer 405."""
    known = submit()["request_id"]
    assert client.get(f"/{KLING_STANDARD}/requests/{known}/status").status_code == 405
    assert client.get(f"/fal-ai/kling-video/requests/{known}/response").status_code == 405
    assert client.get(f"/fal-ai/kling-video/requests/{known}/cancel").status_code == 405


def test_a_queued_job_is_removed_by_cancel(
    slow: httpx.Client, photo_uri: str, client: httpx.Client, submit: Callable[..., Answer]
) -> None:
    """Queued: 202, then COMPLETED with client_cancelled and free. Completed: 400."""
    answer = slow.post(f"/{VEO}", json={"prompt": "p", "image_url": photo_uri}).json()
    reply = slow.put(answer["cancel_url"])
    assert (reply.status_code, reply.json()) == (202, {"status": "CANCELLATION_REQUESTED"})
    status = slow.get(answer["status_url"]).json()
    assert (status["status"], status["error_type"]) == ("COMPLETED", "client_cancelled")
    assert slow.get(answer["response_url"]).status_code == 499
    assert slow.get("/_sandbox/log").json()["jobs"][0]["charged"] is False
    assert slow.put(answer["cancel_url"]).status_code == 400
    done = submit()
    read_stream(client, done["status_url"])
    again = client.put(done["cancel_url"])
    assert (again.status_code, again.json()) == (400, {"status": "ALREADY_COMPLETED"})


def test_a_running_job_runs_on_after_cancel(tmp_path: Path, photo_uri: str) -> None:
    """202, and yet the clip comes and is paid for, as with fal's partner models."""
    now = [1000.0]
    running = start_sandbox(home=tmp_path / "clocked", clock=lambda: now[0])
    try:
        with httpx.Client(base_url=running.url, headers={"Authorization": "Key k"}, timeout=30) as clocked:
            answer = clocked.post(f"/{KLING_STANDARD}", json={"prompt": "p", "image_url": photo_uri}).json()
            now[0] += 4
            assert clocked.get(answer["status_url"]).json()["status"] == "IN_PROGRESS"
            assert clocked.put(answer["cancel_url"]).status_code == 202
            now[0] += 10
            read_stream(clocked, answer["status_url"])
            assert clocked.get(answer["response_url"]).status_code == 200
            assert clocked.get("/_sandbox/log").json()["jobs"][0]["charged"] is True
    finally:
        running.stop()


@pytest.mark.parametrize("header", [None, "Basic abc", "Key", "abc"])
def test_some_key_is_wanted(sandbox: Any, header: str | None) -> None:
    """Without Key or Bearer and a value behind it every call is 401 and no job is made."""
    headers = {"Authorization": header} if header else {}
    with httpx.Client(base_url=sandbox.url, headers=headers) as stranger:
        for reply in (stranger.post(f"/{VEO}", json={}), stranger.get("/fal-ai/veo3/requests/x/status")):
            assert reply.status_code == 401
            assert isinstance(reply.json()["detail"], str)
        assert stranger.get("/_sandbox/log").json()["jobs"] == []


def test_bearer_is_as_good_as_key(sandbox: Any, photo_uri: str) -> None:
    """Gateways use Bearer."""
    body = {"prompt": "p", "image_url": photo_uri}
    assert httpx.post(f"{sandbox.url}/{VEO}", json=body, headers={"Authorization": "Bearer x"}).status_code == 200


def test_unknown_models_and_paths_are_404(client: httpx.Client) -> None:
    """A model that does not exist, and a path that a known app does not have."""
    assert client.post("/fal-ai/none/such", json={}).json() == {"detail": "Application 'fal-ai/none/such' not found"}
    assert client.post("/fal-ai/veo3/none", json={}).json() == {"detail": "Path /none not found"}
    assert client.post("/fal-ai/veo3/none", json={}).status_code == 404


def test_the_queue_can_be_too_long(slow: httpx.Client, photo_uri: str) -> None:
    """``fal_max_queue_length`` refuses with 429 when more are waiting."""
    body = {"prompt": "p", "image_url": photo_uri}
    path = f"/{VEO}?fal_max_queue_length=1"
    assert [slow.post(path, json=body).status_code for _ in range(3)] == [200, 200, 429]
    assert len(slow.get("/_sandbox/log").json()["jobs"]) == 2


@pytest.mark.parametrize("endpoint", [VEO, KLING_PRO, KLING_STANDARD])
def test_the_openapi_documents_are_in_fals_shape(client: httpx.Client, endpoint: str) -> None:
    """The input is found through the paths, and its order lists every property."""
    document = client.get("/api/openapi/queue/openapi.json", params={"endpoint_id": endpoint}).json()
    reference = document["paths"][f"/{endpoint}"]["post"]["requestBody"]["content"]["application/json"]["schema"][
        "$ref"
    ]
    schema = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
    assert schema["x-fal-order-properties"] == list(schema["properties"])
    assert schema["required"] == ["prompt", "image_url"]


def test_an_unknown_document_is_null(client: httpx.Client) -> None:
    """Fal answers ``null`` with 200."""
    reply = client.get("/api/openapi/queue/openapi.json", params={"endpoint_id": "no/such"})
    assert (reply.status_code, reply.text) == (200, "null")


def test_the_log_shows_no_key(client: httpx.Client, submit: Callable[..., Answer], log: Callable[[], Answer]) -> None:
    """Keys are hashed, long strings cut, and control requests are not in it."""
    submit(prompt="kept", image_url=as_data_uri(draw_photo(), "PNG"))
    client.post(f"/{VEO}", content=b'{"prompt": ', headers={"Authorization": "Bearer secret-two"})
    told = log()
    assert "test-key" not in str(told)
    assert "secret-two" not in str(told)
    first, second = told["requests"]
    assert first["headers"]["authorization"].startswith("Key sha256:")
    assert (first["method"], first["path"], first["body"]["prompt"]) == ("POST", f"/{KLING_STANDARD}", "kept")
    assert len(first["body"]["image_url"]) < 300
    assert second["status"] == 400
    assert [(job["wire"], job["endpoint"], job["charged"]) for job in told["jobs"]] == [("fal", KLING_STANDARD, True)]


def test_answers_follow_the_host_of_the_request(client: httpx.Client, submit: Callable[..., Answer]) -> None:
    """URLs are made from the Host header, so that they fit however the sandbox is reached."""
    answer = submit()
    reply = client.get(answer["status_url"], headers={"Host": "localhost:5555"})
    assert reply.json()["status_url"].startswith("http://localhost:5555/fal-ai/kling-video/requests/")
