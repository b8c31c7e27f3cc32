"""Every job, on disk before it is sent: SQLite, write-ahead log, one file that several kernels share.

A job that cannot be written down is not sent.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.record import OPEN, JobRecord

FILE_NAME = "journal.sqlite3"
BUSY_SECONDS = 10.0
_VERSION = 1
_JSON_COLUMNS = {"values", "pictures", "paths", "clip"}
_COLUMNS = tuple(column.name for column in dataclasses.fields(JobRecord))
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS jobs (
  {", ".join(f'"{name}" ' + ("REAL" if name.endswith("_at") else "TEXT") for name in _COLUMNS)},
  PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (created_at DESC);
CREATE INDEX IF NOT EXISTS jobs_by_request ON jobs (request_id);
CREATE TABLE IF NOT EXISTS uploads (place TEXT, sha256 TEXT, value TEXT, PRIMARY KEY (place, sha256));
"""


class Journal:
    """The journal in one folder.

    Raises:
        VidwidgetsError: From every method, when the file cannot be read or written; nothing is then sent.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float], busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = folder / FILE_NAME
        self._clock = clock
        self._lock = _one_at_a_time()
        with self._lock, self._trouble("opened"):
            self._database = sqlite3.connect(self.path, timeout=busy_seconds, check_same_thread=False)
        try:
            with self._lock, self._trouble("opened"):
                self._prepare_with_patience(busy_seconds)
        except BaseException:
            self.close()
            raise

    def add(self, record: JobRecord) -> None:
        """Write a new job down; it is on disk when this returns."""
        row = _row({**dataclasses.asdict(record), "updated_at": self._clock()})
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" for _ in row)
        self._write(f"INSERT INTO jobs ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608  our own names

    def change(self, job_id: str, **changes: Any) -> None:  # noqa: ANN401  the columns of JobRecord
        """Change what is known of a job; it is on disk when this returns."""
        row = _row({**changes, "updated_at": self._clock()})
        parts = ", ".join(f'"{name}" = ?' for name in row)
        changed = self._write(f"UPDATE jobs SET {parts} WHERE id = ?", [*row.values(), job_id])  # noqa: S608  our own names
        if not changed:
            raise VidwidgetsError(f"The journal {self.path} has lost the job {job_id}: nothing is sent without it.")

    def all(self, limit: int = 1000) -> list[JobRecord]:
        """The jobs, newest first."""
        return self._read("ORDER BY created_at DESC, rowid DESC LIMIT ?", limit)

    def open(self) -> list[JobRecord]:
        """The jobs that have not ended, newest first."""
        marks = ", ".join("?" for _ in OPEN)
        return self._read(f"WHERE state IN ({marks}) ORDER BY created_at DESC, rowid DESC", *OPEN)

    def find(self, job_or_request_id: str) -> JobRecord | None:
        """The newest job of that id, ours or the provider's; None where there is none."""
        wanted = job_or_request_id.strip()
        if not wanted:  # which is the request id of every job that was not accepted
            return None
        found = self._read("WHERE id = ? OR request_id = ? ORDER BY created_at DESC LIMIT 1", wanted, wanted)
        return found[0] if found else None

    def usual_seconds(self, endpoint: str, connection: str) -> float | None:
        """The median time that the last such jobs took; None before there are three."""
        rows = self._read(
            "WHERE endpoint = ? AND connection = ? AND state = 'done' ORDER BY created_at DESC LIMIT 21",
            endpoint,
            connection,
        )
        times = sorted(t for row in rows if isinstance(t := row.clip.get("made_in_seconds"), int | float))
        return times[len(times) // 2] if len(times) > 2 else None  # noqa: PLR2004  fewer say nothing

    def upload(self, place: str, sha256: str) -> Any:  # noqa: ANN401  an id or a URL
        """What stands for a picture at a place; None where nothing does."""
        with self._lock, self._trouble("read"):
            statement = "SELECT value FROM uploads WHERE place = ? AND sha256 = ?"
            row = self._database.execute(statement, (place, sha256)).fetchone()
        return json.loads(row["value"]) if row else None

    def keep_upload(self, place: str, sha256: str, value: Any) -> None:  # noqa: ANN401  an id or a URL
        """Remember what stands for a picture at a place; None forgets it."""
        self._write("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", [place, sha256, json.dumps(value)])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

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
        self._database.row_factory = sqlite3.Row
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise VidwidgetsError(
                f"{self.path} was written by a newer vidwidgets: update this one. Nothing was sent.", spent="no"
            )
        self._database.execute("PRAGMA journal_mode=WAL")
        # FULL: an accepted job's id must survive a power cut, and one commit costs a millisecond
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(f"{_SCHEMA} PRAGMA user_version={_VERSION};")

    def _read(self, where: str, *arguments: object) -> list[JobRecord]:
        with self._lock, self._trouble("read"):
            rows = self._database.execute(f"SELECT * FROM jobs {where}", arguments).fetchall()  # noqa: S608  our own
            return [_record(row) for row in rows]

    def _write(self, statement: str, arguments: list[Any]) -> int:
        with self._lock, self._trouble("written"), self._database:
            return self._database.execute(statement, arguments).rowcount

    @contextlib.contextmanager
    def _trouble(self, what: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError) as error:  # ValueError: damaged JSON, or text that UTF-8 has no bytes for
            raise VidwidgetsError(
                f"The journal {self.path} cannot be {what} ({error}). Without it nothing is sent, since a paid job "
                "could be lost. Make the file writable, move a damaged one away, or set VIDWIDGETS_HOME to "
                "another folder."
            ) from error


@cache
def _one_at_a_time() -> threading.Lock:
    """The lock around every use of SQLite here; forking waits for it.

    A child that was forked while another thread was inside SQLite would wait for ever when it opens a file.
    """
    lock = threading.Lock()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=lock.acquire, after_in_parent=lock.release, after_in_child=lock.release)
    return lock


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False, default=str) if name in _JSON_COLUMNS else value
        for name, value in values.items()
    }


def _record(row: sqlite3.Row) -> JobRecord:
    known = {name: row[name] for name in row.keys() if name in _COLUMNS}  # noqa: SIM118  a Row iterates its values
    return JobRecord(**{n: json.loads(v or "{}") if n in _JSON_COLUMNS else v for n, v in known.items()})
