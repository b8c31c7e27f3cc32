"""Referee: npm's official @fal-ai/client, driven by Node, its hosts led to the sandbox by its own ``fetch`` setting."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from needing import npm_package
from sandbox_kit import draw_photo

from vidwidgets.sandbox.server import Sandbox, start_sandbox

VERSION = "1.10.1"
DRIVER = Path(__file__).with_name("fal_client_driver.mjs")


@pytest.fixture(scope="module")
def entry(request: pytest.FixtureRequest, node: str) -> Path:
    """The client's entry file, where there is a Node to run it."""
    assert node
    return npm_package(request, "@fal-ai/client", VERSION, "src/index.js")


@pytest.fixture(scope="module")
def judged(node: str, entry: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
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


def test_it_uploads_submits_polls_and_gets_a_clip(judged: tuple[Sandbox, Any]) -> None:
    """A Blob as input is uploaded by the client itself, polls end in COMPLETED, and the clip is there."""
    _, seen = judged
    assert seen["polled"][-1] == "COMPLETED"
    assert set(seen["polled"]) <= {"IN_QUEUE", "IN_PROGRESS", "COMPLETED"}
    assert httpx.get(seen["video"]["url"]).content[4:8] == b"ftyp"
    assert len(seen["requestId"]) == 36
    assert httpx.get(seen["uploaded"]).headers["content-type"] == "image/png"
    assert seen["hosts"] == [
        "127.0.0.1:" + seen["uploaded"].split(":")[2].split("/")[0],
        "queue.fal.run",
        "rest.fal.ai",
    ]


def test_it_streams_the_status(judged: tuple[Sandbox, Any]) -> None:
    """Its streaming mode sees every state, and adds the log's increments up to each line once."""
    _, seen = judged
    assert seen["streamed"] == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
    assert len(seen["streamedLogs"]) == len(set(seen["streamedLogs"])) == 6
    assert httpx.get(seen["streamedVideo"]["url"]).status_code == 200


def test_it_cancels(judged: tuple[Sandbox, Any]) -> None:
    """A queued job is removed; a second cancel is an error."""
    _, seen = judged
    assert (seen["cancelled"]["status"], seen["cancelled"]["error_type"]) == ("COMPLETED", "client_cancelled")
    assert seen["cancelledTwice"]["body"] == {"status": "ALREADY_COMPLETED"}


def test_it_sees_the_documented_errors(judged: tuple[Sandbox, Any]) -> None:
    """ValidationError with its details, ApiError with its type, 400 for an early result, 404 for an unknown id."""
    _, seen = judged
    assert (seen["invalid"]["name"], seen["invalid"]["status"]) == ("ValidationError", 422)
    assert seen["invalid"]["body"]["detail"][0]["loc"] == ["body", "duration"]
    assert (seen["failed"]["name"], seen["failed"]["status"]) == ("ApiError", 500)
    assert seen["failed"]["body"]["error_type"] == "runner_server_error"
    assert (seen["early"]["status"], seen["early"]["body"]) == (400, {"detail": "Request is still in progress"})
    assert (seen["unknown"]["status"], seen["unknown"]["body"]) == (404, {"status": "NOT_FOUND"})


def test_no_key_reached_a_media_or_presigned_address(judged: tuple[Sandbox, Any]) -> None:
    """The sandbox's log has no flag of a leak."""
    sandbox, _ = judged
    requests = httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    assert not [entry for entry in requests if "key-on-media" in entry["flags"] or entry["status"] == 401]
