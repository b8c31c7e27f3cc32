"""The journal's budget, and journals that an older version wrote."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from journal_kit import Now, intent, journal_in, leave

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.budget import Budget
from vidwidgets.job.journal import LEASE_SECONDS
from vidwidgets.job.sqlite_file import FILE_NAME, VERSION
from vidwidgets.job.sqlite_journal import SqliteJournal

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
