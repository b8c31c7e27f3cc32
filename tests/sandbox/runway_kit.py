"""What the tests of Runway's wire share: bodies that pass, and waiting for a task."""

from __future__ import annotations

import threading
from typing import Any

import httpx

VERSION = {"X-Runway-Version": "2024-11-06"}
ENDED = {"SUCCEEDED", "FAILED", "CANCELLED"}


def turbo(image: str, **changes: Any) -> dict[str, Any]:
    """A gen4_turbo body; a change to None takes a field out."""
    body = {"model": "gen4_turbo", "promptImage": image, "promptText": "cat dance", "ratio": "1280:720", "duration": 2}
    return {name: value for name, value in {**body, **changes}.items() if value is not None}


def watch(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    """Every native reply of a task's path until it has ended, without repeats."""
    seen: list[dict[str, Any]] = []
    for _ in range(2000):
        task = client.get(path).json()
        if not seen or seen[-1] != task:
            seen.append(task)
        if task.get("status") in ENDED:
            return seen
        threading.Event().wait(0.01)
    raise AssertionError(f"it never ended: {seen[-1]}")
