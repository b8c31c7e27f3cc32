"""The journal's promises: a request leaves once, turns are taken, one kernel drives, a budget holds; old files work."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from journal_kit import Now, intent, leave, record

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.journal import LEASE_SECONDS
from vidwidgets.job.line import Waiter, in_turn
from vidwidgets.job.owner import may_live, new_owner
from vidwidgets.job.sqlite_journal import SqliteJournal

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


def test_a_process_that_nobody_has_buried_is_dead() -> None:
    """One that has ended and whose parent has not asked how still has its number, and drives nothing."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    host = new_owner().partition("/")[0]
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is left unburied
    assert not may_live(f"{host}/{ended.pid}/x")
    ended.wait()
    assert not may_live(f"{host}/{ended.pid}/x")
