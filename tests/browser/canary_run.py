"""What the canary test's notebook runs: each wire through each scenario of the sandbox, with everything written down.

It is read as text and run in a kernel, where `SANDBOX`, `FOREIGN` and `CANARY` are set before.
"""

import logging
import os
import time
import traceback
from pathlib import Path
from typing import Any

import httpx
from IPython.display import display

import vidwidgets as vw
from vidwidgets.sandbox.scenario import KINDS

SANDBOX, FOREIGN, CANARY = os.environ["VIDWIDGETS_SANDBOX_URL"], os.environ["FOREIGN"], os.environ["CANARY_KEY"]
WIRES: dict[str, tuple[str, dict[str, Any]]] = {
    "/fal-ai/": ("fal-ai/kling-video/v2.1/standard/image-to-video", {"prompt": "fal {}"}),
    "/runwayml/": (
        "runway/image-to-video",
        {"model": "gen4_turbo", "ratio": "1280:720", "duration": 5, "prompt": "r {}"},
    ),
    "/openapi/v2/video/": (
        "pixverse/image-to-video",
        {"model": "v5", "quality": "360p", "duration": 5, "prompt": "pixverse {}"},
    ),
}
ECHO = {"detail": f"the key {CANARY} is no good", "ErrCode": 400013, "ErrMsg": f"bad {CANARY}", "error": f"no {CANARY}"}
SETTINGS: dict[str, dict[str, Any]] = {
    "reject": {"status": 401, "body": ECHO},
    "html-error": {"status": 403, "body": f"<html><h1>{CANARY}</h1></html>"},
    "fail": {"status": 500, "body": ECHO},
    "moderate": {"body": ECHO},
    "fail-at-result": {"status": 422, "body": ECHO},
    "slow-reply": {"seconds": 0.2},
    "slow-media": {"seconds": 0.5, "times": 1},
    "expired-media": {"times": 1},
    "flaky-polls": {"status": [500, 0, 503]},
    "no-stream": {"times": 1},
    "foreign-urls": {"host": FOREIGN},
}

logging.basicConfig(level=logging.DEBUG, filename="debug.log", force=True)
vw.connect("canary", base_url=SANDBOX, key_env="CANARY_KEY", at_once=None)
control = httpx.Client(base_url=f"{SANDBOX}/_sandbox", timeout=30)
jobs: list[vw.Job] = []


def script(name: str, path: str) -> None:
    """Let a scenario wait for the next submit of a wire; those of polls and media meet whichever comes next."""
    match = {"path": path} if KINDS[name].group in {"gate", "reply"} and name != "flaky-polls" else {}
    control.post("/scenario", json={"name": name, "match": match, **SETTINGS.get(name, {})}).raise_for_status()


def tell(job: vw.Job, seconds: float) -> None:
    """Wait a little, and write down how it failed: as Python tells it, and with every frame's variables."""
    with Path("told.txt").open("a") as told:
        try:
            job.wait(seconds)
        except vw.VidwidgetsError as error:
            traceback.print_exc(file=told)
            traceback.TracebackException.from_exception(error, capture_locals=True).print(file=told)


for path, (endpoint, values) in WIRES.items():
    for name in KINDS:
        script(name, path)
        job = vw.submit(
            endpoint, connection="canary", image="cat.jpg", **{**values, "prompt": values["prompt"].format(name)}
        )
        display(job)
        jobs.append(job)
        tell(job, 0.15)
control.request("DELETE", "/scenario")
for job in jobs:
    if job.order.prompt.endswith("stall"):
        job.cancel()
end = time.monotonic() + 30
for job in jobs:
    tell(job, max(0.05, end - time.monotonic()))
with Path("told.txt").open("a") as told:
    told.write(repr(jobs) + repr(vw.connections()) + repr(vw.jobs()) + vw.form(endpoint, connection="canary").to_curl())
    told.write("".join(repr(one) + one.to_curl() for job in jobs for one in job.exchanges))
made = sum(isinstance(job.state, vw.Done) for job in jobs)
summary = f"scenarios: {len(KINDS)}, jobs: {len(jobs)}, of them {made} with a clip"
