"""Referee: npm's official @runwayml/sdk, driven by Node, with nothing changed but its base URL."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from needing import npm_package
from sandbox_kit import draw_photo

from vidwidgets.sandbox.server import Sandbox, start_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "4.20.1"
DRIVER = Path(__file__).with_name("runway_sdk_driver.mjs")


@pytest.fixture(scope="module")
def entry(request: pytest.FixtureRequest, node: str) -> Path:
    """The client's entry file, where there is a Node to run it."""
    assert node
    return npm_package(request, "@runwayml/sdk", VERSION, "index.mjs")


@pytest.fixture(scope="module")
def judged(node: str, entry: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Any]]:
    """What the client saw, and the sandbox it saw it at."""
    folder = tmp_path_factory.mktemp("js")
    draw_photo().save(folder / "cat.png")
    sandbox = start_sandbox(home=folder / "home", speed=50)
    try:
        command = [node, str(DRIVER), sandbox.url, str(entry), str(folder / "cat.png")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        yield sandbox, json.loads(done.stdout)
    finally:
        sandbox.stop()


@pytest.mark.parametrize(("task", "size"), [("done", (1280, 720)), ("text", (720, 1280))])
def test_it_creates_waits_and_gets_a_clip(judged: tuple[Sandbox, Any], task: str, size: tuple[int, int]) -> None:
    """Both operations end in SUCCEEDED, and every frame of what they name decodes."""
    _, seen = judged
    assert seen[task]["status"] == "SUCCEEDED"
    with av.open(io.BytesIO(httpx.get(seen[task]["output"][0]).content)) as clip:
        frames = list(clip.decode(video=0))
    assert (len(frames), frames[0].width, frames[0].height) == (48, *size)


def test_it_uploads_without_a_key(judged: tuple[Sandbox, Any]) -> None:
    """The runway:// address was good as a first frame, and its form carried no key."""
    sandbox, seen = judged
    assert seen["uploaded"].startswith("runway://")
    requests = httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    forms = [request for request in requests if request["path"].startswith("/runway-storage/")]
    assert [(form["status"], "authorization" in form["headers"]) for form in forms] == [(204, False)]


def test_it_cancels(judged: tuple[Sandbox, Any]) -> None:
    """A deleted task is not found any more."""
    _, seen = judged
    assert seen["pending"] == "PENDING"
    assert (seen["gone"]["status"], seen["gone"]["body"]) == (404, {"error": "Could not find Task"})


def test_it_sees_the_documented_errors(judged: tuple[Sandbox, Any]) -> None:
    """400 with issues, 429, and a failed task with its code."""
    _, seen = judged
    assert (seen["invalid"]["name"], seen["invalid"]["status"]) == ("BadRequestError", 400)
    assert seen["invalid"]["body"]["issues"][0]["path"] == ["ratio"]
    assert (seen["limited"]["name"], seen["limited"]["status"]) == ("RateLimitError", 429)
    assert seen["moderated"]["name"] == seen["isTaskFailed"]
    assert seen["moderated"]["task"]["failureCode"] == "SAFETY.OUTPUT.VIDEO"


def test_it_sees_its_organization(judged: tuple[Sandbox, Any]) -> None:
    """The balance has gone down by what was charged: 2 s of gen4_turbo and 2 s of gen4.5."""
    _, seen = judged
    assert seen["organization"]["creditBalance"] == 10_000 - 2 * 5 - 2 * 12
