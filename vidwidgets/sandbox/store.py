"""Jobs and files on disk: SQLite in the sandbox's home, shared by every process that uses that home."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vidwidgets.sandbox.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, wire TEXT NOT NULL, endpoint TEXT NOT NULL,
  body TEXT NOT NULL, script TEXT NOT NULL, accepted_at REAL NOT NULL, speed REAL NOT NULL,
  cancelled_at REAL, outcome TEXT);
CREATE TABLE IF NOT EXISTS files (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, content_type TEXT NOT NULL, blob TEXT NOT NULL, size_bytes INTEGER NOT NULL);
"""


@dataclass(frozen=True)
class Outcome:
    """How a job ended, as its worker found it.

    Attributes:
        ok: a clip was made; then ``seconds`` and ``size_bytes`` describe it.
        charged: whether the provider would bill it.
        status: HTTP status of the answer of a job that failed.
        body: JSON body of that answer.
        headers: further headers of that answer.
        error: one line for the provider's status, None where the provider says nothing there.
        error_type: the provider's word for the error, None as above.
        seconds: length of the clip.
        size_bytes: size of the MP4.
        notes: lines for the job's log.
    """

    ok: bool
    charged: bool
    status: int = 200
    body: Any = None
    headers: dict[str, str] | None = None
    error: str | None = None
    error_type: str | None = None
    seconds: float = 0.0
    size_bytes: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredJob:
    """One accepted job, without its body, which may hold megabytes of image and is not needed for a poll.

    ``script`` holds the scenarios that were stamped on it: group name to its settings.
    """

    id: str
    wire: str
    endpoint: str
    script: dict[str, dict[str, Any]]
    accepted_at: float
    speed: float
    cancelled_at: float | None
    outcome: Outcome | None

    @property
    def timeline(self) -> Timeline:
        """When it is queued, runs and is over."""
        stalled = self.script.get("fate", {}).get("name") == "stall"
        return Timeline(self.accepted_at, self.speed, cancelled_at=self.cancelled_at, stalled=stalled)


@dataclass(frozen=True)
class StoredFile:
    """A file that is served at ``/files/{id}/{name}``."""

    id: str
    name: str
    content_type: str
    path: Path
    size_bytes: int


class Store:
    """The one door to ``home``. Safe to use from several threads and several processes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._blobs = home / "files"
        self._blobs.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(home / "sandbox.sqlite", timeout=10, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the database; the store cannot be used after it."""
        with self._lock:
            self._db.close()

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def add_job(self, job: StoredJob, body: object) -> None:
        """Write an accepted job and its JSON body; they are on disk when this returns."""
        self._rows(
            "INSERT INTO jobs (id, wire, endpoint, body, script, accepted_at, speed) VALUES (?,?,?,?,?,?,?)",
            *(job.id, job.wire, job.endpoint, json.dumps(body), json.dumps(job.script)),
            *(job.accepted_at, job.speed),
        )

    def job(self, job_id: str) -> StoredJob | None:
        """The job with that id, whichever process took it; None when there is none."""
        return next(iter(self._jobs("WHERE id = ?", job_id)), None)

    def body(self, job_id: str) -> Any:  # noqa: ANN401 - any JSON is what it gives
        """The JSON that the job was submitted with, None for an unknown id."""
        rows = self._rows("SELECT body FROM jobs WHERE id = ?", job_id)
        return json.loads(rows[0][0]) if rows else None

    def prompts(self) -> dict[str, str]:
        """What each job was asked for in words, by id, as a provider's console shows it; "" where it has none."""
        words = "coalesce(json_extract(body, '$.prompt'), json_extract(body, '$.promptText'), '')"
        return {row[0]: str(row[1]) for row in self._rows(f"SELECT id, {words} FROM jobs")}  # noqa: S608 - constants

    def jobs(self, wire: str | None = None, endpoint: str | None = None) -> list[StoredJob]:
        """All jobs, oldest first; of one wire and endpoint where both are given."""
        if wire is None or endpoint is None:
            return self._jobs("")
        return self._jobs("WHERE wire = ? AND endpoint = ?", wire, endpoint)

    def _jobs(self, where: str, *values: object) -> list[StoredJob]:
        columns = "id, wire, endpoint, script, accepted_at, speed, cancelled_at, outcome"
        rows = self._rows(f"SELECT {columns} FROM jobs {where} ORDER BY number", *values)  # noqa: S608 - constants
        return [_stored_job(row) for row in rows]

    def cancel(self, job_id: str, at: float) -> None:
        """Note the first cancel of a job; later ones change nothing."""
        self._rows("UPDATE jobs SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL", at, job_id)

    def finish(self, job_id: str, outcome: Outcome) -> None:
        """Write how a job ended; where two processes worked on it, the first one counts."""
        text = json.dumps(vars(outcome))
        self._rows("UPDATE jobs SET outcome = ? WHERE id = ? AND outcome IS NULL", text, job_id)

    def blob(self, name: str, make: Callable[[Path], None]) -> Path:
        """The file called ``name``, made by ``make(temporary path)`` where it does not exist yet."""
        path = self._blobs / name
        if not path.exists():
            handle, temporary = tempfile.mkstemp(dir=self._blobs, prefix=".new-", suffix=path.suffix)
            os.close(handle)
            try:
                make(Path(temporary))
                Path(temporary).replace(path)
            finally:
                Path(temporary).unlink(missing_ok=True)
        return path

    def add_file(self, file_id: str, name: str, content_type: str, path: Path) -> None:
        """Serve ``path`` (a blob) under this id; a second call with the id replaces the first."""
        values = (file_id, name, content_type, path.name, path.stat().st_size)
        self._rows("INSERT OR REPLACE INTO files VALUES (?,?,?,?,?)", *values)

    def file(self, file_id: str) -> StoredFile | None:
        """The file served under this id, None when there is none."""
        rows = self._rows("SELECT id, name, content_type, blob, size_bytes FROM files WHERE id = ?", file_id)
        return next((StoredFile(r[0], r[1], r[2], self._blobs / r[3], r[4]) for r in rows), None)


def _outcome(text: str) -> Outcome:
    values = json.loads(text)
    values["notes"] = tuple(values["notes"])
    return Outcome(**values)


def _stored_job(row: tuple[Any, ...]) -> StoredJob:
    job_id, wire, endpoint, script, accepted_at, speed, cancelled_at, outcome = row
    return StoredJob(
        id=job_id,
        wire=wire,
        endpoint=endpoint,
        script=json.loads(script),
        accepted_at=accepted_at,
        speed=speed,
        cancelled_at=cancelled_at,
        outcome=_outcome(outcome) if outcome else None,
    )
