"""The browser harness drives JupyterLab, and sees what a person sees."""

import shutil
from collections.abc import Callable
from pathlib import Path

import av
import httpx
import numpy as np
import pytest
from lab import Lab, nbconvert_html
from playing import play
from playwright.sync_api import Page, expect

SHOWS_A_CLIP = """
from IPython.display import HTML, display
display(HTML('<video controls src="clip.mp4" width="160"></video>'))
"""


def make_clip(path: Path) -> None:
    """A second of H.264, 160×120."""
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for count in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((120, 160, 3), 25 * count, dtype=np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def test_a_cell_runs_and_is_saved(lab: Lab) -> None:
    """A cell's output is on the page, in the model and in the saved file."""
    lab.open(["6 * 7", "# markdown\nwords"])
    lab.run(0)
    expect(lab.output(0)).to_contain_text("42")
    assert lab.outputs(0)[0]["data"]["text/plain"] == "42"
    assert lab.saved_outputs(0) == []  # by its outputs: "42" alone can stand in a cell's random id
    lab.save()
    assert lab.saved_outputs(0)[0]["data"]["text/plain"] == "42"
    expect(lab.cell(1)).to_contain_text("words")
    assert lab.errors == []


def test_a_test_finds_nothing_of_the_one_before(lab: Lab) -> None:
    """Each test has an empty folder, no open notebook, no kernel and no errors."""
    assert list(lab.folder.iterdir()) == []
    assert lab.page.locator(".jp-NotebookPanel").count() == 0
    sessions = httpx.get(f"{lab.server.url}api/sessions", headers={"Authorization": f"token {lab.server.token}"})
    assert sessions.json() == []


def test_a_cell_can_be_left_running(lab: Lab) -> None:
    """A cell that is not waited for runs on while the page is driven, and can be interrupted."""
    lab.open(["import threading; print('begun', flush=True); threading.Event().wait(60)"])
    lab.run(0, wait=False)
    expect(lab.output(0)).to_contain_text("begun")  # a kernel that runs nothing yet lets an interrupt pass
    lab.interrupt_kernel()
    lab.wait_cell(0)
    assert lab.outputs(0)[-1]["ename"] == "KeyboardInterrupt"


def test_the_kernel_has_the_tests_environment(lab: Lab) -> None:
    """A variable that the test gives is in the kernel, also after a restart; a name is not."""
    lab.open(
        ["import os; name = 1; os.environ['VIDWIDGETS_SANDBOX_URL']", "name"], environ={"VIDWIDGETS_SANDBOX_URL": "x"}
    )
    lab.run(0)
    assert lab.outputs(0)[0]["data"]["text/plain"] == "'x'"
    lab.restart_kernel()
    lab.run(1)
    assert lab.outputs(1)[0]["ename"] == "NameError"
    lab.run(0)
    assert lab.outputs(0)[0]["data"]["text/plain"] == "'x'"


def test_the_kernel_stays_on_this_machine(lab: Lab) -> None:
    """Python sockets in a notebook's kernel reach loopback alone."""
    lab.open(["import socket; socket.create_connection(('192.0.2.1', 80))"])
    lab.run(0)
    assert lab.outputs(0)[0]["ename"] == "LeavesTheMachine"


def test_a_reloaded_page_keeps_its_kernel(lab: Lab) -> None:
    """After a reload the same notebook is there, and the kernel remembers."""
    lab.open(["name = 41", "name + 1"])
    lab.run(0)
    lab.save()
    lab.reload()
    lab.run(1)
    assert lab.outputs(1)[0]["data"]["text/plain"] == "42"


def test_a_clip_plays_wherever_the_notebook_is_opened(
    lab: Lab, serve: Callable[[Path], str], page: Page, workdir: Path
) -> None:
    """A saved video plays live, without a kernel, untrusted, and through nbconvert; without its file it does not."""
    make_clip(lab.folder / "clip.mp4")
    lab.open([SHOWS_A_CLIP])
    lab.run(0)
    played = play(lab.output(0).locator("video"))
    assert (played["width"], played["height"], played["error"]) == (160, 120, "")
    assert played["seconds"] > 0
    lab.save()
    saved = lab.file

    lab.shutdown_kernel()
    lab.close()
    lab.open_without_kernel(saved)
    assert lab.page.evaluate("(path) => lab.kernel(path)", lab.path) is None
    assert lab.is_trusted
    assert play(lab.output(0).locator("video"))["seconds"] > 0

    lab.close()
    lab.open_file(saved)
    assert lab.is_trusted
    lab.close()
    lab.open_file(lab.untrusted(saved))
    assert not lab.is_trusted
    assert play(lab.output(0).locator("video"))["seconds"] > 0

    converted = nbconvert_html(saved)
    page.goto(f"{serve(lab.folder)}/{converted.name}", wait_until="domcontentloaded")
    assert play(page.locator("video"))["seconds"] > 0
    shutil.copy(converted, workdir)
    page.goto(f"{serve(workdir)}/{converted.name}", wait_until="domcontentloaded")
    assert play(page.locator("video"))["seconds"] == 0


def test_files_are_served_in_ranges(tmp_path: Path, serve: Callable[[Path], str]) -> None:
    """The folder server answers a Range request with just that part."""
    (tmp_path / "ten").write_bytes(b"0123456789")
    answer = httpx.get(f"{serve(tmp_path)}/ten", headers={"Range": "bytes=2-4"})
    assert (answer.status_code, answer.content) == (206, b"234")


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_themes_and_widths(lab: Lab, name: str) -> None:
    """Each theme is drawn, wide and narrow, and a screenshot is a picture of that size."""
    lab.open(["1"])
    lab.theme(name)
    assert lab.page.evaluate("document.body.dataset.jpThemeLight") == ("true" if name == "light" else "false")
    lab.narrow()
    shot = lab.screenshot(f"harness-{name}")
    with av.open(shot) as picture:
        assert (picture.streams.video[0].width, picture.streams.video[0].height) == (480, 900)


def test_a_setting_lasts_for_one_notebook(lab: Lab) -> None:
    """A changed setting shows in the notebooks opened after it, and is undone when they are closed."""
    numbers = ".jp-Cell .cm-lineNumbers"
    lab.setting("@jupyterlab/notebook-extension:tracker", "codeCellConfig", {"lineNumbers": True})
    lab.open(["1"])
    expect(lab.page.locator(numbers)).to_have_count(1)
    lab.close()
    lab.open(["1"])
    lab.reload()
    expect(lab.cell(0)).to_be_visible()
    expect(lab.page.locator(numbers)).to_have_count(0)


def test_console_errors_are_heard(lab: Lab) -> None:
    """What the console takes as an error, and what nobody caught, is in the list."""
    lab.page.evaluate("console.error('said'); window.setTimeout(() => { throw new Error('thrown'); })")
    lab.page.wait_for_function("new Promise((resolve) => window.setTimeout(() => resolve(true)))")
    assert "said" in lab.errors
    assert any("uncaught" in error and "thrown" in error for error in lab.errors)
