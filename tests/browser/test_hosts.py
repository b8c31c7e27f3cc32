"""The hosts beside JupyterLab that are driven: Notebook 7 and Voilà, each through the session's one Jupyter server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lab import Lab
from playing import play
from playwright.sync_api import Locator, Page, expect
from road import form_cell, photograph

from vidwidgets.sandbox.server import Sandbox

KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"
FETCHED_MS = 60_000
KERNEL_IDLE = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
DOCTOR = "from vidwidgets.panel.host import host; print('host:', host().name)"


@pytest.fixture
def written(lab: Lab, quick_sandbox: Sandbox) -> Callable[..., Path]:
    """Write a notebook with a form into the test's folder, and what its kernel needs beside it."""
    photograph(lab.folder)

    def write(*cells: str) -> Path:
        lab.tell_kernel({"VIDWIDGETS_SANDBOX_URL": quick_sandbox.url, "VIDWIDGETS_HOME": str(lab.folder / "home")})
        return lab.write(cells)

    return write


def made_in(place: Page | Locator) -> dict[str, object]:
    """Press Generate in the one form of a page, wait for its card's player, and play it."""
    expect(place.get_by_role("heading", name="Kling 2.1 Standard")).to_be_visible(timeout=FETCHED_MS)
    place.get_by_role("button", name="Generate").click()
    player = place.locator(".vidwidgets-card video:visible")
    expect(player).to_have_count(1, timeout=FETCHED_MS)
    expect(place.locator(".vw-download:visible")).to_have_text("Download", timeout=FETCHED_MS)
    return play(player)


def test_notebook_7(lab: Lab, written: Callable[..., Path], page: Page) -> None:
    """Run by Shift+Enter, the form generates, and the player plays the file itself."""
    notebook = written(form_cell(KLING), DOCTOR)
    page.goto(f"{lab.server.url}notebooks/{notebook.relative_to(lab.server.root)}?token={lab.server.token}")
    page.wait_for_function(KERNEL_IDLE, timeout=FETCHED_MS)
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    played = made_in(page)
    assert played["seconds"]
    assert "/files/" in str(played["source"])
    expect(page.get_by_text("host: Jupyter server")).to_be_visible()


def test_voila(lab: Lab, written: Callable[..., Path], page: Page) -> None:
    """No cell is run by hand; the clip's bytes come by message, since no output is written after the cells have run."""
    notebook = written(form_cell(KLING), DOCTOR)
    page.goto(f"{lab.server.url}voila/render/{notebook.relative_to(lab.server.root)}?token={lab.server.token}")
    played = made_in(page)
    assert played["seconds"]
    assert str(played["source"]).startswith("blob:")
    expect(page.get_by_text("host: Voilà")).to_be_visible()
