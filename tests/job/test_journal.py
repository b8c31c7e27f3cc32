"""The journal: what goes in comes out, several processes share it, and trouble is said before anything is sent."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_kit import journal_in, record

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.record import ENDED, OPEN, JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal

TEXT = st.text(max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES = st.dictionaries(TEXT, JSON, max_size=4)
STATES = st.sampled_from([state for state in (*OPEN, *ENDED) if state != "submitting"])
IDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=12)
RECORDS = st.builds(
    JobRecord,
    id=IDS,
    created_at=st.floats(0, 4e9),
    endpoint=TEXT,
    connection=TEXT,
    base_url=TEXT,
    state=STATES,
    values=VALUES,
    pictures=st.dictionaries(TEXT, TEXT, max_size=2),
    prompt=TEXT,
    price=TEXT,
    notebook=TEXT,
    folder=TEXT,
    request_id=st.just("") | IDS.map(lambda known: f"request-{known}"),
    paths=st.dictionaries(TEXT, TEXT, max_size=3),
    message=TEXT,
    clip=VALUES,
)
CHANGES = st.fixed_dictionaries(
    {}, optional={"state": STATES, "request_id": IDS, "paths": VALUES, "message": TEXT, "clip": VALUES}
)


@contextmanager
def fresh() -> Iterator[SqliteJournal]:
    """A new journal, for tests that draw many examples."""
    with tempfile.TemporaryDirectory() as folder, journal_in(Path(folder)) as made:
        yield made


# --- what goes in comes out


@settings(max_examples=40, deadline=None)
@given(RECORDS, CHANGES)
def test_what_is_written_is_read(written: JobRecord, changes: dict[str, Any]) -> None:
    """Any record comes back as it was, and after a change with exactly that changed, also from another opening."""
    with fresh() as journal:
        journal.add(written)
        assert journal.find(written.id) == dataclasses.replace(written, updated_at=5.0)
        journal.change(written.id, **changes)
        wanted = dataclasses.replace(written, updated_at=5.0, **changes)
        with journal_in(journal.path.parent) as other:
            assert other.all() == [wanted]
            assert other.open() == ([] if wanted.ended else [wanted])
            if wanted.request_id:
                assert other.find(f" {wanted.request_id} ") == wanted


@settings(max_examples=20, deadline=None)
@given(st.lists(RECORDS, max_size=6, unique_by=lambda each: each.id))
def test_lists_are_newest_first(written: list[JobRecord]) -> None:
    """All jobs are listed, newest first, and the open ones are those that have not ended."""
    with fresh() as journal:
        for each in written:
            journal.add(each)
        times = [each.created_at for each in journal.all()]
        assert times == sorted((each.created_at for each in written), reverse=True)
        assert {each.id for each in journal.open()} == {each.id for each in written if each.state in OPEN}


def test_an_unsubmitted_job_is_not_found_by_an_empty_id(tmp_path: Path) -> None:
    """An empty id finds nothing, though jobs that were never accepted have an empty request id."""
    with journal_in(tmp_path) as journal:
        journal.add(record())
        assert journal.find("") is None
        assert journal.find("  ") is None
        assert journal.find("another") is None


def test_a_request_id_finds_the_newest(tmp_path: Path) -> None:
    """Where two jobs have the same request id (two hosts) the newer one is found."""
    with journal_in(tmp_path) as journal:
        journal.add(record("older", created_at=1.0, request_id="same"))
        journal.add(record("newer", created_at=2.0, request_id="same"))
        found = journal.find("same")
    assert found is not None
    assert found.id == "newer"


def test_a_change_of_a_lost_job_is_said(tmp_path: Path) -> None:
    """A change that meets no row raises: an id must not vanish silently."""
    with journal_in(tmp_path) as journal, pytest.raises(VidwidgetsError, match="has lost the job gone"):
        journal.change("gone", request_id="paid")


def test_uploads_are_remembered_and_forgotten(tmp_path: Path) -> None:
    """What stands for a picture at a place is remembered there and nowhere else, until it is forgotten."""
    with journal_in(tmp_path) as journal:
        journal.keep_upload("here", "hash", {"img_id": 7})
        assert journal.upload("here", "hash") == {"img_id": 7}
        assert journal.upload("there", "hash") is None
        journal.keep_upload("here", "hash", None)
        assert journal.upload("here", "hash") is None


# --- several processes

WRITER = """
import sys, time
from pathlib import Path
from vidwidgets.job.sqlite_journal import SqliteJournal
from vidwidgets.job.record import JobRecord
sys.stdin.readline()  # all begin together
journal = SqliteJournal(Path(sys.argv[1]), clock=time.time)
for number in range(25):
    name = f"{sys.argv[2]}-{number}"
    journal.add(JobRecord(id=name, created_at=number, endpoint="e", connection="c", base_url="b", state="preparing"))
    journal.change(name, state="waiting", request_id=f"request-{name}")
journal.close()
"""


def test_processes_write_at_once(tmp_path: Path) -> None:
    """Four processes that open a new journal and write to it in the same moment lose nothing and fail at nothing."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    ended = [writer.communicate(timeout=60) for writer in writers]
    assert [error for _, error in ended] == [""] * 4
    with journal_in(tmp_path) as journal:
        records = journal.all()
    assert len(records) == 100
    assert all(each.request_id == f"request-{each.id}" and each.state == "waiting" for each in records)


OPENERS = """
import multiprocessing, sys, time
from pathlib import Path
from vidwidgets.job.sqlite_journal import SqliteJournal
def once(folder, together, said):
    together.wait()
    try:
        SqliteJournal(folder, clock=time.time).close()
        said.put("")
    except Exception as error:
        said.put(repr(error))
forks = multiprocessing.get_context("fork")
for number in range(40):
    folder = Path(sys.argv[1]) / str(number)
    folder.mkdir()
    together, said = forks.Barrier(6), forks.Queue()
    kernels = [forks.Process(target=once, args=(folder, together, said)) for _ in range(6)]
    for kernel in kernels:
        kernel.start()
    wrong = [found for found in (said.get() for _ in kernels) if found]
    for kernel in kernels:
        kernel.join()
    if wrong:
        sys.exit(wrong[0])
"""


def test_a_new_journal_is_opened_by_many_at_once(tmp_path: Path) -> None:
    """Kernels that are the first to open it in the same moment all succeed.

    SQLite refuses about one such moment in fifteen here when it is asked once only.
    """
    ended = subprocess.run(
        [sys.executable, "-c", OPENERS, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


FORKING = """
import os, sqlite3, sys, threading, time
from pathlib import Path
from vidwidgets.job.sqlite_journal import SqliteJournal
journal = SqliteJournal(Path(sys.argv[1]), clock=time.time)
other = sqlite3.connect(journal.path, isolation_level=None, check_same_thread=False)
other.execute("BEGIN EXCLUSIVE")
begun, finished = threading.Event(), threading.Event()
def write():
    begun.set()
    journal.keep_upload("here", "hash", 1)  # waits for the other
    finished.set()
writing = threading.Thread(target=write)
writing.start()
begun.wait()
while journal._file._lock.acquire(blocking=False):
    journal._file._lock.release()  # until the thread is inside SQLite
threading.Timer(0.3, other.execute, ["ROLLBACK"]).start()
if os.fork() == 0:
    SqliteJournal(Path(sys.argv[1]), clock=time.time).close()
    os._exit(0)
assert finished.is_set()
_, status = os.wait()
sys.exit(status)
"""


def test_a_fork_waits_for_the_journal(tmp_path: Path) -> None:
    """No process is forked while a thread is inside SQLite: the child could hang when it opens the journal."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_one_process_wrote_survives_its_crash(tmp_path: Path) -> None:
    """A process that is gone between one statement and the next has left what it wrote."""
    code = WRITER.replace("journal.close()", "import os; os._exit(9)")
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path), "x"], input="\n", text=True, check=False)
    assert ended.returncode == 9
    with journal_in(tmp_path) as journal:
        assert len(journal.open()) == 25
