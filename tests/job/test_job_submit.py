"""Submitting where the host is away, busy, silent or talks nonsense: never twice, never lost, always said."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import pytest
from hosts import Host
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
from vidwidgets.providers.fal.protocol import FalProtocol
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Refusal, Steps, Ticket
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


def test_submitting_is_told_before_each_try(gate: Bench, sandbox: Sandboxed) -> None:
    """While a request is on its way the state says so, on a second try too."""
    sandbox.play("rate-limit", retry_after=0)
    job, watch = gate.watched()
    job.wait(30)
    assert watch.kinds[:4] == ["Preparing", "Submitting", "Preparing", "Submitting"]
    assert sum(isinstance(state, Submitting) for state in watch.states) == 2


class Forgetful(FalProtocol):
    """fal's wire with a memory for uploads, which has forgotten the first one."""

    def __init__(self, forgets: int) -> None:
        self._forgets = forgets

    def remembers_uploads(self, connection: Connection) -> bool:
        """It says so."""
        return bool(connection)

    def submit(self, endpoint: str, body: Mapping[str, Any], connection: Connection) -> Steps[Ticket | Refusal]:
        """Refuse the picture as often as told, without work; then submit."""
        if self._forgets:
            self._forgets -= 1
            yield from ()
            return Refusal(Refused("The picture is not known any more."), stale_uploads=True)
        return (yield from super().submit(endpoint, body, connection))


def test_a_forgotten_picture_is_uploaded_again_once(bench: Bench, sandbox: Sandboxed) -> None:
    """An upload that is remembered is used again; one that the provider forgot goes up anew, and one job is made."""
    bench.start(bench.order(protocol=Forgetful(0))).wait(30)
    bench.start(bench.order(protocol=Forgetful(0))).wait(30)
    assert len(sandbox.requests("POST", "/storage/upload")) == 1
    bench.start(bench.order(protocol=Forgetful(1))).wait(30)
    assert len(sandbox.requests("POST", "/storage/upload")) == 2
    assert len(sandbox.submits()) == 3
    job = bench.start(bench.order(protocol=Forgetful(2)))
    with pytest.raises(Refused, match="not known any more"):
        job.wait(30)
    assert len(sandbox.submits()) == 3
