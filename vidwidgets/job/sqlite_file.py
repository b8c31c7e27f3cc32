"""The journal's file: opened, brought up to date, written in whole transactions, and its troubles said in sentences."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.record import JobRecord

FILE_NAME = "journal.sqlite3"
BUSY_SECONDS = 10.0
VERSION = 2
COLUMNS = {column.name: column.type for column in dataclasses.fields(JobRecord)}
_TYPES = {"float": "REAL", "float | None": "REAL", "int": "INTEGER", "bool": "INTEGER"}
_TABLES = """
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (created_at DESC);
CREATE INDEX IF NOT EXISTS jobs_by_request ON jobs (request_id);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, connection);
CREATE INDEX IF NOT EXISTS jobs_by_endpoint ON jobs (endpoint, connection, state, created_at DESC);
CREATE INDEX IF NOT EXISTS jobs_by_cell ON jobs (notebook, cell);
CREATE TABLE IF NOT EXISTS uploads (place TEXT, sha256 TEXT, value TEXT, PRIMARY KEY (place, sha256));
CREATE TABLE IF NOT EXISTS transitions (job_id TEXT, at REAL, state TEXT);
CREATE INDEX IF NOT EXISTS transitions_by_job ON transitions (job_id);
CREATE TABLE IF NOT EXISTS budgets (
  only INTEGER PRIMARY KEY CHECK (only = 1), amount_usd REAL, since REAL, source TEXT, unpriced INTEGER
);
"""


class SqliteFile:
    """One SQLite file in write-ahead mode, shared with other kernels."""

    def __init__(self, folder: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = folder / FILE_NAME
        self._lock = _one_at_a_time()
        with self._lock, self.trouble("opened"):
            self._database = sqlite3.connect(
                self.path, timeout=busy_seconds, check_same_thread=False, isolation_level=None
            )
        try:
            with self._lock, self.trouble("opened"):
                self._prepare_with_patience(busy_seconds)
        except BaseException:
            self.close()
            raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The database, for a question."""
        with self._lock, self.trouble("read"):
            yield self._database

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The database in a transaction that no other kernel's comes between; on disk at the end, or nothing is."""
        with self._lock, self.trouble("written"), _transaction(self._database) as database:
            yield database

    def close(self) -> None:
        """Close the file, after whoever is at it: SQLite crashes where it is closed under a commit."""
        with self._lock:
            self._database.close()

    @contextlib.contextmanager
    def trouble(self, what: str) -> Iterator[None]:
        """Turn what goes wrong into a sentence."""
        try:
            yield
        except (sqlite3.Error, ValueError) as error:  # ValueError: damaged JSON, or text that UTF-8 has no bytes for
            raise VidwidgetsError(
                f"The journal {self.path} cannot be {what} ({error}). Without it nothing is sent, since a paid job "
                "could be lost. Make the file writable, move a damaged one away, or set VIDWIDGETS_HOME to "
                "another folder."
            ) from error

    def _prepare_with_patience(self, busy_seconds: float) -> None:
        """Two kernels may make the file in the same moment: SQLite refuses one at once, its own timeout unheeded."""
        end, waiting = time.monotonic() + busy_seconds, threading.Event()
        while True:
            try:
                return self._prepare()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
            waiting.wait(0.02)

    def _prepare(self) -> None:
        database = self._database
        database.row_factory = sqlite3.Row
        self._refuse_newer()
        database.execute("PRAGMA journal_mode=WAL")
        # FULL: an accepted job's id must survive a power cut, and one commit costs a millisecond
        database.execute("PRAGMA synchronous=FULL")
        with _transaction(database):
            self._refuse_newer()  # another kernel may have been here since
            _bring_up_to_date(database)

    def _refuse_newer(self) -> None:
        if self._database.execute("PRAGMA user_version").fetchone()[0] > VERSION:
            raise VidwidgetsError(
                f"{self.path} was written by a newer vidwidgets: update this one. Nothing was sent.", spent="no"
            )


def _bring_up_to_date(database: sqlite3.Connection) -> None:
    """Make the tables, or add to those of an older version what they lack; nothing in them is lost."""
    declared = ", ".join(_declared(name) for name in COLUMNS)
    database.execute(f"CREATE TABLE IF NOT EXISTS jobs ({declared}, PRIMARY KEY (id))")
    there = {row["name"] for row in database.execute("PRAGMA table_info(jobs)")}
    missing = [name for name in COLUMNS if name not in there]
    for name in missing:
        database.execute(f"ALTER TABLE jobs ADD COLUMN {_declared(name)}")
    if "costs" in missing:
        # what older versions sent has no token, and so can never leave again
        database.execute("UPDATE jobs SET costs = connection <> 'sandbox'")
    for statement in filter(str.strip, _TABLES.split(";")):
        database.execute(statement)
    database.execute(f"PRAGMA user_version={VERSION}")


def _declared(name: str) -> str:
    """A column; one that an older row lacks reads as its field's own default."""
    kind = _TYPES.get(str(COLUMNS[name]), "TEXT")
    if COLUMNS[name] == "float | None":
        return f'"{name}" REAL'
    return f'"{name}" {kind} NOT NULL DEFAULT {"0" if kind != "TEXT" else _EMPTY.get(name, _NO_TEXT)}'


_NO_TEXT = "''"
_EMPTY = {"values": "'{}'", "pictures": "'{}'", "paths": "'{}'", "clip": "'{}'"}


@contextlib.contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    database.execute("BEGIN IMMEDIATE")
    try:
        yield database
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


@cache
def _one_at_a_time() -> threading.Lock:
    """The lock around every use of SQLite here; forking waits for it.

    A child that was forked while another thread was inside SQLite would wait for ever when it opens a file.
    """
    lock = threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock


def columns_of(record: JobRecord) -> dict[str, Any]:
    """A record's parts by column."""
    return {name: getattr(record, name) for name in COLUMNS}
