"""Everything that kernels can do to one journal, in any order, with crashes and leaping clocks: its promises hold."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from journal_kit import record

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.budget import TOLERANCE_USD, Budget
from vidwidgets.job.journal import LEASE_SECONDS
from vidwidgets.job.record import UNSENT
from vidwidgets.job.sqlite_journal import SqliteJournal

KERNELS = ("one", "two")
LIMIT_USD = 3.0


@dataclass
class Known:
    """What the test itself remembers of an intent, in words of its own."""

    token: str
    in_flight: bool = False
    verdict: str = ""
    """"" while none that is final came: `accepted`, `unknown`, `ended`, or `adopted`."""
    request_id: str = ""
    sends: int = 0


class Kernels(RuleBasedStateMachine):
    """Two kernels that share a file; each can crash and come again at any time."""

    jobs = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="vidwidgets-machine-"))
        self.now = 1000.0
        self.open = {kernel: self._opened() for kernel in KERNELS}
        self.known: dict[str, Known] = {}
        self.budget: Budget | None = None

    def teardown(self) -> None:
        """Close both and take the file away."""
        for journal in self.open.values():
            journal.close()
        shutil.rmtree(self.folder)

    def _opened(self) -> SqliteJournal:
        return SqliteJournal(self.folder, clock=lambda: self.now, lives=lambda _owner: True)

    @rule(target=jobs, kernel=st.sampled_from(KERNELS), cents=st.integers(0, 200), form=st.sampled_from(["", "a", "b"]))
    def intend(self, kernel: str, cents: int, form: str) -> str:
        """Write an intent down; a budget that cannot hold it refuses it, and then it is not in the journal."""
        job_id = f"job{len(self.known)}x{self.now:g}"
        made = record(
            job_id,
            state="preparing",
            token=f"token-{job_id}",
            owner=kernel,
            lease_until=self.now + LEASE_SECONDS,
            created_at=self.now,
            form=form,
            costs=True,
            estimate_usd=cents / 100,
        )
        try:
            self.open[kernel].add(made)
        except InvalidRequest:
            assert self.budget is not None
            assert self.open[kernel].find(job_id) is None
            return ""
        self.known[job_id] = Known(f"token-{job_id}")
        self._budget_holds(job_id)
        return job_id

    @rule(job=jobs, kernel=st.sampled_from(KERNELS), at_once=st.sampled_from([None, 1, 2]))
    def leave(self, job: str, kernel: str, at_once: int | None) -> None:
        """Let it leave, from either kernel: it does only where it is not away and no verdict stands."""
        if not job:
            return
        known = self.known[job]
        try:
            ahead = self.open[kernel].leave(job, known.token, at_once=at_once)
        except VidwidgetsError:
            return
        assert not known.in_flight, "in flight twice"
        assert not known.verdict, f"left again after {known.verdict}"
        known.in_flight = ahead is None
        known.sends += ahead is None
        if ahead is None:
            self._budget_holds(job)

    @rule(job=jobs, kernel=st.sampled_from(KERNELS))
    def leave_with_anothers_token(self, job: str, kernel: str) -> None:
        """No other token lets it leave, and none at all neither."""
        for token in ("", "token-of-another") if job else ():
            try:
                self.open[kernel].leave(job, token, at_once=None)
            except VidwidgetsError:
                continue
            raise AssertionError("left with a token that is not its own")

    @rule(job=jobs, kernel=st.sampled_from(KERNELS))
    def came_back(self, job: str, kernel: str) -> None:
        """It provably did not arrive, or was refused unworked. Said of one that is not away it means nothing."""
        if job:
            self.open[kernel].came_back(job)
            self.known[job].in_flight = False

    @precondition(lambda self: any(known.in_flight for known in self.known.values()))
    @rule(data=st.data(), kernel=st.sampled_from(KERNELS), word=st.sampled_from(["waiting", "unknown", "failed"]))
    def verdict(self, data: Any, kernel: str, word: str) -> None:
        """The answer to one that is away: accepted, in doubt, or refused for good."""
        job = data.draw(st.sampled_from([job for job, known in self.known.items() if known.in_flight]))
        known = self.known[job]
        known.in_flight = False
        known.verdict = {"waiting": "accepted", "unknown": "unknown", "failed": "ended"}[word]
        known.request_id = f"theirs-{job}" if word == "waiting" else ""
        self.open[kernel].change(job, state=word, request_id=known.request_id)

    @precondition(lambda self: any(known.request_id for known in self.known.values()))
    @rule(data=st.data(), kernel=st.sampled_from(KERNELS), word=st.sampled_from(["fetching", "done", "cancelled"]))
    def go_on(self, data: Any, kernel: str, word: str) -> None:
        """One that the provider has goes on."""
        job = data.draw(st.sampled_from([job for job, known in self.known.items() if known.request_id]))
        self.open[kernel].change(job, state=word)

    @rule(job=jobs, kernel=st.sampled_from(KERNELS), whose=st.sampled_from(["own", "anothers"]))
    def adopt(self, job: str, kernel: str, whose: str) -> None:
        """Give it an id: only one in doubt (or left behind while away) takes it, and never one that is another's."""
        if not job:
            return
        known = self.known[job]
        taken = {other.request_id for other in self.known.values() if other.request_id}
        request_id = next(iter(sorted(taken)), f"theirs-{job}") if whose == "anothers" else f"theirs-{job}"
        try:
            self.open[kernel].adopt(job, request_id, {})
        except InvalidRequest:
            return
        assert request_id not in taken
        assert known.in_flight or known.verdict == "unknown"
        known.in_flight, known.verdict, known.request_id = False, "adopted", request_id

    @rule(kernel=st.sampled_from(KERNELS))
    def crash(self, kernel: str) -> None:
        """A kernel dies and opens the file again: only what was written is there."""
        self.open[kernel].close()
        self.open[kernel] = self._opened()

    @rule(seconds=st.sampled_from([-3600.0, -5.0, 1.0, LEASE_SECONDS / 2, LEASE_SECONDS + 1, 3600.0]))
    def leap(self, seconds: float) -> None:
        """The clock leaps, forwards or back."""
        self.now += seconds

    @rule(job=jobs, kernel=st.sampled_from(KERNELS))
    def lease(self, job: str, kernel: str) -> None:
        """Ask to drive it: only where no other kernel does."""
        if not job:
            return
        before = self.open[kernel].find(job)
        assert before is not None
        others = before.owner != kernel and self.open[kernel].is_driven(before)
        assert self.open[kernel].lease(job, kernel) is not others

    @rule(kernel=st.sampled_from(KERNELS))
    def renew(self, kernel: str) -> None:
        """The heart beats."""
        self.open[kernel].renew(kernel)

    @rule(job=jobs, kernel=st.sampled_from(KERNELS))
    def release(self, job: str, kernel: str) -> None:
        """Drive it no longer; another's lease is not touched."""
        if not job:
            return
        before = self.open[kernel].find(job)
        self.open[kernel].release(job, kernel)
        after = self.open[kernel].find(job)
        assert before is not None
        assert after is not None
        assert after.owner == ("" if before.owner == kernel else before.owner)

    @rule(on=st.booleans())
    def limit(self, on: bool) -> None:
        """Set a budget from now on, or lift it."""
        self.budget = Budget(amount_usd=LIMIT_USD, since=self.now) if on else None
        self.open["one"].set_budget(self.budget)

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Each kernel sees each intent, its id, how often it left, and a state that fits what was said of it."""
        for journal in self.open.values():
            found = {one.id: one for one in journal.all()}
            assert set(found) == set(self.known)
            for job, known in self.known.items():
                one = found[job]
                assert (one.request_id, one.sends) == (known.request_id, known.sends)
                assert (one.state == "submitting") is known.in_flight
                assert (one.state in UNSENT) is (not known.in_flight and not known.verdict)

    def _budget_holds(self, job: str) -> None:
        """What was just let through fits; a free request always does, however much is spent."""
        found, standing = self.open["two"].find(job), self.open["two"].standing()
        assert found is not None
        assert (standing is None) is (self.budget is None)
        if standing is not None and found.estimate_usd:
            assert standing.spent_usd + standing.reserved_usd <= LIMIT_USD + TOLERANCE_USD


Kernels.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestKernels = Kernels.TestCase
