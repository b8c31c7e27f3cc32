"""How long a request usually takes: by the journal's finished jobs like it, or nothing is said."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from journal_kit import journal_in, record

from vidwidgets.job.expected import LEAST, MOST, Expected, Past, expected, usual_seconds
from vidwidgets.job.past import NEWEST, QUESTION
from vidwidgets.job.sqlite_journal import SqliteJournal

SECONDS = st.floats(0.1, 10_000)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "model": st.sampled_from("ab"),
        "duration": st.sampled_from([5, 8]),
        "resolution": st.sampled_from(["720p", "1080p"]),
        "prompt": st.text(max_size=2),
    },
)
PASTS = st.lists(st.builds(Past, values=VALUES, seconds=SECONDS, provider_seconds=SECONDS), max_size=120)


def like(past: list[Past], values: dict[str, Any], *names: str) -> list[float]:
    """The times of those that agree in these values."""
    return [one.seconds for one in past if [one.values.get(n) for n in names] == [values.get(n) for n in names]]


@given(PASTS, VALUES)
def test_it_is_the_median_and_the_ninth_tenth_of_those_like_it(past: list[Past], values: dict[str, Any]) -> None:
    """By the standard library's own quantiles: of the same length and size where there are enough, else of any."""
    alike, any_size = like(past, values, "model", "duration", "resolution")[:MOST], like(past, values, "model")[:MOST]
    times = alike if len(alike) >= LEAST else any_size
    found = expected(past, values)
    if len(times) < LEAST:
        assert found is None
        return
    assert found == Expected(
        statistics.median(times),
        statistics.quantiles(times, n=10, method="inclusive")[8],
        len(times),
        alike=times is alike,
    )
    assert found.median_seconds <= found.within_seconds <= max(times)
    assert sum(one <= found.within_seconds for one in times) >= 0.9 * len(times) - 1


@given(PASTS, VALUES)
def test_when_to_look_is_known_from_three_on(past: list[Past], values: dict[str, Any]) -> None:
    """The pace of the looks is content with less, and with other lengths where there is nothing else."""
    found = usual_seconds(past, values)
    assert (found is None) == (len(past) < 3)
    assert found is None or min(one.provider_seconds for one in past) <= found <= max(
        one.provider_seconds for one in past
    )


def finished(
    journal: SqliteJournal, job_id: str, *, clock: list[float], queued: float, sent: float, made: float, **parts: Any
) -> None:
    """A job that waited here, was made, and was fetched within a second."""
    clip = parts.pop("clip", {"made_in_seconds": made})
    journal.add(
        record(
            job_id,
            state="preparing",
            token=f"token-{job_id}",
            owner="k",
            lease_until=clock[0] + 9,
            created_at=clock[0],
            **parts,
        )
    )
    clock[0] += queued
    journal.leave(job_id, f"token-{job_id}", at_once=None)
    clock[0] += sent
    journal.change(job_id, state="waiting")
    clock[0] += made
    journal.change(job_id, state="fetching")
    clock[0] += 1
    journal.change(job_id, state="done", clip=clip)


def test_the_journal_times_what_was_sent_and_watched(tmp_path: Path) -> None:
    """From the sending to the clip, without the queue here; not what was fetched again, failed, or made elsewhere."""
    clock = [1_000.0]
    journal = SqliteJournal(tmp_path, clock=lambda: clock[0], lives=lambda _owner: True)
    finished(journal, "one", clock=clock, queued=500, sent=2, made=40, values={"duration": "5"})
    finished(journal, "two", clock=clock, queued=0, sent=1, made=60)
    finished(journal, "again", clock=clock, queued=0, sent=1, made=9, clip={"made_in_seconds": None})
    finished(journal, "elsewhere", clock=clock, queued=0, sent=1, made=9, connection="other")
    journal.add(record("failed", state="failed", clip={"made_in_seconds": 4}))
    journal.add(record("old", created_at=2.0, state="done", clip={"made_in_seconds": 7.5}))  # an older version's
    assert journal.past("e", "c") == [Past({}, 62.0, 61.0), Past({"duration": "5"}, 43.0, 42.0), Past({}, 7.5, 7.5)]
    assert journal.past("nothing", "c") == []
    journal.close()


def test_one_question_by_an_index_however_long_the_journal_is(tmp_path: Path) -> None:
    """With ten thousand jobs some dozens of rows are read, each by an index, and in the index's own order."""
    with journal_in(tmp_path) as journal:
        with journal._file.writing() as database:  # noqa: SLF001  ten thousand transactions take too long
            database.executemany(
                "INSERT INTO jobs (id, created_at, endpoint, connection, base_url, state, clip) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (f"j{n}", n, f"e{n % 4}", "c", "b", "done" if n % 3 else "failed", '{"made_in_seconds": 8.0}')
                    for n in range(10_000)
                ],
            )
        with journal._file.reading() as database:  # noqa: SLF001
            plan = [row["detail"] for row in database.execute(f"EXPLAIN QUERY PLAN {QUESTION}", ("e1", "c", NEWEST))]
        assert "SEARCH jobs USING INDEX jobs_by_endpoint (endpoint=? AND connection=? AND state=?)" in plan
        assert not any(step.startswith(("SCAN", "USE TEMP B-TREE")) for step in plan)
        began = time.perf_counter()
        past = journal.past("e1", "c")
        assert time.perf_counter() - began < 1
        assert len(past) == NEWEST
        assert expected(past, {}) == Expected(8.0, 8.0, MOST, alike=True)
