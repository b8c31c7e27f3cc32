"""The one question to the journal's tables from which it is said how long a request usually takes."""

from __future__ import annotations

import json
import sqlite3

from vidwidgets.job.expected import Past

NEWEST = 80
"""Rows that are read: by an index, so that it takes as long with ten thousand jobs as with a hundred."""
QUESTION = """
SELECT jobs."values", jobs.clip,
       (SELECT max(at) FROM transitions WHERE job_id = jobs.id AND state = 'submitting') AS sent_at,
       (SELECT max(at) FROM transitions WHERE job_id = jobs.id AND state = 'fetching') AS made_at,
       (SELECT max(at) FROM transitions WHERE job_id = jobs.id AND state = 'done') AS done_at
FROM jobs WHERE endpoint = ? AND connection = ? AND state = 'done' ORDER BY created_at DESC LIMIT ?
"""


def past(database: sqlite3.Connection, endpoint: str, connection: str) -> list[Past]:
    """The newest finished jobs of an endpoint that were watched to their end, newest first."""
    rows = database.execute(QUESTION, (endpoint, connection, NEWEST)).fetchall()
    return [one for row in rows if (one := _read(row)) is not None]


def _read(row: sqlite3.Row) -> Past | None:
    watched = json.loads(row["clip"] or "{}").get("made_in_seconds")
    if not isinstance(watched, int | float):  # fetched again, or by a later kernel: nobody knows how long it took
        return None
    seconds = _between(row["sent_at"], row["done_at"], watched)
    made = _between(row["sent_at"], row["made_at"], watched)
    return Past(json.loads(row["values"] or "{}"), seconds, made) if min(seconds, made) > 0 else None


def _between(begin: float | None, end: float | None, otherwise: float) -> float:
    """The time between two of the journal's moments; a journal of an older version has none."""
    return otherwise if begin is None or end is None else end - begin
