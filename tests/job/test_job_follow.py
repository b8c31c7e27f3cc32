"""Following an accepted job through trouble: it is asked once, its id is kept, and its end is told truly."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hosts import Host, Request
from job_kit import GATE_KEY, Bench, gateway_at
from sandboxed import Sandboxed

from vidwidgets.errors import JobFailed, Moderated, OutcomeUnknown, Spent, VidwidgetsError
from vidwidgets.job import follow
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.states import Failed, Queued, Unknown

ACCEPTED = b'{"request_id": "the-id", "status": "IN_QUEUE", "queue_position": 1}'


@pytest.mark.parametrize(
    ("scenario", "kind", "words", "spent", "charged"),
    [
        ("moderate", Moderated, "Prompt .*content policy", "maybe", False),
        ("fail", JobFailed, "runner failed inside.*does not charge", "no", False),
        ("fail-at-result", Moderated, "gave no clip.*content filter", "maybe", True),
    ],
)
@pytest.mark.parametrize("streams", [True, False])
def test_a_failed_job_says_why_and_what_it_cost(
    bench: Bench,
    sandbox: Sandboxed,
    scenario: str,
    kind: type[VidwidgetsError],
    words: str,
    spent: Spent,
    charged: bool,
    streams: bool,
) -> None:
    """A job that fails after it was accepted ends so, in a sentence that never promises less than the bill."""
    sandbox.play(scenario)
    if not streams:
        sandbox.play("no-stream")
    job = bench.start()
    with pytest.raises(kind, match=words) as caught:
        job.wait(30)
    assert isinstance(job.state, Failed)
    assert caught.value.spent == spent
    assert sandbox.charged() == [charged]
    assert len(sandbox.submits()) == 1
    record = bench.record(job)
    assert (record.state, record.request_id, record.message) == ("failed", job.request_id, caught.value.message)


@pytest.mark.parametrize(
    ("scenario", "settings"),
    [
        ("flaky-polls", {"status": [500, 0, 503, 429, 404, 408], "match": {"path": "/requests/"}}),
        ("unknown-status", {"times": 2}),
        ("html-error", {"times": 2, "match": {"path": "/status"}}),
        ("html-error", {"times": 2, "match": {"path": "/status"}, "status": 200}),
        ("bad-json", {"times": 2, "match": {"path": "/status"}}),
        ("bad-json", {"times": 2, "match": {"path": "/requests/", "method": "GET"}}),
        ("no-cancel-url", {}),
        ("foreign-urls", {}),
        ("foreign-urls", {"host": "https://evil.example"}),
        ("slow-reply", {"seconds": 0.2, "match": {"path": "/status"}}),
    ],
)
def test_trouble_on_the_way_does_not_end_a_job(
    gate: Bench, sandbox: Sandboxed, scenario: str, settings: dict[str, Any]
) -> None:
    """Whatever goes wrong while looking, the job is looked at again, and its one clip comes."""
    sandbox.play(scenario, **settings)
    clip = gate.start().wait(30)
    assert clip.path.is_file()
    assert len(sandbox.submits()) == 1
    assert sandbox.charged() == [True]


@pytest.mark.parametrize("status", [502, 404, 405])
def test_a_result_that_is_away_is_asked_again(bench: Bench, sandbox: Sandboxed, status: int) -> None:
    """The provider is done, and its result answers only at the third look."""
    sandbox.play("flaky-polls", status=[status] * 6, match={"path": "/requests/"}, times=6)
    sandbox.play("no-stream")
    assert bench.start().wait(30).path.is_file()


def test_a_stream_that_is_cut_is_taken_up_again_or_polled(bench: Bench, sandbox: Sandboxed) -> None:
    """A status stream that breaks off twice is replaced by polls."""
    sandbox.play("flaky-polls", status=[0], times=2, match={"path": "/status/stream"})
    assert bench.start().wait(30).path.is_file()
    assert len(sandbox.requests(part="/status/stream")) == 2
    assert [entry for entry in sandbox.requests(part="/status") if entry["path"].endswith("/status")]


def test_no_more_streams_than_slots(bench: Bench, sandbox: Sandboxed) -> None:
    """When all slots are taken a job is polled instead of waiting for one."""
    slots = asyncio.Semaphore(1)
    sandbox.play("stall")
    first, watch = bench.watched(stream_slots=lambda: slots)
    watch.until(Queued)
    sandbox.until(lambda: sandbox.requests(part="/status/stream"))
    assert bench.start(stream_slots=lambda: slots).wait(30).path.is_file()
    assert len(sandbox.requests(part="/status/stream")) == 1
    first.cancel()
    with pytest.raises(VidwidgetsError):
        first.wait(30)


def test_retry_after_of_a_poll_is_honoured(gate: Bench) -> None:
    """A poll that is told to come back in 40 seconds does not come sooner."""
    told = iter([(429, b"{}", {"Retry-After": "40"})])

    def answer(request: Request) -> Any:
        if request.method == "POST":
            return 200, ACCEPTED
        return next(told, (200, b'{"status": "FAILED", "error": "no"}'))

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        with pytest.raises(JobFailed):
            gate.start().wait(30)
    assert gate.pauses.asked_seconds == [40.0]


def test_a_key_that_goes_away_does_not_lose_the_job(gate: Bench, sandbox: Sandboxed, monkeypatch: Any) -> None:
    """When the key is gone while the job runs, the watching ends after three looks and the id stays open."""
    sandbox.play("stall")
    job, watch = gate.watched()
    watch.until(Queued)
    monkeypatch.delenv("GATE_KEY")
    with pytest.raises(OutcomeUnknown, match="no usable key in GATE_KEY any more"):
        job.wait(30)
    record = gate.record(job)
    assert (record.state, record.request_id) == ("waiting", job.request_id)
    assert not record.ended


def test_a_job_that_is_taken_up_without_its_key_stays_open(
    gate: Bench, sandbox: Sandboxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asking for a paid job while the key is not set does not give it up: with the key it is fetched."""
    job = gate.start()
    job.wait(30).path.unlink()
    ticket = Ticket(job.request_id, job.endpoint, gate.record(job).paths)
    with monkeypatch.context() as without:
        without.delenv("GATE_KEY")
        keyless = gate.start(ticket=ticket)
        with pytest.raises(OutcomeUnknown, match="no usable key in GATE_KEY"):
            keyless.wait(30)
    assert gate.record(keyless).state == "waiting"
    assert gate.start(ticket=ticket).wait(30).path.is_file()
    assert len(sandbox.submits()) == 1


def test_a_key_that_is_refused_does_not_lose_the_job(gate: Bench) -> None:
    """Polls answered 401 end the watching after three, and the id stays open."""
    with Host(answer=lambda request: (200, ACCEPTED) if request.method == "POST" else (401, b"{}")) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start()
        with pytest.raises(OutcomeUnknown, match=r"refused for looking at it \(401\).*vw.job\('the-id'\)") as caught:
            job.wait(30)
        assert len(host.asked) == 1 + follow.KEY_REFUSED_LOOKS
    assert gate.record(job).state == "waiting"
    assert GATE_KEY not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        (200, b'{"status": "FAILED", "error": "the key %s may not do this"}'),
        (200, b'{"status": "FAILED", "detail": "Authorization: Bearer %s"}'),
    ],
)
def test_a_key_that_the_host_repeats_is_not_shown(gate: Bench, answer: tuple[int, bytes]) -> None:
    """What a host says of a failure is passed on without the key that it may have put into it."""
    told = answer[0], answer[1] % GATE_KEY.encode()
    with Host(answer=lambda request: (200, ACCEPTED) if request.method == "POST" else told) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start()
        with pytest.raises(JobFailed) as caught:
            job.wait(30)
    assert GATE_KEY not in str(caught.value)
    assert GATE_KEY not in gate.record(job).message


class Ticking:
    """A timer that goes some seconds further each time it is asked."""

    def __init__(self, seconds: float) -> None:
        self.now = 0.0
        self._seconds = seconds

    def __call__(self) -> float:
        """Seconds from any start."""
        self.now += self._seconds
        return self.now


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, b"{}"), "has not known the request for 120 s"),
        ((200, b'{"status": "IN_QUEUE"}'), "has not finished it in 3 hours"),
        ((502, b"<html>nginx</html>"), "has not finished it in 3 hours"),
    ],
)
def test_the_watching_ends_and_the_id_stays(gate: Bench, answer: tuple[int, bytes], words: str) -> None:
    """A job that is never heard of again is given up watching, said to be unknown, and stays open by its id."""
    with Host(answer=lambda request: (200, ACCEPTED) if request.method == "POST" else answer) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start(timer=Ticking(600 if "hours" in words else 60))
        with pytest.raises(OutcomeUnknown, match=words):
            job.wait(30)
    assert isinstance(job.state, Unknown)
    assert (gate.record(job).state, gate.record(job).request_id) == ("waiting", "the-id")


def test_a_result_that_never_comes_stays_open(gate: Bench) -> None:
    """COMPLETED without a result that can be read ends the watching, not the job."""

    def answer(request: Request) -> tuple[int, bytes]:
        if request.method == "POST":
            return 200, ACCEPTED
        done = request.path.partition("?")[0].endswith("/status")
        return (200, b'{"status": "COMPLETED"}') if done else (400, b'{"detail": "Request is still in progress"}')

    with Host(answer=answer) as host:
        gate.connection = gateway_at(host.url)
        job = gate.start()
        with pytest.raises(OutcomeUnknown, match="its result does not come"):
            job.wait(30)
        results = [request for request in host.asked if request.path.endswith("/the-id")]
        assert len(results) == follow.RESULT_LOOKS
    assert gate.record(job).state == "waiting"


def test_an_error_of_ours_does_not_leave_it_running(
    gate: Bench, sandbox: Sandboxed, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault inside vidwidgets after the submit ends the watching, keeps the id open, and is in the log."""
    sandbox.play("stall")
    job = gate.start(random=lambda: 1 / 0)
    with pytest.raises(OutcomeUnknown, match=r"vidwidgets itself failed here \(ZeroDivisionError\)") as caught:
        job.wait(30)
    assert f"vw.job('{job.request_id}')" in caught.value.message
    assert gate.record(job).state == "waiting"
    assert "ZeroDivisionError" in caplog.text


def test_an_error_of_ours_before_the_submit_says_that_nothing_was_sent(
    gate: Bench, sandbox: Sandboxed, caplog: pytest.LogCaptureFixture
) -> None:
    """A fault inside vidwidgets while preparing is a failure that cost nothing."""

    def broken(_: object) -> dict[str, Any]:
        raise ZeroDivisionError("planted")

    job = gate.start(gate.order(body=broken))
    with pytest.raises(VidwidgetsError, match=r"\(ZeroDivisionError\): please report it. Nothing was sent.") as caught:
        job.wait(30)
    assert caught.value.spent == "no"
    assert gate.record(job).state == "failed"
    assert sandbox.submits() == []
    assert "planted" in caplog.text


def test_the_key_is_in_no_file_and_no_message(gate: Bench, sandbox: Sandboxed, caplog: Any) -> None:
    """After jobs of several ends the key is in none of the files, the log or the errors."""
    messages = []
    for scenario in ("fail", "moderate", "drop-reply", "bad-json", "no-cancel-url"):
        sandbox.play(scenario, match={"method": "POST"})
        try:
            gate.start().wait(30)
        except VidwidgetsError as error:
            messages.append(f"{error!r} {error.__cause__!r}")
        sandbox.clear()
    assert len(messages) == 4
    kept = b"".join(path.read_bytes() for path in gate.folder.rglob("*") if path.is_file())
    assert GATE_KEY.encode() not in kept
    assert b"base64" not in kept
    assert GATE_KEY not in caplog.text + "".join(messages)
