"""Prompts and providers' words that are markup, steer a terminal or turn letters round: shown as text, everywhere."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from ends import PATIENCE_SECONDS, no_orders, started, told
from job_kit import Bench
from sandboxed import Watch
from villain import ENDPOINTS, FAL, PIXVERSE, RUNWAY, VALUES, WIRES, Villain, as_json

import vidwidgets as vw
from vidwidgets.cli import main
from vidwidgets.errors import JobFailed, OutcomeUnknown, VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.job.job import Job
from vidwidgets.job.receipt import receipt_path
from vidwidgets.panel.about import about
from vidwidgets.providers.find import endpoint
from vidwidgets.view.card import Card
from vidwidgets.view.saved import SavedJob, saved_html
from vidwidgets.wire.states import Running

NASTY = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;\x1b[31mred\x1b]0;title\x07\x9b2J\x00\u202egnp.exe"
    "\u2066a\u2069\u2028\x7fé \u05e9\u05dc\u05d5\u05dd\u200f \U0001f469\u200d\U0001f680"
)


class Elements(HTMLParser):
    """The elements and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep one."""
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def shown_safely(job: Job) -> None:
    """Its card, its saved output and its line are free of markup and of orders."""
    texts = about(job, endpoint(job.endpoint), NASTY)
    html = saved_html([SavedJob(texts, job.state, src="renders/x.mp4")])
    elements = Elements(html)
    assert not elements.tags & {"script", "img", "iframe", "style"}
    assert not [name for name in elements.names if name.startswith("on")]
    no_orders(html)
    card = Card(texts, later=lambda _seconds, _call: None)
    card.tell(job.state)
    no_orders(json.dumps([card.about, card.status, card.log_lines, card.said], ensure_ascii=False))
    card.close()
    no_orders(repr(job))


REFUSALS: dict[str, tuple[Any, int]] = {
    FAL: ({"detail": [{"loc": ["body", NASTY], "msg": NASTY, "type": NASTY, "input": NASTY}]}, 422),
    RUNWAY: ({"error": NASTY, "issues": [{"message": NASTY, "path": [NASTY], "code": NASTY}]}, 400),
    PIXVERSE: ({"ErrCode": 400017, "ErrMsg": NASTY, "Resp": {}}, 200),
}
PLAIN_REFUSALS: dict[str, tuple[Any, int]] = {
    FAL: ({"detail": NASTY, "error_type": NASTY}, 400),
    RUNWAY: ({"error": {"message": NASTY}, "code": NASTY}, 200),
    PIXVERSE: ({"err_code": 500999, "err_msg": NASTY}, 400),
}


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("refusals", [REFUSALS, PLAIN_REFUSALS])
def test_a_refusals_words_are_only_words(
    bench: Bench, villain: Villain, caplog: pytest.LogCaptureFixture, wire: str, refusals: dict[str, tuple[Any, int]]
) -> None:
    """What a provider says of a no is quoted without what is not text: in the error, journal, card, page and log."""
    caplog.set_level(logging.DEBUG)
    body, status = refusals[wire]
    villain.does_at("submit", as_json(body, status))
    job = started(bench, wire)
    error = told(job)
    no_orders(f"{error} {error!r} {error.code} {error.fields}")
    no_orders(json.dumps(bench.record(job).message, ensure_ascii=False))
    no_orders("".join(record.getMessage() + (record.exc_text or "") for record in ours(caplog)))
    shown_safely(job)


FAILURES: dict[str, tuple[str, Any, int]] = {
    FAL: ("result", {"detail": [{"loc": ["body"], "msg": NASTY, "type": NASTY}], "error_type": NASTY}, 422),
    RUNWAY: ("task", {"id": "1", "status": "FAILED", "failure": NASTY, "failureCode": NASTY, "createdAt": NASTY}, 200),
    PIXVERSE: ("task", {"ErrCode": 0, "ErrMsg": NASTY, "Resp": {"status": 8, "url": NASTY, "prompt": NASTY}}, 200),
}


@pytest.mark.parametrize("wire", WIRES)
def test_a_failures_words_are_only_words(bench: Bench, villain: Villain, wire: str) -> None:
    """The same of a job that ran and failed."""
    step, body, status = FAILURES[wire]
    villain.does_at(step, as_json(body, status))
    job = started(bench, wire)
    error = told(job)
    assert isinstance(error, JobFailed)
    no_orders(f"{error} {error!r} {error.code}")
    shown_safely(job)


@pytest.mark.parametrize("wire", WIRES)
def test_words_of_doubt_are_only_words(bench: Bench, villain: Villain, wire: str) -> None:
    """The same of a job whose outcome is not known."""
    villain.does_at("submit", (502, NASTY.encode(), {"Content-Type": "text/html"}))
    job = started(bench, wire)
    assert isinstance(told(job), OutcomeUnknown)
    shown_safely(job)


def test_a_log_is_only_words(bench: Bench, villain: Villain) -> None:
    """Lines of a provider's log are drawn as text."""
    logs = [{"message": NASTY, "level": NASTY, "timestamp": NASTY}]
    villain.does_at("status", as_json({"status": "IN_PROGRESS", "logs": logs}), None)
    job = bench.unstarted(bench.order(ENDPOINTS[FAL]))
    watch = Watch(job)
    job.start(engine(), bench.world()).wait(PATIENCE_SECONDS)
    (running,) = [state for state in watch.states if isinstance(state, Running)]
    card = Card(about(job, endpoint(job.endpoint), NASTY), later=lambda _seconds, _call: None, clock=Steady())
    card.tell(running)
    assert card.log_lines
    no_orders("\n".join(card.log_lines))
    card.close()


class Steady:
    """A clock that goes a second further each time it is asked."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def __call__(self) -> float:
        """Seconds."""
        self._seconds += 1
        return self._seconds


@pytest.mark.parametrize("wire", WIRES)
def test_a_prompt_is_only_words(
    bench: Bench,
    left: Callable[[], list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wire: str,
) -> None:
    """A prompt that is markup makes its clip; it is kept exactly, and shown as text on page, receipt and terminal."""
    job = started(bench, wire, values={**VALUES[wire], "prompt": f"A fox. {NASTY}"})
    clip = job.wait(PATIENCE_SECONDS)
    shown_safely(job)
    no_orders(repr(clip))
    written = receipt_path(clip.path).read_text(encoding="utf-8")
    no_orders(written)
    assert NASTY in "".join(map(str, json.loads(written)["request"].values()))
    assert NASTY in bench.record(job).prompt
    assert all(re.fullmatch(r"[a-z0-9-]+\.(mp4|json)", name) for name in left())
    monkeypatch.setenv("VIDWIDGETS_HOME", str(bench.folder))
    assert main(["jobs"]) == 0
    told_there = capsys.readouterr().out
    assert job.id in told_there
    no_orders(told_there)
    table = vw.jobs()._repr_html_()
    assert not Elements(table).tags & {"script", "img"}
    no_orders(table)


def test_an_error_keeps_the_words_of_every_script() -> None:
    """Right-to-left marks, joined emoji and line ends are words; what cannot be seen and steers is replaced."""
    error = VidwidgetsError(NASTY + "\r\nnext\tline", code=NASTY * 100)
    assert "\u05e9\u05dc\u05d5\u05dd\u200f" in error.message
    assert "\U0001f469\u200d\U0001f680" in error.message
    assert error.message.endswith("\nnext\tline")
    assert str(error) == error.message
    assert len(error.code) == 100
    no_orders(f"{error} {error.code}")


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What the package and the HTTP library said."""
    return [record for record in caplog.records if record.name.partition(".")[0] in {"vidwidgets", "httpx", "httpcore"}]
