"""The journal in SQLite: one file in write-ahead mode that several kernels share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.budget import Budget, Standing
from vidwidgets.job.expected import Past
from vidwidgets.job.journal import LEASE_SECONDS, Journal
from vidwidgets.job.line import Line, Waiter, in_turn
from vidwidgets.job.owner import may_live
from vidwidgets.job.past import past
from vidwidgets.job.record import AWAY, OPEN, UNSENT, JobRecord
from vidwidgets.job.sqlite_file import BUSY_SECONDS, COLUMNS, SqliteFile, columns_of
from vidwidgets.wire.redact import redacted

_JSON_COLUMNS = {"values", "pictures", "paths", "clip"}
_LIVE = "lease_until > ? AND lease_until <= ?"
"""A lease that ends later than any can was made before the clock went back: it counts no more."""
_PLACE = "connection = ? AND base_url = ?"


class SqliteJournal(Journal):
    """The journal in one folder; see `Journal` for what each method means.

    Args:
        folder: Where its file is.
        clock: Seconds since the epoch.
        busy_seconds: How long another kernel's writing is waited for.
        lives: Whether the kernel of that name can still live.

    Raises:
        VidwidgetsError: The file cannot be opened, is damaged, or is a newer version's.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], float],
        busy_seconds: float = BUSY_SECONDS,
        lives: Callable[[str], bool] = may_live,
    ) -> None:
        self._may_live = lives
        self._file = SqliteFile(folder, busy_seconds=busy_seconds)
        self._clock = clock
        self.path = self._file.path

    def add(self, record: JobRecord) -> None:
        """Write a new job down, and reserve its estimate."""
        now = self._clock()
        row = _row({**columns_of(record), "updated_at": now})
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        with self._file.writing() as database:
            if record.costs:
                self._check_budget(database, record.estimate_usd)
            database.execute(f"INSERT INTO jobs ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608  our own names
            _note(database, record.id, now, record.state)

    def change(self, job_id: str, **changes: Any) -> None:  # noqa: ANN401  the columns of JobRecord
        """Change what is known of a job."""
        if changes.get("state") == "submitting":
            raise ValueError("only leave() lets a request leave")
        with self._file.writing() as database:
            self._change(database, job_id, changes)

    def leave(self, job_id: str, token: str, *, at_once: int | None) -> int | None:
        """Let the request leave, or say how many are before it."""
        with self._file.writing() as database:
            found = self._one(database, job_id)
            if found.state not in UNSENT or not token or found.token != token:
                raise VidwidgetsError(
                    f"The job {job_id} is {found.state} by the journal: it is not sent a second time.", spent="maybe"
                )
            if at_once is not None:
                if found.state != "held":
                    self._change(database, job_id, {"state": "held"})
                line = self._line(database, found.connection, found.base_url)
                if not line.may_leave(job_id, at_once):
                    return line.ahead_of(job_id)
            if found.costs:
                # asked again: its reservation lapses where the kernel was away for longer than its lease
                self._check_budget(database, found.estimate_usd, but=job_id)
            self._change(database, job_id, {"state": "submitting", "sends": found.sends + 1})
        return None

    def came_back(self, job_id: str) -> None:
        """Let it leave again: it provably did not arrive."""
        with self._file.writing() as database:
            if self._one(database, job_id).state == "submitting":
                self._change(database, job_id, {"state": "preparing"})

    def adopt(self, job_id: str, request_id: str, paths: Mapping[str, str]) -> None:
        """Give a job of unknown outcome its id."""
        with self._file.writing() as database:
            found = self._one(database, job_id)
            if found.request_id or found.state not in {"unknown", "submitting"}:
                raise InvalidRequest(f"The outcome of the job {job_id} is known ({found.state}): it needs no id.")
            if found.state == "submitting" and self.is_driven(found):
                raise InvalidRequest(f"Another kernel is sending the job {job_id} just now. Nothing was changed.")
            others = f"request_id = ? AND {_PLACE}"
            known = database.execute(
                f"SELECT id FROM jobs WHERE {others}",  # noqa: S608  our own
                (request_id, found.connection, found.base_url),
            ).fetchone()
            if known:
                raise InvalidRequest(f"{request_id} is the job {known['id']}'s, not this one's. Nothing was changed.")
            self._change(database, job_id, {"state": "waiting", "request_id": request_id, "paths": paths})

    def line(self, connection: str, base_url: str) -> Line:
        """Who waits here, and how many are away."""
        with self._file.reading() as database:
            return self._line(database, connection, base_url)

    def lease(self, job_id: str, owner: str) -> bool:
        """Become the kernel that drives a job."""
        with self._file.writing() as database:
            found = self._one(database, job_id)
            if found.owner != owner and self.is_driven(found):
                return False
            until = self._clock() + LEASE_SECONDS
            database.execute("UPDATE jobs SET owner = ?, lease_until = ? WHERE id = ?", (owner, until, job_id))
        return True

    def is_driven(self, record: JobRecord) -> bool:
        """Whether some kernel drives a job now, by its record."""
        after, until = self._lease_bounds(self._clock())
        return bool(record.owner) and after < record.lease_until <= until and self._may_live(record.owner)

    def renew(self, owner: str) -> None:
        """Say that a kernel still drives what it leased."""
        with self._file.writing() as database:
            until = self._clock() + LEASE_SECONDS
            database.execute("UPDATE jobs SET lease_until = ? WHERE owner = ? AND lease_until > 0", (until, owner))

    def release(self, job_id: str, owner: str) -> None:
        """Drive it no longer."""
        with self._file.writing() as database:
            database.execute("UPDATE jobs SET owner = '', lease_until = 0 WHERE id = ? AND owner = ?", (job_id, owner))

    def all(self, limit: int = 1000) -> list[JobRecord]:
        """The jobs, newest first."""
        return self._read("ORDER BY created_at DESC, rowid DESC LIMIT ?", limit)

    def open(self) -> list[JobRecord]:
        """The jobs that have not ended, newest first."""
        return self._read(f"WHERE state IN {_marks(OPEN)} ORDER BY created_at DESC, rowid DESC", *OPEN)

    def find(self, job_or_request_id: str) -> JobRecord | None:
        """The newest job of that id, ours or the provider's."""
        wanted = job_or_request_id.strip()
        if not wanted:  # which is the request id of every job that was not accepted
            return None
        found = self._read("WHERE id = ? OR request_id = ? ORDER BY created_at DESC LIMIT 1", wanted, wanted)
        return found[0] if found else None

    def of_cell(self, notebook: str, cell: str) -> list[JobRecord]:
        """The jobs that a cell asked for, newest first."""
        return self._read("WHERE notebook = ? AND cell = ? ORDER BY created_at DESC, rowid DESC", notebook, cell)

    def in_doubt(self, digest: str) -> JobRecord | None:
        """The newest such job of unknown outcome."""
        where = "WHERE digest = ? AND digest <> '' AND state = 'unknown' ORDER BY created_at DESC LIMIT 1"
        return next(iter(self._read(where, digest)), None)

    def way(self, job_id: str) -> list[tuple[float, str]]:
        """When a job came into which state."""
        with self._file.reading() as database:
            rows = database.execute("SELECT at, state FROM transitions WHERE job_id = ? ORDER BY rowid", (job_id,))
            return [(float(row["at"]), str(row["state"])) for row in rows]

    def past(self, endpoint: str, connection: str) -> list[Past]:
        """The newest finished jobs."""
        with self._file.reading() as database:
            return past(database, endpoint, connection)

    def set_budget(self, budget: Budget | None) -> None:
        """Limit what may be spent from now on."""
        with self._file.writing() as database:
            database.execute("DELETE FROM budgets")
            if budget is not None:
                row = (1, budget.amount_usd, budget.since, budget.source, budget.unpriced)
                database.execute("INSERT INTO budgets VALUES (?, ?, ?, ?, ?)", row)

    def standing(self) -> Standing | None:
        """How the budget stands."""
        with self._file.reading() as database:
            return self._standing(database)

    def upload(self, place: str, sha256: str) -> Any:  # noqa: ANN401  an id or a URL
        """What stands for a picture at a place."""
        with self._file.reading() as database:
            statement = "SELECT value FROM uploads WHERE place = ? AND sha256 = ?"
            row = database.execute(statement, (place, sha256)).fetchone()
            return json.loads(row["value"]) if row else None

    def keep_upload(self, place: str, sha256: str, value: Any) -> None:  # noqa: ANN401  an id or a URL
        """Remember what stands for a picture."""
        with self._file.writing() as database:
            row = (place, sha256, json.dumps(value))
            database.execute("INSERT OR REPLACE INTO uploads VALUES (?, ?, ?)", row)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _change(self, database: sqlite3.Connection, job_id: str, changes: Mapping[str, Any]) -> None:
        now = self._clock()
        row = _row({**changes, "updated_at": now})
        parts = ", ".join(f'"{name}" = ?' for name in row)
        state = changes.get("state")
        if state is not None and self._one(database, job_id).state != state:
            _note(database, job_id, now, state)
        if not database.execute(f"UPDATE jobs SET {parts} WHERE id = ?", [*row.values(), job_id]).rowcount:  # noqa: S608  our own names
            self._lost(job_id)

    def _check_budget(self, database: sqlite3.Connection, estimate_usd: float | None, but: str = "") -> None:
        standing = self._standing(database, but)
        if standing is not None:
            standing.check(estimate_usd)

    def _standing(self, database: sqlite3.Connection, but: str = "") -> Standing | None:
        row = database.execute("SELECT * FROM budgets").fetchone()
        if row is None:
            return None
        budget = Budget(
            amount_usd=row["amount_usd"], since=row["since"], source=row["source"], unpriced=bool(row["unpriced"])
        )
        # what was not sent is reserved only while some kernel is about to send it
        sums = database.execute(
            f"""SELECT total(CASE WHEN state IN {_marks(UNSENT)} AND NOT ({_LIVE}) THEN 0
                                  WHEN state IN {_marks(OPEN)} OR state = 'unknown' THEN estimate_usd END) AS reserved,
                       total(CASE WHEN state = 'done' THEN coalesce(charged_usd, estimate_usd)
                                  WHEN state IN ('failed', 'cancelled') THEN charged_usd END) AS spent
                FROM jobs WHERE costs AND created_at >= ? AND id <> ?""",  # noqa: S608  our own
            (*UNSENT, *self._lease_bounds(self._clock()), *OPEN, budget.since, but),
        ).fetchone()
        return Standing(budget, sums["spent"], sums["reserved"])

    def _line(self, database: sqlite3.Connection, connection: str, base_url: str) -> Line:
        here = (connection, base_url, *self._lease_bounds(self._clock()))
        held = database.execute(
            f"SELECT id, form, created_at FROM jobs WHERE state = 'held' AND {_PLACE} AND {_LIVE}",  # noqa: S608
            here,
        ).fetchall()
        counted = database.execute(
            f"SELECT form, count(*) AS away FROM jobs WHERE state IN {_marks(AWAY)} AND {_PLACE} AND {_LIVE} "  # noqa: S608
            "GROUP BY form",
            (*AWAY, *here),
        ).fetchall()
        away = {row["form"]: row["away"] for row in counted}
        waiting = (Waiter(row["id"], row["form"], row["created_at"]) for row in held)
        return Line(in_turn(waiting, away), sum(away.values()))

    def _lease_bounds(self, now: float) -> tuple[float, float]:
        return now, now + 2 * LEASE_SECONDS

    def _one(self, database: sqlite3.Connection, job_id: str) -> JobRecord:
        row = database.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        return _record(row) if row else self._lost(job_id)

    def _lost(self, job_id: str) -> JobRecord:
        raise VidwidgetsError(f"The journal {self.path} has lost the job {job_id}: nothing is sent without it.")

    def _read(self, where: str, *arguments: object) -> list[JobRecord]:
        with self._file.reading() as database:
            rows = database.execute(f"SELECT * FROM jobs {where}", arguments).fetchall()  # noqa: S608  our own
            return [_record(row) for row in rows]


def _marks(words: tuple[str, ...]) -> str:
    return f"({', '.join('?' for _ in words)})"


def _note(database: sqlite3.Connection, job_id: str, at: float, state: str) -> None:
    database.execute("INSERT INTO transitions VALUES (?, ?, ?)", (job_id, at, state))


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        name: json.dumps(value, ensure_ascii=False, default=str) if name in _JSON_COLUMNS else value
        for name, value in values.items()
    }
    return {name: redacted(value) if isinstance(value, str) else value for name, value in kept.items()}


def _record(row: sqlite3.Row) -> JobRecord:
    known = {name: row[name] for name in row.keys() if name in COLUMNS}  # noqa: SIM118  a Row iterates its values
    known["costs"] = bool(known["costs"])
    return JobRecord(**{n: json.loads(v or "{}") if n in _JSON_COLUMNS else v for n, v in known.items()})
