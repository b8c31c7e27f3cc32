"""The journal's promises: a request leaves once, turns are taken, one kernel drives, a budget holds; old files work."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from journal_kit import journal_in, record

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.budget import Budget
from vidwidgets.job.journal import LEASE_SECONDS
from vidwidgets.job.line import Waiter, in_turn
from vidwidgets.job.owner import may_live, new_owner
from vidwidgets.job.sqlite_file import FILE_NAME, VERSION
from vidwidgets.job.sqlite_journal import SqliteJournal


class Now:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.seconds


@pytest.fixture
def now() -> Now:
    """The time."""
    return Now()


@pytest.fixture
def journal(tmp_path: Path, now: Now) -> Any:
    """A journal whose kernels all live as long as their leases."""
    with closing(SqliteJournal(tmp_path, clock=now, lives=lambda _owner: True)) as made:
        yield made


def intent(job_id: str = "one", **parts: Any) -> Any:
    """A job that is ready to leave, driven by a kernel."""
    given = {"state": "preparing", "token": f"token-{job_id}", "owner": "kernel", "lease_until": 1010.0, **parts}
    return record(job_id, **given)


def leave(journal: SqliteJournal, job_id: str = "one", at_once: int | None = None) -> int | None:
    """Let a job leave."""
    return journal.leave(job_id, f"token-{job_id}", at_once=at_once)


# --- once


def test_a_request_leaves_once(journal: SqliteJournal) -> None:
    """What has left does not leave again until it is known that it did not arrive; each leaving is counted."""
    journal.add(intent())
    assert leave(journal) is None
    with pytest.raises(VidwidgetsError, match="is submitting by the journal: it is not sent a second time"):
        leave(journal)
    journal.came_back("one")
    assert leave(journal) is None
    found = journal.find("one")
    assert found is not None
    assert (found.state, found.sends) == ("submitting", 2)


@pytest.mark.parametrize("state", ["waiting", "fetching", "done", "failed", "cancelled", "unknown"])
def test_what_has_a_verdict_does_not_leave_again(journal: SqliteJournal, state: str) -> None:
    """Accepted, ended or in doubt: none of them is sent again, nor taken for one that came back."""
    journal.add(intent())
    leave(journal)
    journal.change("one", state=state)
    journal.came_back("one")
    with pytest.raises(VidwidgetsError, match=f"is {state} by the journal"):
        leave(journal)


@pytest.mark.parametrize("token", ["", "another"])
def test_only_the_token_lets_it_leave(journal: SqliteJournal, token: str) -> None:
    """Without the token that it was written down with a request stays; an old job has none at all."""
    journal.add(intent(token=""))
    with pytest.raises(VidwidgetsError, match="not sent a second time"):
        journal.leave("one", token, at_once=None)


def test_no_other_way_leads_to_submitting(journal: SqliteJournal) -> None:
    """A plain change cannot let a request leave."""
    journal.add(intent())
    with pytest.raises(ValueError, match="only leave"):
        journal.change("one", state="submitting")


def test_the_way_of_a_job_is_kept(journal: SqliteJournal, now: Now) -> None:
    """Each state is written down with its time, and one that is written twice counts once."""
    journal.add(intent())
    now.seconds += 1
    leave(journal)
    now.seconds += 1
    journal.change("one", state="waiting", request_id="r")
    journal.change("one", state="waiting", message="still")
    assert journal.way("one") == [(1000.0, "preparing"), (1001.0, "submitting"), (1002.0, "waiting")]


# --- adoption


def test_an_id_is_adopted_once(journal: SqliteJournal) -> None:
    """A job in doubt takes an id that is no other's, and then is in doubt no more."""
    for name in ("one", "two"):
        journal.add(intent(name))
        leave(journal, name)
        journal.change(name, state="unknown")
    journal.adopt("one", "found", {"status": "/s"})
    found = journal.find("found")
    assert found is not None
    assert (found.id, found.state, found.paths) == ("one", "waiting", {"status": "/s"})
    with pytest.raises(InvalidRequest, match="found is the job one's"):
        journal.adopt("two", "found", {})
    with pytest.raises(InvalidRequest, match="is known"):
        journal.adopt("one", "other", {})


def test_what_another_kernel_sends_now_is_not_adopted(journal: SqliteJournal, now: Now) -> None:
    """A job that is being sent is in doubt only once its kernel is gone."""
    journal.add(intent())
    leave(journal)
    with pytest.raises(InvalidRequest, match="Another kernel is sending"):
        journal.adopt("one", "found", {})
    now.seconds += LEASE_SECONDS
    journal.adopt("one", "found", {})


def test_the_same_in_doubt_is_found(journal: SqliteJournal) -> None:
    """A request of unknown outcome is found by what it asked for; one without a digest by nothing."""
    journal.add(intent(digest="d"))
    journal.add(intent("two"))
    assert journal.in_doubt("d") is None
    for name in ("one", "two"):
        journal.change(name, state="unknown")
    found = journal.in_doubt("d")
    assert found is not None
    assert found.id == "one"
    assert journal.in_doubt("") is None


# --- leases


def test_one_kernel_drives_a_job(journal: SqliteJournal, now: Now) -> None:
    """A second kernel gets a job only when the first lets it go, or says nothing for longer than its lease."""
    journal.add(record())
    assert journal.lease("one", "first")
    assert journal.lease("one", "first")
    assert not journal.lease("one", "second")
    now.seconds += LEASE_SECONDS - 1
    journal.renew("first")
    now.seconds += LEASE_SECONDS - 1
    assert not journal.lease("one", "second")
    now.seconds += 2
    assert journal.lease("one", "second")
    journal.release("one", "first")  # says nothing of another's lease
    assert not journal.lease("one", "first")
    journal.release("one", "second")
    assert journal.lease("one", "first")


def test_a_clock_that_goes_back_frees_a_lease(journal: SqliteJournal, now: Now) -> None:
    """A lease that ends later than any made now can is no lease: else a job stayed locked for as long as the jump."""
    journal.add(record())
    assert journal.lease("one", "first")
    now.seconds -= 3600
    assert journal.lease("one", "second")


def test_a_dead_kernels_job_is_free_at_once(tmp_path: Path, now: Now) -> None:
    """Nobody waits for the lease of a process that is certainly gone; a living one keeps it."""
    with closing(SqliteJournal(tmp_path, clock=now)) as journal:
        journal.add(record())
        host = new_owner().partition("/")[0]
        assert journal.lease("one", f"{host}/999999999/gone")
        assert journal.lease("one", new_owner())
        assert not journal.lease("one", "elsewhere/1/x")


def test_whether_a_process_lives() -> None:
    """This process does; one whose number no system gives does not; of another machine's nothing is known."""
    me = new_owner()
    host = me.partition("/")[0]
    assert may_live(me)
    assert not may_live(f"{host}/999999999/x")
    assert may_live("another-machine/999999999/x")
    assert may_live("no name of ours")


# --- the line


def test_forms_take_turns() -> None:
    """One request of a second form goes before the rest of a first form's many; within a form the oldest goes first."""
    many = [Waiter(f"a{at}", "a", float(at)) for at in range(3)]
    assert in_turn([*many, Waiter("b0", "b", 10.0)], {}) == ("a0", "b0", "a1", "a2")
    assert in_turn([*many, Waiter("b0", "b", 10.0)], {"a": 2}) == ("b0", "a0", "a1", "a2")


def test_only_so_many_are_away(journal: SqliteJournal) -> None:
    """Beyond the limit a request is held, and is told how many are before it; room lets the next one go."""
    for at, name in enumerate(["one", "two", "three"]):
        journal.add(intent(name, created_at=float(at)))
    assert leave(journal, "one", at_once=1) is None
    assert leave(journal, "two", at_once=1) == 0
    assert leave(journal, "three", at_once=1) == 1
    assert journal.line("c", "b").job_ids == ("two", "three")
    journal.change("one", state="done")
    assert leave(journal, "three", at_once=1) == 1, "it is not its turn"
    assert leave(journal, "two", at_once=1) is None


def test_the_dead_hold_no_place(journal: SqliteJournal, now: Now) -> None:
    """What a kernel that says nothing holds or has away counts against nobody."""
    journal.add(intent("one"))
    journal.add(intent("two"))
    leave(journal, "one", at_once=1)
    assert leave(journal, "two", at_once=1) == 0
    now.seconds += LEASE_SECONDS
    journal.add(intent("three", lease_until=now() + 10))
    assert leave(journal, "three", at_once=1) is None


def test_other_connections_have_their_own_line(journal: SqliteJournal) -> None:
    """A limit is one connection's."""
    journal.add(intent("one"))
    journal.add(intent("two", connection="other"))
    assert leave(journal, "one", at_once=1) is None
    assert leave(journal, "two", at_once=1) is None


# --- the budget


def budgeted(journal: SqliteJournal, amount_usd: float, **parts: Any) -> None:
    """Set a budget."""
    journal.set_budget(Budget(amount_usd=amount_usd, since=0.0, **parts))


def cost(job_id: str, usd: float | None) -> Any:
    """A job that costs."""
    return intent(job_id, costs=True, estimate_usd=usd)


def test_a_budget_reserves_and_settles(journal: SqliteJournal) -> None:
    """An estimate is reserved at once, settled with what was charged, and released where nothing was."""
    budgeted(journal, 1.0)
    journal.add(cost("one", 0.6))
    with pytest.raises(InvalidRequest, match=r"reckoned at \$0.60, and the budget of \$1.00 has \$0.40 left"):
        journal.add(cost("two", 0.6))
    assert journal.find("two") is None
    leave(journal)
    journal.change("one", state="done", charged_usd=0.3)
    standing = journal.standing()
    assert standing is not None
    assert (standing.spent_usd, standing.reserved_usd) == (0.3, 0.0)
    journal.add(cost("two", 0.6))
    journal.change("two", state="failed")
    standing = journal.standing()
    assert standing is not None
    assert standing.left_usd == pytest.approx(0.7)
    assert repr(standing) == "$0.70 of $1.00 left: $0.30 spent, $0.00 reserved"


def test_what_is_in_doubt_stays_reserved(journal: SqliteJournal) -> None:
    """A request of unknown outcome may have been charged: the budget keeps its estimate."""
    budgeted(journal, 1.0)
    journal.add(cost("one", 0.6))
    leave(journal)
    journal.change("one", state="unknown")
    with pytest.raises(InvalidRequest, match="budget"):
        journal.add(cost("two", 0.6))


def test_the_exact_rest_is_enough(journal: SqliteJournal) -> None:
    """Ten times ten cents fit into a dollar, whatever binary fractions make of it."""
    budgeted(journal, 1.0)
    for at in range(10):
        journal.add(cost(f"job-{at}", 0.1))
    with pytest.raises(InvalidRequest):
        journal.add(cost("more", 0.01))


def test_an_unpriced_request_needs_a_yes(journal: SqliteJournal) -> None:
    """What nobody prices in dollars fits no budget unless that was said."""
    budgeted(journal, 1.0)
    with pytest.raises(InvalidRequest, match=r"not published.*vw.budget\(1, unpriced=True\)"):
        journal.add(cost("one", None))
    budgeted(journal, 1.0, unpriced=True)
    journal.add(cost("one", None))


def test_the_sandbox_is_no_expense(journal: SqliteJournal) -> None:
    """What costs nothing is neither counted nor refused."""
    budgeted(journal, 0.0)
    journal.add(intent())
    standing = journal.standing()
    assert standing is not None
    assert standing.reserved_usd == 0


def test_a_crashed_kernels_unsent_jobs_reserve_nothing(journal: SqliteJournal, now: Now) -> None:
    """What was never sent is reserved only while somebody is about to send it; then it is asked for anew."""
    budgeted(journal, 1.0)
    journal.add(cost("one", 0.6))
    now.seconds += LEASE_SECONDS
    journal.add(replace(cost("two", 0.6), lease_until=now() + 10))
    with pytest.raises(InvalidRequest, match="budget"):
        leave(journal, "one")


def test_two_kernels_share_a_budget(journal: SqliteJournal, now: Now) -> None:
    """A budget set by one kernel holds for another that has the file open, and is lifted for both."""
    budgeted(journal, 1.0)
    with closing(SqliteJournal(journal.path.parent, clock=now)) as other:
        journal.add(cost("one", 0.6))
        with pytest.raises(InvalidRequest, match="budget"):
            other.add(cost("two", 0.6))
        other.set_budget(None)
    assert journal.standing() is None
    journal.add(cost("two", 0.6))


# --- old files

V1 = """
CREATE TABLE jobs ("id" TEXT, "created_at" REAL, "endpoint" TEXT, "connection" TEXT, "base_url" TEXT, "state" TEXT,
  "values" TEXT, "pictures" TEXT, "prompt" TEXT, "price" TEXT, "notebook" TEXT, "folder" TEXT, "request_id" TEXT,
  "paths" TEXT, "message" TEXT, "clip" TEXT, "updated_at" REAL, PRIMARY KEY (id));
CREATE TABLE uploads (place TEXT, sha256 TEXT, value TEXT, PRIMARY KEY (place, sha256));
INSERT INTO jobs VALUES ('old', 1.0, 'e', 'fal', 'b', 'waiting', '{"prompt": "A cat."}', '{}', 'A cat.', '$1', '', '',
  'r-1', '{"status": "/s"}', '', '{}', 2.0);
INSERT INTO uploads VALUES ('here', 'hash', '7');
PRAGMA user_version=1;
"""


def test_a_journal_of_the_first_version_goes_on(tmp_path: Path) -> None:
    """Its jobs and uploads are there, cost money where they did, and can never leave again."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file:
        file.executescript(V1)
    with journal_in(tmp_path) as journal:
        (found,) = journal.open()
        assert (found.id, found.request_id, found.values, found.costs) == ("old", "r-1", {"prompt": "A cat."}, True)
        assert (found.token, found.sends, found.estimate_usd, found.lease_until) == ("", 0, None, 0.0)
        assert journal.upload("here", "hash") == 7
        journal.change("old", state="preparing")
        with pytest.raises(VidwidgetsError, match="not sent a second time"):
            journal.leave("old", "", at_once=None)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
