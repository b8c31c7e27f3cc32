"""The reckoning: what the provider's books say against what the journal says, and what lies on the disk."""

from __future__ import annotations

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from vidwidgets.job.record import JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal


def records_of(home: Path) -> list[JobRecord]:
    """Everything that a journal knows."""
    if not (home / "journal.sqlite3").exists():
        return []
    with closing(SqliteJournal(home, clock=time.time)) as journal:
        return journal.all(1_000_000)


def wrongs(records: Iterable[JobRecord], accepted: Iterable[dict[str, Any]], home: Path) -> list[str]:
    """Every promise that was broken, as a sentence; empty when all were kept."""
    of_prompt: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for job in accepted:
        of_prompt[job["prompt"]].append(job)
    known = list(records)
    found = [
        f"{r.prompt!r} was accepted {len(of_prompt[r.prompt])} times" for r in known if len(of_prompt[r.prompt]) > 1
    ]
    twice = Counter(r.request_id for r in known if r.request_id)
    found += [f"{request_id} is the id of {count} jobs" for request_id, count in twice.items() if count > 1]
    unheard = set(of_prompt) - {record.prompt for record in known}
    found += [f"{prompt!r} was accepted, and no journal knows it" for prompt in unheard]
    for record in known:
        (job,) = of_prompt[record.prompt][:1] or [None]
        found += _of_one(record, job)
    left = [path.name for path in (home / "renders").glob(".*")] if (home / "renders").is_dir() else []
    return found + [f"left over: {name}" for name in left]


def _of_one(record: JobRecord, job: dict[str, Any] | None) -> list[str]:
    who = f"{record.prompt!r} ({record.id}, {record.connection}, {record.endpoint}, {record.state}: {record.message!r})"
    if job is None:
        if record.request_id or record.state in {"done", "waiting", "fetching"}:
            return [f"{who} has the id {record.request_id!r}, and the provider knows none"]
        return []  # never accepted: nothing can have been charged
    if record.request_id != job["id"]:
        return [f"{who} has the id {record.request_id!r}; the provider {job['id']}, charged: {job['charged']}"]
    if record.state not in {"done", "failed", "cancelled"}:
        return [f"{who} did not end; at the provider {job['state']}, charged: {job['charged']}"]
    if record.state == "done":
        return ([] if job["charged"] else [f"{who} is done and not charged"]) + _whole(record, who)
    if record.state == "failed" and job["state"] == "completed":
        return [f"{who} counts as failed, and the provider has its clip"] if not _fails_late(record) else []
    if record.state == "cancelled" and job["state"] == "queued":
        return [f"{who} counts as cancelled; at the provider {job['state']}"]
    return []


def _fails_late(record: JobRecord) -> bool:
    """Whether the provider itself answered an error where the result should be (`fail-at-result`)."""
    return record.endpoint.startswith("fal-ai/") and bool(record.message)


def _whole(record: JobRecord, who: str) -> list[str]:
    path = Path(str(record.clip.get("path", "")))
    if not path.is_file():
        return [f"{who}: no file"]
    data = path.read_bytes()
    if len(data) != record.clip["size_bytes"] or hashlib.sha256(data).hexdigest() != record.clip["sha256"]:
        return [f"{who}: the file is not what the journal says"]
    return []
