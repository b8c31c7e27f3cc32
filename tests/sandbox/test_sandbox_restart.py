"""The sandbox's life: jobs outlive it, several share a home, and it starts and ends anywhere."""

from __future__ import annotations

import asyncio
import random
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sandbox_kit import KLING_STANDARD, read_stream

from vidwidgets.sandbox.server import Sandbox, start_sandbox

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = {"Authorization": "Key k"}


def post(sandbox: Sandbox, photo_uri: str) -> dict[str, Any]:
    """Submit a job."""
    body = {"prompt": "p", "image_url": photo_uri}
    answer: dict[str, Any] = httpx.post(f"{sandbox.url}/{KLING_STANDARD}", json=body, headers=HEADERS).json()
    return answer


def test_a_job_goes_on_after_a_restart_on_another_port(tmp_path: Path, photo_uri: str) -> None:
    """Stopped while queued, the job is finished by the next sandbox, whose answers name its own port."""
    now = [1000.0]
    first = start_sandbox(home=tmp_path, clock=lambda: now[0])
    queued = post(first, photo_uri)
    first.stop()
    now[0] += 60
    second = start_sandbox(home=tmp_path, clock=lambda: now[0])
    try:
        assert second.url != first.url
        with httpx.Client(base_url=second.url, headers=HEADERS, timeout=30) as client:
            url = f"/fal-ai/kling-video/requests/{queued['request_id']}"
            assert read_stream(client, f"{url}/status")[-1]["status"] == "COMPLETED"
            video = client.get(url).json()["video"]["url"]
            assert video.startswith(second.url)
            assert httpx.get(video).status_code == 200
    finally:
        second.stop()


def test_two_sandboxes_share_a_home(tmp_path: Path, photo_uri: str) -> None:
    """Each sees the other's jobs, and both working on them does no harm."""
    pair = [start_sandbox(home=tmp_path, speed=50) for _ in range(2)]
    try:
        answers = [post(sandbox, photo_uri) for sandbox in pair * 3]
        with httpx.Client(base_url=pair[1].url, headers=HEADERS, timeout=30) as client:
            for answer in answers:
                path = httpx.URL(answer["status_url"]).path
                assert read_stream(client, path)[-1]["status"] == "COMPLETED"
            jobs = client.get("/_sandbox/log").json()["jobs"]
        assert [job["id"] for job in jobs] == [answer["request_id"] for answer in answers]
    finally:
        for sandbox in pair:
            sandbox.stop()


def test_it_starts_beside_a_running_loop(tmp_path: Path) -> None:
    """As in a Jupyter kernel, whose main thread runs one."""

    async def start() -> int:
        sandbox = start_sandbox(home=tmp_path)
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"{sandbox.url}/_sandbox/log")).status_code
        finally:
            sandbox.stop()

    assert asyncio.run(start()) == 200


def test_stopping_leaves_no_thread_and_frees_the_port(tmp_path: Path, photo_uri: str) -> None:
    """Also with a stream open and a rendering under way; a second stop does nothing."""
    before = set(threading.enumerate())
    sandbox = start_sandbox(home=tmp_path, speed=0.01)
    answer = post(sandbox, photo_uri)
    with httpx.Client(headers=HEADERS) as client, client.stream("GET", f"{answer['status_url']}/stream") as reply:
        next(reply.iter_lines())
        sandbox.stop()
    sandbox.stop()
    assert set(threading.enumerate()) <= before
    port = int(sandbox.url.rsplit(":", 1)[1])
    again = start_sandbox(home=tmp_path, port=port)
    again.stop()


def test_an_interpreter_exits_without_stopping_it(tmp_path: Path, photo_uri: str) -> None:
    """A script that never stops its sandbox ends at once, quietly, in the middle of a rendering."""
    script = (
        "import pathlib, sys, urllib.request, json\n"
        "from vidwidgets.sandbox.server import start_sandbox\n"
        "s = start_sandbox(home=pathlib.Path(sys.argv[1]))\n"
        f"body = json.dumps({{'prompt': 'p', 'duration': '10', 'image_url': {photo_uri!r}}}).encode()\n"
        f"r = urllib.request.Request(s.url + '/{KLING_STANDARD}', body, {HEADERS!r})\n"
        "print(json.load(urllib.request.urlopen(r))['status'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "IN_QUEUE\n", "")


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    """The message names the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{port}"):
            start_sandbox(home=tmp_path, port=port)


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_speed_must_be_above_zero(tmp_path: Path, speed: float) -> None:
    """Nothing is started."""
    with pytest.raises(ValueError, match="above 0"):
        start_sandbox(home=tmp_path, speed=speed)


def test_ids_come_from_the_given_random(tmp_path: Path, photo_uri: str) -> None:
    """The same seed gives the same ids."""
    seen = []
    for name in ("a", "b"):
        sandbox = start_sandbox(home=tmp_path / name, rng=random.Random(7))  # noqa: S311 - ids of jobs are no secret
        seen.append(post(sandbox, photo_uri)["request_id"])
        sandbox.stop()
    assert seen[0] == seen[1]


def test_polls_are_quick(sandbox: Sandbox, photo_uri: str) -> None:
    """A keep-alive poll takes a few milliseconds; with Nagle's algorithm on it would take 44."""
    url = post(sandbox, photo_uri)["status_url"]
    with httpx.Client(headers=HEADERS, timeout=30) as client:
        read_stream(client, url)
        times = sorted(client.get(url).elapsed.total_seconds() for _ in range(20))
    assert times[10] < 0.03


def test_it_can_stop_while_its_port_is_closed(tmp_path: Path) -> None:
    """A scripted outage does not keep it alive."""
    before = set(threading.enumerate())
    sandbox = start_sandbox(home=tmp_path)
    httpx.post(f"{sandbox.url}/_sandbox/scenario", json={"name": "refuse-connection", "seconds": 3000})
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{sandbox.url}/_sandbox/log")
    sandbox.stop()
    assert set(threading.enumerate()) <= before
