"""What is drawn: requests, the trouble that waits for them, and when the process dies. Nothing but the seed decides."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from typing import Any

PICTURE_SEED = 7
"""Equal wishes are rendered once; what tells the requests apart is the prompt."""


@dataclass(frozen=True)
class Wire:
    """One wire, and what stands in the path of a submit there."""

    endpoint: str
    submit_path: str
    values: dict[str, Any]


# of one picture and one seed: requests that only their prompt tells apart are rendered once
WIRES = {
    "fal": Wire(
        "fal-ai/veo3/image-to-video",
        "/fal-ai/",
        {"duration": "4s", "resolution": "720p", "generate_audio": False, "seed": PICTURE_SEED},
    ),
    "runway": Wire(
        "runway/image-to-video",
        "/image_to_video",
        {"model": "gen4_turbo", "ratio": "1280:720", "duration": 2, "seed": PICTURE_SEED},
    ),
    "pixverse": Wire(
        "pixverse/image-to-video",
        "/video/",
        {"model": "v5", "quality": "360p", "duration": 5, "seed": PICTURE_SEED},
    ),
}
CONNECTIONS = ("sandbox", "gate", "narrow")
"""The provider's own host; a gateway that takes any number; a gateway that takes a few at a time."""
CANCEL_AT = ("Preparing", "Submitting", "Queued", "Running", "Fetching")
SUBMIT_STATUSES = (400, 401, 403, 408, 409, 422, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Asked:
    """One logical submit."""

    prompt: str
    wire: str
    connection: str
    cancel_at: str
    """The state in which it is cancelled; "" for never."""


@dataclass(frozen=True)
class Death:
    """When a process is killed: at its n-th write to the journal, before or after it is on disk, or at a pause."""

    at: str
    """`before`, `after` or `pause`; "" for never."""
    number: int


@dataclass(frozen=True)
class Batch:
    """Requests that one process sends, the trouble they meet, and the processes that follow."""

    number: int
    asked: tuple[Asked, ...]
    troubles: tuple[dict[str, Any], ...]
    deaths: tuple[Death, ...]
    """Of the process that sends and of those that take up what it left; one more lives to the end."""
    wall_jumps: tuple[float, ...]
    """By how many seconds the clock is set, forwards or back, each time a tenth of the requests have been sent."""
    timer_jumps: tuple[float, ...]
    """By how many seconds the steady timer leaps forward then (a laptop that was closed)."""

    def as_json(self) -> dict[str, Any]:
        """For the process that plays it."""
        return asdict(self)


def drawn(seed: int, number: int, size: int) -> Batch:
    """The batch of that number; the same for the same seed, whatever came before it."""
    dice = random.Random(f"{seed}/{number}")  # noqa: S311  trouble, not secrets
    asked = tuple(_asked(dice, f"run {seed} {number} {place}") for place in range(size))
    troubles = [trouble for one in asked if dice.random() < 0.75 for trouble in _troubles(dice, one.wire)]
    deaths = [_death(dice, size) for _ in range(dice.choice((1, 1, 2, 2, 3)))]
    jumps = range(10)
    wall = [dice.choice((-7200.0, -30.0, 15.0, 45.0, 7200.0)) if dice.random() < 0.25 else 0.0 for _ in jumps]
    timer = [dice.choice((60.0, 130.0, 4000.0)) if dice.random() < 0.15 else 0.0 for _ in jumps]
    return Batch(number, asked, tuple(troubles), tuple(deaths), tuple(wall), tuple(timer))


def _asked(dice: random.Random, prompt: str) -> Asked:
    cancel_at = dice.choice(CANCEL_AT) if dice.random() < 0.15 else ""
    return Asked(prompt, dice.choice(tuple(WIRES)), dice.choice(CONNECTIONS), cancel_at)


def _death(dice: random.Random, size: int) -> Death:
    at = dice.choice(("before", "after", "after", "pause"))
    return Death(at, dice.randint(1, size * (5 if at != "pause" else 3)))


def _troubles(dice: random.Random, wire: str) -> list[dict[str, Any]]:
    """One trouble, sometimes two; they lie in wait for whichever request of that wire comes by."""
    submit = {"match": {"path": WIRES[wire].submit_path, "method": "POST"}}
    kinds: list[dict[str, Any]] = [
        {"name": "refuse-connection", **submit},
        {"name": "drop-reply", **submit},
        {"name": "drop-reply", **submit},
        {"name": "reject", "status": dice.choice(SUBMIT_STATUSES), **submit},
        {"name": "rate-limit", "retry_after": dice.choice((0, 1, 5)), "times": dice.choice((1, 2, 6)), **submit},
        {"name": "html-error", "status": dice.choice((200, 403, 500, 502, 504)), **submit},
        {"name": "html-error", "status": dice.choice((404, 500, 502))},
        {"name": "bad-json", **submit},
        {"name": "bad-json"},
        {"name": "slow-reply", "seconds": dice.choice((0.1, 0.4)), **submit},
        {"name": "slow-reply", "seconds": dice.choice((0.1, 0.4))},
        {"name": "flaky-polls", "status": [dice.choice((0, 404, 429, 500, 503)) for _ in range(3)]},
        {"name": "no-stream", "times": 1},
        {"name": "unknown-status", "status": "PONDERING"},
        {"name": "foreign-urls", **submit},
        {"name": "no-cancel-url", **submit},
        {"name": "moderate", **submit},
        {"name": "fail", **submit},
        {"name": "fail-at-result", **submit},
        # PixVerse has no cancellation: what stalls there stays open for good
        {
            "name": "stall" if wire != "pixverse" else "slow-media",
            **(submit if wire != "pixverse" else {"seconds": 0.3}),
        },
        {"name": "throttle", **submit},
        {"name": "expired-media", "times": dice.choice((1, 2, 5))},
        {"name": "slow-media", "seconds": 0.3, "times": 1},
        {"name": "truncated-media", "times": dice.choice((1, 2, 5))},
        {"name": "refuse-connection", "seconds": 0.05},
    ]
    return dice.sample(kinds, dice.choice((1, 1, 1, 2)))
