"""Referee: the official Python SDK (runwayml) against the sandbox, with nothing changed but its base URL."""

from __future__ import annotations

import io
import threading
import time
import types
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from runway_kit import turbo
from sandbox_kit import as_data_uri, draw_photo

runwayml = pytest.importorskip("runwayml", reason="runwayml is not installed: uv sync installs the referees")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vidwidgets.sandbox.server import Sandbox

KEY = "key_" + "0" * 128


@pytest.fixture
def official(sandbox: Sandbox) -> Iterator[Any]:
    """Runway's own client."""
    with runwayml.RunwayML(api_key=KEY, base_url=sandbox.url, max_retries=0) as client:
        yield client


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its waiting sleeps six seconds before each look; nothing else of it is changed."""
    from runwayml.lib import polling

    def nap(_seconds: float) -> None:
        threading.Event().wait(0.02)

    monkeypatch.setattr(polling, "time", types.SimpleNamespace(**{**vars(time), "sleep": nap}))


def wait(task: Any) -> Any:
    """Its own waiting."""
    return task.wait_for_task_output(timeout=60)


def arguments(**changes: Any) -> dict[str, Any]:
    """A body as the SDK wants it."""
    names = {"promptImage": "prompt_image", "promptText": "prompt_text"}
    body = turbo(as_data_uri(draw_photo()), **changes)
    return {names.get(name, name): value for name, value in body.items()}


def test_it_creates_waits_and_gets_a_clip(official: Any, log: Callable[[], Any]) -> None:
    """A whole life with the SDK's own waiting; the clip has the asked size and every frame decodes."""
    created = official.image_to_video.create(**arguments(ratio="960:960"))
    assert created.estimated_cost.credits == 10
    done = wait(created)
    assert (done.status, done.cost.credits) == ("SUCCEEDED", 10)
    with av.open(io.BytesIO(httpx.get(done.output[0]).content)) as clip:
        frames = list(clip.decode(video=0))
    assert (len(frames), frames[0].width, frames[0].height) == (48, 960, 960)
    assert [(job["wire"], job["endpoint"], job["charged"]) for job in log()["jobs"]] == [
        ("runway", "runway/image-to-video", True)
    ]


def test_it_makes_a_clip_of_text(official: Any) -> None:
    """The other operation, with sound where Veo makes it by default."""
    created = official.text_to_video.create(model="veo3.1_fast", prompt_text="a cat", ratio="720:1280", duration=4)
    done = wait(created)
    with av.open(io.BytesIO(httpx.get(done.output[0]).content)) as clip:
        assert (clip.streams.video[0].width, len(clip.streams.audio)) == (720, 1)


def test_it_uploads_and_uses_what_it_uploaded(official: Any, log: Callable[[], Any]) -> None:
    """Slot, form without a key, and the runway:// address as the first frame."""
    buffer = io.BytesIO()
    draw_photo().save(buffer, "PNG")
    uploaded = official.uploads.create_ephemeral(file=("cat.png", buffer.getvalue()))
    assert uploaded.uri.startswith("runway://")
    assert wait(official.image_to_video.create(**arguments(promptImage=uploaded.uri))).status == "SUCCEEDED"
    storage = [request for request in log()["requests"] if request["path"].startswith("/runway-storage/")]
    assert [(request["status"], "authorization" in request["headers"]) for request in storage] == [(204, False)]


def test_it_cancels(official: Any, play: Callable[..., None]) -> None:
    """A deleted task is unknown afterwards, and so is deleting it again."""
    play("stall")
    created = official.image_to_video.create(**arguments())
    assert official.tasks.retrieve(created.id).status == "PENDING"
    official.tasks.delete(created.id)
    with pytest.raises(runwayml.NotFoundError) as gone:
        official.tasks.retrieve(created.id)
    assert gone.value.body == {"error": "Could not find Task"}
    with pytest.raises(runwayml.NotFoundError):
        official.tasks.delete(created.id)


def test_it_sees_the_documented_errors(official: Any, play: Callable[..., None]) -> None:
    """400 with issues, 401, 429, and a failed task with its code and what it cost."""
    with pytest.raises(runwayml.BadRequestError) as bad:
        official.image_to_video.create(**arguments(ratio="1280:768"))
    assert bad.value.body["error"] == "Validation of body failed"
    assert bad.value.body["issues"][0]["path"] == ["ratio"]
    assert bad.value.body["docUrl"].startswith("https://docs.dev.runwayml.com")
    play("rate-limit")
    with pytest.raises(runwayml.RateLimitError):
        official.image_to_video.create(**arguments())
    play("moderate")
    with pytest.raises(runwayml.TaskFailedError) as moderated:
        wait(official.image_to_video.create(**arguments()))
    assert moderated.value.task_details.failure_code == "SAFETY.INPUT.TEXT"
    assert moderated.value.task_details.cost.credits == 10
    play("fail")
    with pytest.raises(runwayml.TaskFailedError) as failed:
        wait(official.image_to_video.create(**arguments()))
    assert failed.value.task_details.failure_code == "INTERNAL.BAD_OUTPUT.CODE01"
    assert failed.value.task_details.cost.credits == 0


def test_its_version_and_key_are_wanted(sandbox: Sandbox) -> None:
    """No key is 401; a missing version is 400 at Runway's own paths."""
    body = turbo(as_data_uri(draw_photo()))
    bare = httpx.post(f"{sandbox.url}/v1/image_to_video", json=body, headers={"X-Runway-Version": "2024-11-06"})
    unversioned = httpx.post(f"{sandbox.url}/v1/image_to_video", json=body, headers={"Authorization": "Bearer k"})
    assert (bare.status_code, unversioned.status_code) == (401, 400)
    assert "X-Runway-Version" in unversioned.json()["error"]


def test_it_sees_its_organization(official: Any) -> None:
    """Balance and tier, in the SDK's own types."""
    seen = official.organization.retrieve()
    assert seen.credit_balance == 10_000
    assert seen.tier.max_monthly_credit_spend == 10_000


def test_it_drives_a_gateway(sandbox: Sandbox) -> None:
    """The same client with a base that ends in /runwayml goes through the gateways' paths (facts §5)."""
    with runwayml.RunwayML(api_key="gateway", base_url=f"{sandbox.url}/runwayml", max_retries=0) as gateway:
        assert wait(gateway.image_to_video.create(**arguments(ratio="1280:768"))).status == "SUCCEEDED"
