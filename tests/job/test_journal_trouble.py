"""A journal that cannot be used is said in a sentence, before anything is sent."""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from journal_kit import journal_in, record

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.sqlite_file import FILE_NAME
from vidwidgets.job.sqlite_journal import SqliteJournal


def opened(folder: Path) -> str:
    """The sentence with which opening fails."""
    with pytest.raises(VidwidgetsError) as caught:
        SqliteJournal(folder, clock=lambda: math.pi)
    assert caught.value.spent == "no"
    return caught.value.message


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    """A file that is no database is left as it is, and the sentence says what to do."""
    (tmp_path / FILE_NAME).write_bytes(b"my shopping list, which is long enough to be read" * 40)
    said = opened(tmp_path)
    assert "file is not a database" in said
    assert "nothing is sent" in said
    assert "VIDWIDGETS_HOME" in said
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"my shopping list")


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    """Where a folder has the journal's name it cannot be opened."""
    (tmp_path / FILE_NAME).mkdir()
    assert "cannot be opened" in opened(tmp_path)


def test_a_journal_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    """A file of a version that is not known here is not written to."""
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute("PRAGMA user_version=99")
        newer.execute("CREATE TABLE tasks (id TEXT)")
        newer.commit()
    before = (tmp_path / FILE_NAME).read_bytes()
    assert "written by a newer vidwidgets" in opened(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.usefixtures("read_only")
def test_a_read_only_journal_is_refused(read_only: Path) -> None:
    """On a disk that cannot be written the sentence says so."""
    assert "cannot be opened" in opened(read_only)


def test_a_damaged_row_is_said(tmp_path: Path) -> None:
    """A row whose JSON is damaged is a sentence that names the file, not a decoder's error."""
    with journal_in(tmp_path) as journal:
        journal.add(record())
        with closing(sqlite3.connect(journal.path, isolation_level=None)) as other:
            other.execute("""UPDATE jobs SET "values" = '{"prompt": '""")
        with pytest.raises(VidwidgetsError, match="cannot be read"):
            journal.all()


def test_text_that_has_no_bytes_is_said(tmp_path: Path) -> None:
    """Half a character, which UTF-8 has no bytes for, is refused as a sentence, and nothing is written."""
    with journal_in(tmp_path) as journal:
        with pytest.raises(VidwidgetsError, match="cannot be written"):
            journal.add(record(prompt="\ud83d"))
        assert journal.all() == []


def test_a_locked_journal_is_said(tmp_path: Path) -> None:
    """A journal that another program holds for longer than is waited is a sentence; let go, it works again."""
    with (
        closing(SqliteJournal(tmp_path, clock=time.time, busy_seconds=0.05)) as journal,
        closing(sqlite3.connect(journal.path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(VidwidgetsError, match="locked"):
            journal.add(record())
        with pytest.raises(VidwidgetsError, match="locked"):
            SqliteJournal(tmp_path, clock=time.time, busy_seconds=0.05)
        other.execute("ROLLBACK")
        journal.add(record())
        assert len(journal.all()) == 1
