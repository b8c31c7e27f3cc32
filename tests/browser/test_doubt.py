"""A request that nobody knows the outcome of, in a real JupyterLab: asked about, looked up, and never paid twice."""

from collections.abc import Iterator
from time import monotonic

import httpx
import pytest
from lab import Lab
from playing import play
from playwright.sync_api import expect
from road import cards, form_cell, generate, photograph, players

from vidwidgets.sandbox.server import Sandbox, start_sandbox

KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
WAIT_MS = 60_000


@pytest.fixture
def sandbox(lab: Lab) -> Iterator[Sandbox]:
    """A sandbox that accepts the next job, and cuts the connection in place of an answer."""
    running = start_sandbox(home=lab.folder / "sandbox", port=0, speed=1.0)
    httpx.post(f"{running.url}/_sandbox/scenario", json={"name": "drop-reply", "match": {}, "times": 1})
    yield running
    running.stop()


def test_a_job_in_doubt_is_found_and_not_paid_twice(lab: Lab, sandbox: Sandbox) -> None:
    """The card offers three ways on; the form asks before it sends the same; the look-up finds the clip."""
    photograph(lab.folder)
    environ = {"VIDWIDGETS_SANDBOX_URL": sandbox.url, "VIDWIDGETS_HOME": str(lab.folder / "home")}
    lab.open((form_cell(KLING),), environ=environ)
    lab.run(0)
    output = lab.output(0)
    generate(lab, 0)
    look_up = output.get_by_role("button", name="Look it up at fal")
    expect(look_up).to_be_visible(timeout=WAIT_MS)
    expect(output.get_by_role("button", name="Use this id")).to_be_disabled()
    expect(output.get_by_role("button", name="Send again")).to_be_disabled()

    go = output.get_by_role("button", name="Generate")
    go.focus()
    go.press("Enter")
    expect(output.get_by_role("alertdialog")).to_contain_text("Send it a second time?")
    expect(output.get_by_role("button", name="No", exact=True)).to_be_focused()
    for theme in ("light", "dark", "contrast"):
        lab.theme(theme)  # type: ignore[arg-type]  # mypy reads the tuple as plain strings
        lab.screenshot(f"doubt-{theme}")
    lab.narrow()
    lab.screenshot("doubt-narrow", output)
    lab.wide()
    lab.theme("light")
    output.get_by_role("button", name="No", exact=True).focus()
    lab.page.keyboard.press("Escape")
    expect(output.get_by_role("alertdialog")).to_be_hidden()
    expect(go).to_be_focused()

    look_up.dblclick()
    expect(output.locator(".vidwidgets-card .vw-said")).to_contain_text("fal lists no such request now")
    jobs = httpx.get(f"{sandbox.url}/_sandbox/log").json()["jobs"]
    assert len(jobs) == 1
    # fal lists what has ended: a look-up that was too early can be made again, until the job is found
    deadline = monotonic() + WAIT_MS / 1000
    while cards(lab, 0).get_attribute("data-kind") == "unknown" and monotonic() < deadline:
        lab.page.wait_for_timeout(1_000)
        if look_up.is_visible() and look_up.is_enabled():
            look_up.click()
    expect(players(lab, 0)).to_have_count(1, timeout=WAIT_MS)
    assert play(players(lab, 0))["seconds"] > 0
    lab.screenshot("doubt-found")
    assert len(httpx.get(f"{sandbox.url}/_sandbox/log").json()["jobs"]) == 1
