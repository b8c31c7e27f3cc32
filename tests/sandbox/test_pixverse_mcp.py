"""Referee: PixVerse's own client (pixverse-mcp 0.2.2) against the sandbox, with nothing changed but its origin."""

from __future__ import annotations

import io
import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import httpx
import pytest
from pixverse_mcp_place import NotMade, python_with_pixverse_mcp
from sandbox_kit import draw_photo

from vidwidgets.sandbox.server import start_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVER = Path(__file__).with_name("pixverse_mcp_driver.py")


@pytest.fixture(scope="module")
def referee() -> str:
    """Its interpreter; where it cannot be had the tests are skipped with the reason, and fail in CI."""
    try:
        return python_with_pixverse_mcp()
    except NotMade as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason} In CI nothing is skipped.", pytrace=False)
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def judged(referee: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """What it saw, and the requests that the sandbox took from it; the sandbox still runs."""
    folder = tmp_path_factory.mktemp("mcp")
    draw_photo(600, 600).save(folder / "cat.png")
    sandbox = start_sandbox(home=folder / "home", speed=50)
    try:
        done = subprocess.run(
            [referee, "-W", "ignore", str(DRIVER), sandbox.url, str(folder / "cat.png")],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        yield json.loads(done.stdout), httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    finally:
        sandbox.stop()


def shape(url: str) -> tuple[int, int, int]:
    """Width, height and number of frames, each of them decoded."""
    with av.open(io.BytesIO(httpx.get(url).content)) as clip:
        frames = sum(1 for _ in clip.decode(video=0))
        return clip.streams.video[0].width, clip.streams.video[0].height, frames


def test_it_uploads_a_file_and_gets_its_clip(judged: tuple[dict[str, Any], list[Any]]) -> None:
    """Upload, image to video, polls until its own model says completed; the clip plays and has the picture's shape."""
    seen = judged[0]["file"]
    assert seen["image"]["img_id"] > 2**53
    assert httpx.get(seen["image"]["img_url"]).headers["content-type"] == "image/png"
    assert seen["done"]["status"] == "completed"
    assert seen["done"]["video_id"] == seen["video_id"] > 2**53
    assert shape(seen["done"]["url"]) == (640, 640, 120)
    assert (seen["done"]["outputWidth"], seen["done"]["outputHeight"]) == (640, 640)


def test_it_uploads_an_address(judged: tuple[dict[str, Any], list[Any]]) -> None:
    """Url-encoded, as it sends it."""
    assert judged[0]["address"]["image"]["img_id"] > 2**53


def test_it_makes_a_clip_from_words(judged: tuple[dict[str, Any], list[Any]]) -> None:
    """Text to video with its extra fields (water_mark, play_bgm, normal motion on v5), in the asked shape."""
    done = judged[0]["words"]["done"]
    assert done["status"] == "completed"
    assert shape(done["url"]) == (360, 640, 120)
    sent = [entry["body"] for entry in judged[1] if entry["path"].endswith("/video/text/generate")]
    assert {"water_mark", "play_bgm", "motion_mode"} <= set(sent[-1])


def test_it_sees_the_documented_errors(judged: tuple[dict[str, Any], list[Any]]) -> None:
    """Each as its own error with the code of the documents, though all came with HTTP 200."""
    errors = judged[0]["errors"]
    assert {name: seen[:2] for name, seen in errors.items()} == {
        "no key": ["PixverseAPIError", 400_012],
        "fast on v5": ["PixverseAPIError", 400_017],
        "unknown image": ["PixverseAPIError", 400_032],
        "unknown video": ["PixverseAPIError", 500_008],
    }
    assert all(seen[2] for seen in errors.values())
    assert {entry["status"] for entry in judged[1] if entry["path"].startswith("/openapi/")} == {200}


def test_every_request_had_a_trace_id_of_its_own(judged: tuple[dict[str, Any], list[Any]]) -> None:
    """Polls and repeats too, as the documents want it; so none of its clips was left waiting."""
    traces = [entry["headers"]["ai-trace-id"] for entry in judged[1] if entry["path"].startswith("/openapi/")]
    assert len(traces) == len(set(traces)) > 10
