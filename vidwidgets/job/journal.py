"""The journal: every job is in it before it is sent, and what is in it outlives the kernel.

An interface, so that another database can stand in; `job/sqlite_journal.py` is the one there is, and
tests/job/test_journal.py is the suite for both.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from vidwidgets.job.budget import Budget, Standing
from vidwidgets.job.expected import Past
from vidwidgets.job.line import Line
from vidwidgets.job.record import JobRecord

LEASE_SECONDS = 20.0
"""How long a kernel that says nothing counts as driving its jobs."""


class Journal(ABC):
    """What is known of every job, shared by all kernels of a machine.

    Each method is one transaction, and what it wrote is on disk when it returns.

    Raises:
        VidwidgetsError: From every method, when it cannot be read or written; nothing is then sent.
    """

    @abstractmethod
    def add(self, record: JobRecord) -> None:
        """Write a new job down, and reserve its estimate.

        Raises:
            InvalidRequest: The budget cannot hold it; nothing was written.
        """

    @abstractmethod
    def change(self, job_id: str, **changes: Any) -> None:  # noqa: ANN401  the columns of JobRecord
        """Change what is known of a job; never to `submitting`, which only `leave` may write."""

    @abstractmethod
    def leave(self, job_id: str, token: str, *, at_once: int | None) -> int | None:
        """Let the request leave: the last thing before its first byte.

        Args:
            job_id: Ours.
            token: The one it was written down with.
            at_once: How many may be away over its connection at a time; None for any number.

        Returns:
            None: it may be sent now, once. A number: so many are before it in the queue here, and it may not.

        Raises:
            VidwidgetsError: It has left already and no one knows that it came back, or it has ended.
            InvalidRequest: The budget can no longer hold it.
        """

    @abstractmethod
    def came_back(self, job_id: str) -> None:
        """It provably did not arrive, or was refused unworked: it may leave again."""

    @abstractmethod
    def adopt(self, job_id: str, request_id: str, paths: Mapping[str, str]) -> None:
        """Give a job of unknown outcome the provider's id that a person found for it.

        Raises:
            InvalidRequest: The job's outcome is known, or the id is another job's.
        """

    @abstractmethod
    def line(self, connection: str, base_url: str) -> Line:
        """Who waits here for that connection, in turn, and how many are away."""

    @abstractmethod
    def lease(self, job_id: str, owner: str) -> bool:
        """Become the kernel that drives a job; False while another one does."""

    @abstractmethod
    def is_driven(self, record: JobRecord) -> bool:
        """Whether some kernel drives a job now, by its record."""

    @abstractmethod
    def renew(self, owner: str) -> None:
        """Say that a kernel still drives what it leased."""

    @abstractmethod
    def release(self, job_id: str, owner: str) -> None:
        """Drive it no longer."""

    @abstractmethod
    def all(self, limit: int = 1000) -> list[JobRecord]:
        """The jobs, newest first."""

    @abstractmethod
    def open(self) -> list[JobRecord]:
        """The jobs that have not ended, newest first."""

    @abstractmethod
    def find(self, job_or_request_id: str) -> JobRecord | None:
        """The newest job of that id, ours or the provider's; None where there is none."""

    @abstractmethod
    def of_cell(self, notebook: str, cell: str) -> list[JobRecord]:
        """The jobs that a notebook's cell asked for, newest first."""

    @abstractmethod
    def in_doubt(self, digest: str) -> JobRecord | None:
        """The newest job that asked for exactly this and whose outcome is unknown; None where there is none."""

    @abstractmethod
    def way(self, job_id: str) -> list[tuple[float, str]]:
        """When a job came into which state, in order."""

    @abstractmethod
    def past(self, endpoint: str, connection: str) -> list[Past]:
        """The newest finished jobs of an endpoint that were watched to their end, newest first; some dozens at most."""

    @abstractmethod
    def set_budget(self, budget: Budget | None) -> None:
        """Limit what may be spent from now on, in every kernel; None lifts the limit."""

    @abstractmethod
    def standing(self) -> Standing | None:
        """How the budget stands; None where there is none."""

    @abstractmethod
    def upload(self, place: str, sha256: str) -> Any:  # noqa: ANN401  an id or a URL
        """What stands for a picture at a place; None where nothing does."""

    @abstractmethod
    def keep_upload(self, place: str, sha256: str, value: Any) -> None:  # noqa: ANN401  an id or a URL
        """Remember what stands for a picture at a place; None forgets it."""

    @abstractmethod
    def close(self) -> None:
        """Close it."""
