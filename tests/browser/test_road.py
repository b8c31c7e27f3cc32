"""The whole road in a real JupyterLab: a form, a card, a clip that plays, today and tomorrow."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from lab import Lab, nbconvert_html
from playing import play
from playwright.sync_api import Page, expect
from road import cards, form_cell, generate, photograph, players

from vidwidgets.sandbox.server import Sandbox, start_sandbox

VEO = "fal-ai/veo3/image-to-video"
KLING_PRO = "fal-ai/kling-video/v2.5-turbo/pro/image-to-video"
KLING_STANDARD = "fal-ai/kling-video/v2.1/standard/image-to-video"
FETCHED_MS = 60_000


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox at the pace that a person sees."""
    running = start_sandbox(home=tmp_path_factory.mktemp("sandbox"), port=0, speed=1.0)
    yield running
    running.stop()


@pytest.fixture
def road(lab: Lab, sandbox: Sandbox) -> Callable[..., None]:
    """Open a notebook with these cells, a photograph beside it, on the sandbox."""
    photograph(lab.folder)

    def open_cells(*cells: str) -> None:
        home = lab.folder / "home"
        lab.open(cells, environ={"VIDWIDGETS_SANDBOX_URL": sandbox.url, "VIDWIDGETS_HOME": str(home)})

    return open_cells


@pytest.mark.parametrize(
    ("endpoint", "title", "more", "seconds"),
    [
        (VEO, "Veo 3", ', duration="4s"', 4.0),
        (KLING_PRO, "Kling 2.5 Turbo Pro", "", 5.0),
        (KLING_STANDARD, "Kling 2.1 Standard", "", 5.0),
    ],
)
def test_a_form_makes_a_clip_that_plays(
    lab: Lab, road: Callable[..., None], endpoint: str, title: str, more: str, seconds: float
) -> None:
    """Run the cell, press Generate, watch the card, and the clip plays."""
    road(form_cell(endpoint, more=more))
    lab.run(0)
    expect(lab.output(0).get_by_role("heading", name=title)).to_be_visible()
    expect(lab.output(0)).to_contain_text("sandbox: no FAL_KEY found")
    lab.screenshot(f"form-{title}")

    generate(lab, 0)
    expect(cards(lab, 0)).to_contain_text("fal’s queue")
    expect(cards(lab, 0)).to_contain_text("fal is making it")
    lab.screenshot(f"running-{title}")
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)

    played = play(players(lab, 0))
    assert played["seconds"] > 0
    assert played["duration_seconds"] == pytest.approx(seconds, abs=0.1)
    assert "/files/" in played["source"]
    lab.screenshot(f"done-{title}")
    [clip] = (lab.folder / "renders").glob("*.mp4")
    assert clip.with_suffix(".json").is_file()
    assert lab.errors == []


def test_the_saved_notebook_plays_tomorrow(
    lab: Lab, road: Callable[..., None], page: Page, serve: Callable[[Path], str]
) -> None:
    """Reopened with no kernel, reopened untrusted, and as HTML from nbconvert: the clip plays in each."""
    road(form_cell(KLING_PRO, prompt="<b>A boat</b> & its *shadow*"))
    lab.run(0)
    generate(lab, 0)
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)
    lab.save()
    saved = lab.file
    lab.close()

    lab.open_without_kernel(saved)
    expect(players(lab, 0)).to_have_count(1)
    assert play(players(lab, 0))["seconds"] > 0
    lab.screenshot("reopened-without-kernel")
    lab.close()

    copy = lab.untrusted(saved)
    lab.open_without_kernel(copy)
    assert not lab.is_trusted
    assert play(players(lab, 0))["seconds"] > 0
    expect(lab.output(0)).to_contain_text("<b>A boat</b> & its *shadow*")
    lab.screenshot("reopened-untrusted")
    lab.close()

    converted = nbconvert_html(saved)
    page.goto(f"{serve(converted.parent)}/{converted.name}", wait_until="domcontentloaded")
    video = page.locator("video:visible")
    expect(video).to_have_count(1)
    assert play(video)["seconds"] > 0


def test_two_jobs_run_at_once_from_one_form(lab: Lab, road: Callable[..., None]) -> None:
    """Two presses, two cards, two clips, each with its own prompt; nothing is sent twice."""
    road(form_cell(KLING_STANDARD, prompt="First."))
    lab.run(0)
    generate(lab, 0)
    expect(cards(lab, 0)).to_have_count(1)
    lab.output(0).get_by_role("textbox", name="Prompt", exact=True).fill("Second.")
    generate(lab, 0)
    expect(cards(lab, 0)).to_have_count(2)
    expect(cards(lab, 0).first).to_contain_text("Second.")
    expect(cards(lab, 0).last).to_contain_text("First.")
    expect(players(lab, 0)).to_have_count(2, timeout=FETCHED_MS)
    assert len(list((lab.folder / "renders").glob("*.mp4"))) == 2


def test_a_job_ends_while_another_cell_blocks(lab: Lab, road: Callable[..., None]) -> None:
    """The clip is there, card and player, before a cell that holds up the kernel has ended."""
    blocking = "import time; time.sleep(20); print('slept')"
    road(form_cell(KLING_PRO), blocking)
    lab.run(0)
    generate(lab, 0)
    expect(cards(lab, 0)).to_have_count(1)
    lab.run(1, wait=False)
    expect(players(lab, 0)).to_have_count(1, timeout=18_000)
    assert "slept" not in lab.output(1).inner_text()
    assert play(players(lab, 0))["seconds"] > 0
    lab.interrupt_kernel()


def test_cancel_in_the_queue_costs_nothing(lab: Lab, road: Callable[..., None], sandbox: Sandbox) -> None:
    """Cancel says what it means, and the sandbox agrees that nothing is charged."""
    control = f"{sandbox.url}/_sandbox/scenario"
    httpx.post(control, json={"name": "stall", "match": {"path": "kling"}, "times": 1})
    road(form_cell(KLING_PRO))
    lab.run(0)
    generate(lab, 0)
    expect(cards(lab, 0)).to_contain_text("fal’s queue")
    cards(lab, 0).get_by_role("button", name="Cancel").click()
    expect(cards(lab, 0)).to_contain_text("Cancelled")
    lab.screenshot("cancelled")
    newest = httpx.get(f"{sandbox.url}/_sandbox/log").json()["jobs"][-1]
    assert newest["state"] == "removed"
    assert not newest["charged"]
    httpx.delete(control)


def test_a_reloaded_page_goes_on_with_the_card(lab: Lab, road: Callable[..., None]) -> None:
    """Saved and reloaded half-way, the card goes on and the clip plays."""
    road(form_cell(VEO, more=', duration="4s"'))
    lab.run(0)
    generate(lab, 0)
    expect(cards(lab, 0)).to_contain_text("fal’s queue")
    lab.save()
    lab.reload()
    expect(cards(lab, 0)).to_have_count(1)
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)
    assert play(players(lab, 0))["seconds"] > 0


def test_a_restarted_kernel_is_said_and_the_job_taken_up(lab: Lab, road: Callable[..., None], sandbox: Sandbox) -> None:
    """The card says that the kernel stopped; `vw.job` goes on with the same job, paid once."""
    road(
        form_cell(KLING_PRO),
        "import vidwidgets as vw\nagain = vw.job(vw.jobs()[0].id)\nagain",
        "clip = again.wait()\nclip",
    )
    lab.run(0)
    before = len(httpx.get(f"{sandbox.url}/_sandbox/log").json()["jobs"])
    generate(lab, 0)
    expect(cards(lab, 0)).to_contain_text("fal’s queue")
    lab.restart_kernel()
    expect(cards(lab, 0)).to_contain_text("Kernel stopped")
    lab.screenshot("kernel-restarted")
    lab.run(1)
    lab.run(2)
    expect(players(lab, 1)).to_have_count(1, timeout=FETCHED_MS)
    assert play(players(lab, 2))["seconds"] > 0
    assert len(httpx.get(f"{sandbox.url}/_sandbox/log").json()["jobs"]) == before + 1


def test_cancel_works_while_a_cell_waits(lab: Lab, road: Callable[..., None], sandbox: Sandbox) -> None:
    """`job.wait()` in a plain cell leaves the card's Cancel alive."""
    control = f"{sandbox.url}/_sandbox/scenario"
    httpx.post(control, json={"name": "stall", "match": {"path": "kling"}, "times": 1})
    road(
        f"import vidwidgets as vw\njob = vw.submit('{KLING_PRO}', prompt='Wait.', image='boat.jpg')\njob",
        "try:\n    job.wait()\nexcept vw.JobCancelled as error:\n    print('told:', error)",
    )
    lab.run(0)
    expect(cards(lab, 0)).to_contain_text("fal’s queue")
    lab.run(1, wait=False)
    cards(lab, 0).get_by_role("button", name="Cancel").click()
    lab.wait_cell(1)
    expect(lab.output(1)).to_contain_text("told: ")
    httpx.delete(control)


def test_it_looks_right_in_every_light(lab: Lab, road: Callable[..., None]) -> None:
    """Dark, high contrast and narrow: nothing sticks out sideways, and everything is still there."""
    road(form_cell(VEO, more=', duration="4s"'))
    lab.run(0)
    generate(lab, 0)
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)
    for theme in ("light", "dark", "contrast"):
        lab.theme(theme)  # type: ignore[arg-type]
        for width in ("wide", "narrow"):
            getattr(lab, width)()
            form = lab.output(0).locator(".vw-form")
            expect(form.get_by_role("button", name="Generate")).to_be_visible()
            assert form.evaluate("(e) => e.scrollWidth <= e.clientWidth + 1")
            lab.screenshot(f"look-{theme}-{width}", lab.output(0))
