"""A journal that kills its process at a drawn write, as `kill -9` does."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.job.record import JobRecord
from vidwidgets.job.sqlite_journal import SqliteJournal


def die() -> None:
    """End this process without another instruction of its own."""
    os.kill(os.getpid(), signal.SIGKILL)


class Countdown:
    """Counts what happens, and kills the process at the drawn one."""

    def __init__(self, at: str, number: int) -> None:
        self._at = at
        self._left = number

    def pass_by(self, what: str) -> None:
        """One more of these; the last one kills."""
        if what == self._at:
            self._left -= 1
            if not self._left:
                die()


class MortalJournal(SqliteJournal):
    """The real journal, with a death before or after one of its writes."""

    def __init__(self, *arguments: Any, countdown: Countdown, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._countdown = countdown

    def add(self, record: JobRecord) -> None:
        """Write down, and perhaps die."""
        self._written(lambda: super(MortalJournal, self).add(record))

    def change(self, job_id: str, **changes: Any) -> None:
        """Change, and perhaps die."""
        self._written(lambda: super(MortalJournal, self).change(job_id, **changes))

    def leave(self, job_id: str, token: str, *, at_once: int | None) -> int | None:
        """Let it leave, and perhaps die before it does."""
        return self._written(lambda: super(MortalJournal, self).leave(job_id, token, at_once=at_once))

    def came_back(self, job_id: str) -> None:
        """Take it back, and perhaps die."""
        self._written(lambda: super(MortalJournal, self).came_back(job_id))

    def adopt(self, job_id: str, request_id: str, paths: Mapping[str, str]) -> None:
        """Adopt, and perhaps die."""
        self._written(lambda: super(MortalJournal, self).adopt(job_id, request_id, paths))

    def _written(self, write: Callable[[], Any]) -> Any:
        self._countdown.pass_by("before")
        done = write()
        self._countdown.pass_by("after")
        return done
