"""Submitting where the host is away, busy, silent or talks nonsense: never twice, never lost, always said."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hosts import Host, Request
from job_kit import GATE_KEY, Bench, Impatient, gateway_at
from sandboxed import Sandboxed

from vidwidgets.errors import (
    InvalidRequest,
    MissingKey,
    Moderated,
    OutcomeUnknown,
    OutOfCredit,
    ProviderUnreachable,
    Refused,
    VidwidgetsError,
)
from vidwidgets.job.engine import engine
from vidwidgets.providers.fal.protocol import FalProtocol
from vidwidgets.wire.states import Failed, Preparing, Submitting, Unknown


def unknown(bench: Bench, **parts: Any) -> OutcomeUnknown:
    """How a job of unknown outcome ended: its error; the journal says the same and names no id."""
    job = bench.start(**parts)
    with pytest.raises(OutcomeUnknown) as caught:
        job.wait(30)
    assert isinstance(job.state, Unknown)
    assert (bench.record(job).state, bench.record(job).request_id, job.request_id) == ("unknown", "", "")
    assert bench.record(job).message == caught.value.message
    assert caught.value.spent == "maybe"
    return caught.value


def refused(bench: Bench, kind: type[VidwidgetsError]) -> VidwidgetsError:
    """How a job that was not taken ended: its error; nothing was spent and the journal says so."""
    job = bench.start()
    with pytest.raises(kind) as caught:
        job.wait(30)
    assert isinstance(job.state, Failed)
    assert (bench.record(job).state, bench.record(job).request_id) == ("failed", "")
    return caught.value


def test_a_dropped_reply_is_one_job_and_one_post(gate: Bench, sandbox: Sandboxed) -> None:
    """When the job is accepted and its answer lost, it is said to be unknown, and nothing is sent again."""
    sandbox.play("drop-reply")
    error = unknown(gate)
    assert sandbox.charged() == [True]
    assert len(sandbox.submits()) == 1
    assert "may have been accepted and charged ($0.28" in error.message
    assert "not sent again by itself" in error.message
    assert gate.pauses.asked_seconds == []


def test_a_reply_that_is_too_slow_is_one_post(gate: Bench, sandbox: Sandboxed) -> None:
    """An answer that does not come in time leaves the outcome unknown; the job there counts once."""
    sandbox.play("slow-reply", seconds=20, match={"method": "POST"})
    error = unknown(gate, order=gate.order(protocol=Impatient(0.3)))
    assert len(sandbox.submits()) == 1
    assert sandbox.charged() == [True]
    assert "did not answer within 0.3 s" in error.message


def test_a_reset_after_the_head_is_not_taken_for_undelivered(gate: Bench, sandbox: Sandboxed) -> None:
    """A connection reset once the request was under way proves nothing: unknown, one POST, here no job."""
    sandbox.play("refuse-connection", match={"method": "POST"})
    unknown(gate)
    assert len(sandbox.submits()) == 1
    assert sandbox.jobs() == []


@pytest.mark.parametrize(
    ("scenario", "settings", "jobs"),
    [
        ("bad-json", {"match": {"method": "POST"}}, 1),
        ("html-error", {"match": {"method": "POST"}}, 0),
        ("html-error", {"match": {"method": "POST"}, "status": 200}, 0),
        ("reject", {"status": 500, "body": "<h1>nginx</h1>"}, 0),
        ("reject", {"status": 504, "body": {"message": "upstream"}}, 0),
        ("reject", {"status": 408}, 0),
        ("reject", {"status": 200, "body": {"request_id": "../../etc"}}, 0),
        ("reject", {"status": 200, "body": []}, 0),
    ],
)
def test_an_answer_that_is_no_verdict_is_one_post(
    gate: Bench, sandbox: Sandboxed, scenario: str, settings: dict[str, Any], jobs: int
) -> None:
    """Whatever cannot be read as yes or no leaves the outcome unknown after one POST."""
    sandbox.play(scenario, **settings)
    unknown(gate)
    assert len(sandbox.submits()) == 1
    assert len(sandbox.jobs()) == jobs


def test_a_closed_port_is_tried_boundedly(gate: Bench, sandbox: Sandboxed) -> None:
    """Where no connection can be made it is tried four times, with growing pauses, and nothing was charged."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    gate.connection = gateway_at(f"http://127.0.0.1:{port}")
    error = refused(gate, ProviderUnreachable)
    assert gate.pauses.asked_seconds == [0.5, 1.0, 2.0]
    assert (error.spent, sandbox.jobs()) == ("no", [])
    assert "Tried 4 times" in error.message
    assert "nothing was made or charged" in error.message


def test_a_port_that_opens_in_time_is_asked_once(gate: Bench) -> None:
    """What provably did not arrive is sent again, and the first answer that comes is the last one asked for."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    opened: list[Host] = []

    async def pause(seconds: float) -> None:
        gate.pauses.asked_seconds.append(seconds)
        if len(gate.pauses.asked_seconds) == 2:
            opened.append(await asyncio.to_thread(Host, port=port, answer=lambda _: (403, b"{}")))
        await asyncio.sleep(0)

    gate.connection = gateway_at(f"http://127.0.0.1:{port}")
    job, watch = gate.watched(sleep=pause)
    with pytest.raises(Refused):
        job.wait(30)
    opened[0].close()
    assert len(opened[0].asked) == 1
    assert watch.kinds == ["Preparing", "Submitting", "Preparing", "Submitting", "Preparing", "Submitting", "Failed"]


def test_retry_after_is_honoured(gate: Bench, sandbox: Sandboxed) -> None:
    """A host that is busy is asked again no sooner than it said, and one job comes of it."""
    sandbox.play("rate-limit", retry_after=7, times=2)
    job, watch = gate.watched()
    job.wait(30)
    assert gate.pauses.asked_seconds[:2] == [7.0, 7.0]
    assert len(sandbox.submits()) == 3
    assert sandbox.charged() == [True]
    notes = [state.note for state in watch.states if isinstance(state, Preparing) and "busy" in state.note]
    assert notes == ["fal is busy and took nothing; it is tried again in 7 s."] * 2


def test_a_host_that_stays_busy_is_given_up(gate: Bench, sandbox: Sandboxed) -> None:
    """After four refusals without work it is said, and nothing was charged."""
    sandbox.play("rate-limit", retry_after=0, times=9)
    error = refused(gate, Refused)
    assert gate.pauses.asked_seconds == [0.5, 1.0, 2.0]
    assert (len(sandbox.submits()), sandbox.jobs()) == (4, [])
    assert "429" in error.message


def test_a_long_retry_after_is_not_undercut(gate: Bench, sandbox: Sandboxed) -> None:
    """A host that wants an hour's rest is not asked again by itself."""
    sandbox.play("rate-limit", retry_after=3600)
    refused(gate, Refused)
    assert gate.pauses.asked_seconds == []
    assert len(sandbox.submits()) == 1


@pytest.mark.parametrize(
    ("settings", "kind", "words"),
    [
        (
            {"status": 403, "body": {"detail": "User is locked. Reason: Exhausted balance. Top up"}},
            OutOfCredit,
            "balance is used up",
        ),
        ({"status": 401, "body": {"detail": f"{GATE_KEY} is no key"}}, Refused, "The key in GATE_KEY was refused (401"),
        ({"status": 400, "body": {"detail": f"bad token {GATE_KEY}"}}, Refused, "400"),
        ({"status": 404, "body": {"detail": "Application not found"}}, Refused, "Application not found"),
        (
            {
                "status": 422,
                "body": {"detail": [{"loc": ["body", "duration"], "type": "one_of", "msg": "", "input": 3}]},
            },
            InvalidRequest,
            "Duration",
        ),
        (
            {
                "status": 422,
                "body": {"detail": [{"loc": ["body", "prompt"], "type": "content_policy_violation", "msg": "no"}]},
            },
            Moderated,
            "content policy",
        ),
    ],
)
def test_a_rejection_is_final_and_said(
    gate: Bench, sandbox: Sandboxed, settings: dict[str, Any], kind: type[VidwidgetsError], words: str
) -> None:
    """A no at the door is of the right class, names the field or the key's variable, and is not sent again."""
    sandbox.play("reject", **settings)
    error = refused(gate, kind)
    assert words in error.message
    assert GATE_KEY not in str(error)
    assert (len(sandbox.submits()), sandbox.jobs()) == (1, [])


def test_no_key_sends_nothing(gate: Bench, sandbox: Sandboxed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the gateway's key no request leaves at all."""
    monkeypatch.delenv("GATE_KEY")
    error = refused(gate, MissingKey)
    assert "GATE_KEY" in error.message
    assert sandbox.requests() == []


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
        refused(gate, Refused)
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


def test_submitting_is_told_before_each_try(gate: Bench, sandbox: Sandboxed) -> None:
    """While a request is on its way the state says so, on a second try too."""
    sandbox.play("rate-limit", retry_after=0)
    job, watch = gate.watched()
    job.wait(30)
    assert watch.kinds[:4] == ["Preparing", "Submitting", "Preparing", "Submitting"]
    assert sum(isinstance(state, Submitting) for state in watch.states) == 2
