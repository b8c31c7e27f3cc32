"""Each benchmark's code runs, in a tiny form; no figure is judged here."""

from __future__ import annotations

import math
import os

import pytest
from playwright.sync_api import Browser

from benchmarks.__main__ import ROWS
from benchmarks.any_form import AnyForm
from benchmarks.delay import Delay
from benchmarks.figure import Figure, Row
from benchmarks.form_messages import FormMessages
from benchmarks.form_visible import FormVisible
from benchmarks.import_time import ImportTime
from benchmarks.live_cpu import LiveCpu
from benchmarks.requests_per_job import RequestsPerJob
from benchmarks.table import as_markdown, as_text
from benchmarks.thousand import Thousand
from benchmarks.upload import Upload

TINY: dict[str, tuple[Row, int]] = {
    "delay": (Delay(jobs=1, speed=50.0), 6),
    "any": (AnyForm(documents=20, rounds=1), 1),
    "import": (ImportTime(rounds=1), 2),
    "messages": (FormMessages(peers=()), 2),
    "cpu": (LiveCpu(jobs=5, seconds=1.0, settle_seconds=0.0, rounds=1), 2),
    "thousand": (Thousand(jobs=3, seconds=1.0, tail_seconds=2.0, looks=1), 4),
}
FIGURE = Figure(
    what="a | b", ours=1.0, peer=4.0, peer_name="peer", unit="s", measured="so", target="at most 2 s", met=True
)


def checked(row: Row, lines: int) -> list[Figure]:
    """Run a row: it has that many lines, every figure is a number of some size, and the environment is as it was."""
    before = dict(os.environ)
    figures = row.measure()
    assert len(figures) == lines
    assert all(math.isfinite(figure.ours) and figure.peer > 0 for figure in figures), figures
    assert len({(figure.what, figure.peer_name) for figure in figures}) == lines
    assert os.environ == before
    return figures


@pytest.mark.parametrize("name", TINY)
def test_a_row_runs(name: str) -> None:
    """The row measures ours and its peer on one sandbox and gives its lines."""
    checked(*TINY[name])


def test_the_form_row_runs(browser: Browser) -> None:
    """In JupyterLab a form and its plain twin are timed in each of the three cases."""
    checked(FormVisible(forms=1, kernels=1, browser=browser), 3)


def test_the_upload_row_runs(browser: Browser) -> None:
    """A picture that no single message could carry arrives whole, and JupyterLab's connection is never lost."""
    checked(Upload(megabytes=13, rounds=1, browser=browser), 1)


def test_a_peer_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lines are left out, and the others say how to get it."""
    monkeypatch.setattr("benchmarks.form_messages._python_with", lambda _packages: None)
    figures = checked(FormMessages(peers=("magicgui",)), 2)
    assert all("magicgui is not compared: get it with `uv run --no-project" in figure.measured for figure in figures)


def test_every_row_has_a_tiny_form() -> None:
    """No row of the command is left out above."""
    assert {*TINY, "form", "requests", "upload"} == set(ROWS)


def test_the_requests_row_counts() -> None:
    """It runs, and its count is right where it is known: submit, stream, result; two refused streams and polls more."""
    streamed, *polled = checked(RequestsPerJob(job_seconds=0.5), 3)
    assert streamed.ours == 3
    assert all(figure.ours > 4 for figure in polled)


def test_the_table_says_ratio_and_promise() -> None:
    """Text and Markdown hold both figures, their ratio and whether the promise was kept; a bar breaks no column."""
    text = as_text([FIGURE], ["today"])
    assert all(said in text for said in ("a | b", "1 s", "4 s (peer)", "0.25", "met: at most 2 s", "today"))
    row = as_markdown([FIGURE], ["today"]).splitlines()[2]
    assert row == "| a \\| b | 1 s | 4 s (peer) | 0.25 | met: at most 2 s | so |"
