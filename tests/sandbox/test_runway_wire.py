"""Runway's wire over a real port, as facts/runway.md has it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image
from runway_kit import VERSION, turbo, watch
from sandbox_kit import as_data_uri, draw_photo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vidwidgets.sandbox.server import Sandbox


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client with a key and the version."""
    headers = {"Authorization": "Bearer test-key", **VERSION}
    with httpx.Client(base_url=sandbox.url, headers=headers, timeout=30) as opened:
        yield opened


def issues(reply: httpx.Response) -> list[dict[str, Any]]:
    """The issues of a refused body."""
    assert reply.status_code == 400, reply.text
    found: list[dict[str, Any]] = reply.json()["issues"]
    return found


def test_a_task_runs_through_its_states(api: httpx.Client, photo_uri: str) -> None:
    """PENDING, RUNNING with progress from 0 to 1, SUCCEEDED, each with exactly the keys of facts §1.7."""
    created = api.post("/v1/image_to_video", json=turbo(photo_uri)).json()
    assert set(created) == {"id", "estimatedCost"}
    seen = watch(api, f"/v1/tasks/{created['id']}")
    assert list(dict.fromkeys(task["status"] for task in seen)) == ["PENDING", "RUNNING", "SUCCEEDED"]
    progress = [task["progress"] for task in seen if task["status"] == "RUNNING"]
    assert progress == sorted(progress)
    assert 0 <= progress[0] <= progress[-1] <= 1
    assert set(seen[0]) == {"id", "createdAt", "status", "estimatedCost"}
    assert set(seen[-1]) == {"id", "createdAt", "status", "output", "cost"}


def test_throttle_is_another_queue(api: httpx.Client, photo_uri: str, play: Callable[..., None]) -> None:
    """The scenario makes it wait as THROTTLED."""
    play("throttle")
    play("stall")
    created = api.post("/v1/image_to_video", json=turbo(photo_uri)).json()
    assert api.get(f"/v1/tasks/{created['id']}").json()["status"] == "THROTTLED"


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"model": "gen9"}, "invalid_union", ["model"]),
        ({"model": "gen3a_turbo", "ratio": "1280:768"}, "invalid_union", ["model"]),
        ({"ratio": "1280:768"}, "invalid_value", ["ratio"]),
        ({"ratio": None}, "invalid_type", ["ratio"]),
        ({"promptImage": None}, "invalid_type", ["promptImage"]),
        ({"duration": 11}, "too_big", ["duration"]),
        ({"duration": 1}, "too_small", ["duration"]),
        ({"duration": "5"}, "invalid_type", ["duration"]),
        ({"promptText": ""}, "too_small", ["promptText"]),
        ({"promptText": "😀" * 501}, "too_big", ["promptText"]),
        ({"seed": 2**32}, "too_big", ["seed"]),
        ({"contentModeration": {"publicFigureThreshold": "high"}}, "invalid_value", None),
        ({"model": "veo3.1", "duration": 5}, "invalid_value", ["duration"]),
        ({"model": "happyhorse_1_0", "ratio": "1280:720", "duration": 3}, "unrecognized_keys", []),
        ({"promptImage": "ftp://x.example/y.png"}, "invalid_format", ["promptImage"]),
    ],
)
def test_what_is_wrong_is_an_issue(
    api: httpx.Client, photo_uri: str, changes: dict[str, Any], code: str, path: list[Any] | None
) -> None:
    """One zod issue that names the field; nothing is accepted."""
    found = issues(api.post("/v1/image_to_video", json=turbo(photo_uri, **changes)))
    assert found[0]["code"] == code
    assert found[0]["path"] == (["contentModeration", "publicFigureThreshold"] if path is None else path)
    assert found[0]["message"]
    assert api.get("/_sandbox/log").json()["jobs"] == []


def test_a_gif_is_refused_at_once(api: httpx.Client) -> None:
    """JPEG, PNG and WebP only, by their bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", (600, 600)).save(buffer, "GIF")
    gif = as_data_uri(draw_photo(), "GIF")
    assert "JPEG, PNG and WebP" in issues(api.post("/v1/image_to_video", json=turbo(gif)))[0]["message"]


def test_a_data_uri_is_measured_whole(api: httpx.Client, photo_uri: str) -> None:
    """5,242,880 characters pass, one more does not."""
    head, body = photo_uri.split(",", 1)
    room = 5_242_880 - len(head) - 1
    padded = body.rstrip("=")
    padded = padded[: len(padded) // 4 * 4]
    fits = f"{head},{padded}{'A' * (room - len(padded))}"
    assert len(fits) == 5_242_880
    found = issues(api.post("/v1/image_to_video", json=turbo(fits + "A")))
    assert (found[0]["code"], found[0]["maximum"]) == ("too_big", 5_242_880)


def test_frames_stand_by_position(api: httpx.Client, photo_uri: str) -> None:
    """A last frame needs a first one, and gen4_turbo takes no last frame at all."""
    last = [{"uri": photo_uri, "position": "last"}]
    both = [{"uri": photo_uri, "position": "first"}, *last]
    veo = {"model": "veo3.1", "duration": 4}
    assert issues(api.post("/v1/image_to_video", json=turbo(photo_uri, **veo, promptImage=last)))
    assert api.post("/v1/image_to_video", json=turbo(photo_uri, **veo, promptImage=both)).status_code == 200
    found = issues(api.post("/v1/image_to_video", json=turbo(photo_uri, promptImage=both)))
    assert found[0]["path"] == ["promptImage", 1, "position"]


def test_deleting_is_cancelling(api: httpx.Client, photo_uri: str, play: Callable[..., None]) -> None:
    """204 once, 404 afterwards; what had not begun is not charged, what had run is."""
    play("stall")
    waiting = api.post("/v1/image_to_video", json=turbo(photo_uri)).json()["id"]
    done = api.post("/v1/image_to_video", json=turbo(photo_uri)).json()["id"]
    watch(api, f"/v1/tasks/{done}")
    for task in (waiting, done):
        assert api.delete(f"/v1/tasks/{task}").status_code == 204
        assert api.get(f"/v1/tasks/{task}").json() == {"error": "Could not find Task"}
        assert api.delete(f"/v1/tasks/{task}").status_code == 404
    assert [job["charged"] for job in api.get("/_sandbox/log").json()["jobs"]] == [False, True]


def test_storage_takes_only_its_own_form(api: httpx.Client, sandbox: Sandbox) -> None:
    """Bytes come through unharmed; a key, a foreign policy, or a tiny file is refused."""
    slot = api.post("/v1/uploads", json={"filename": "cat.png", "type": "ephemeral"}).json()
    data = bytes(range(256)) * 4 + b"\r\n--\r\n\n\r"
    files = {"file": ("cat.png", data, "image/png")}
    assert httpx.post(slot["uploadUrl"], data={}, files=files).status_code == 403
    keyed = httpx.post(slot["uploadUrl"], data=slot["fields"], files=files, headers={"Authorization": "Bearer k"})
    assert keyed.status_code == 403
    tiny = httpx.post(slot["uploadUrl"], data=slot["fields"], files={"file": ("a.png", b"x", "image/png")})
    assert tiny.status_code == 403
    assert httpx.post(slot["uploadUrl"], data=slot["fields"], files=files).status_code == 204
    file_id = slot["runwayUri"].removeprefix("runway://")
    assert httpx.get(f"{sandbox.url}/files/{file_id}/cat.png").content == data


SHAPES: dict[str, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    "kling": (lambda a: a["data"]["task_id"], lambda a: a["data"]["task_result"]["videos"][0]["url"]),
    "luma": (lambda a: a["id"], lambda a: a["video"]["url"]),
    "new-api": (lambda a: a["data"], lambda a: a["data"]["data"]["output"][0]),
    "artifacts": (lambda a: a["task"]["id"], lambda a: a["task"]["artifacts"][0]["url"]),
    "one-api": (lambda a: a["task_id"], lambda a: a["video_result"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_gateways_have_other_envelopes(
    api: httpx.Client, photo_uri: str, play: Callable[..., None], shape: str
) -> None:
    """Each shape of facts §6 tells of the same task, whose clip is there in the end."""
    play("gateway-envelope", shape=shape)
    read_id, read_clip = SHAPES[shape]
    task = read_id(api.post("/runwayml/v1/image_to_video", json=turbo(photo_uri)).json())
    url = ""
    for _ in range(2000):
        try:
            url = read_clip(api.get(f"/runwayml/v1/tasks/{task}").json())
        except (KeyError, TypeError, IndexError):
            continue
        if url:
            break
    assert httpx.get(url).content[4:8] == b"ftyp"


def test_a_gateway_may_not_know_a_fresh_task(api: httpx.Client, photo_uri: str, play: Callable[..., None]) -> None:
    """For a while it answers 400 task_not_exist."""
    play("gateway-envelope", shape="new-api", not_exist_seconds=3600)
    task = api.post("/runwayml/v1/image_to_video", json=turbo(photo_uri)).json()["data"]
    reply = api.get(f"/runwayml/v1/tasks/{task}")
    assert (reply.status_code, reply.json()["code"]) == (400, "task_not_exist")


def test_a_gateway_takes_the_seed(sandbox: Sandbox, photo_uri: str) -> None:
    """Seed 003's own example, watermark and old ratio and all, without a version header."""
    body = turbo(photo_uri, ratio="1280:768", duration=5, watermark=False)
    reply = httpx.post(
        f"{sandbox.url}/runwayml/v1/image_to_video", json=body, headers={"Authorization": "Bearer gateway-key"}
    )
    assert reply.status_code == 200, reply.text
