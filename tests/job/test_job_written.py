"""What is on disk when: before the POST, before the first poll, and when the journal fails in between."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hosts import Host, Request
from job_kit import Bench, gateway_at
from sandboxed import Sandboxed

from vidwidgets.errors import Refused, VidwidgetsError
from vidwidgets.job.engine import engine
from vidwidgets.providers.fal.protocol import FalProtocol


def test_the_row_is_on_disk_before_the_post(gate: Bench) -> None:
    """When the POST arrives the journal's file already says that the job is being submitted."""
    seen: list[tuple[str, str]] = []

    def answer(request: Request) -> tuple[int, bytes]:
        if request.method == "POST":
            with closing(sqlite3.connect(gate.journal.path)) as file:
                seen.extend(file.execute("SELECT state, base_url FROM jobs"))
        return 403, b"{}"

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        with pytest.raises(Refused):
            gate.start().wait(30)
        assert seen == [("submitting", host.url)]


def test_the_id_is_on_disk_before_the_first_poll(gate: Bench) -> None:
    """When the first poll arrives the journal's file already has the provider's id and where to ask for it."""
    seen: list[tuple[str, str]] = []

    def answer(request: Request) -> tuple[int, bytes]:
        if request.method == "POST":
            return 200, b'{"request_id": "the-id"}'
        with closing(sqlite3.connect(gate.journal.path)) as file:
            seen.extend(file.execute("SELECT request_id, paths FROM jobs"))
        return 200, b'{"status": "FAILED"}'

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start()
        with pytest.raises(VidwidgetsError):
            job.wait(30)
    assert seen[0][0] == "the-id"
    assert json.loads(seen[0][1])["status"] == "/fal-ai/kling-video/requests/the-id/status"


def test_a_journal_that_fails_before_the_post_stops_it(gate: Bench, sandbox: Sandboxed) -> None:
    """Without the journal nothing is sent: the state before the POST cannot be written, so there is no POST."""
    job = gate.unstarted(gate.order())
    with closing(sqlite3.connect(gate.journal.path, isolation_level=None)) as other:
        other.execute("ALTER TABLE jobs RENAME TO gone")
    job.start(engine(), gate.world())
    with pytest.raises(VidwidgetsError, match="Without it nothing is sent"):
        job.wait(30)
    assert sandbox.submits() == []


def test_a_journal_that_fails_after_the_post_loses_neither_job_nor_clip(
    gate: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    """When the id cannot be written any more it is said on the card and in the log, and the clip comes all the same."""

    def rename(old: str, new: str) -> None:
        with closing(sqlite3.connect(gate.journal.path, isolation_level=None)) as other:
            other.execute(f"ALTER TABLE {old} RENAME TO {new}")

    class Breaking(FalProtocol):
        def submit(self, *args: Any) -> Any:
            steps = super().submit(*args)
            reply = yield next(steps)
            rename("jobs", "gone")
            try:
                steps.send(reply)
            except StopIteration as end:
                return end.value

    job, watch = gate.watched(gate.order(protocol=Breaking()))
    clip = job.wait(30)
    assert clip.path.is_file()
    assert job.request_id in caplog.text
    assert any(job.request_id in getattr(state, "note", "") for state in watch.states)
    rename("gone", "jobs")
    assert gate.record(job).state == "submitting"
