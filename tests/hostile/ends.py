"""How a job ended that met a hostile host."""

from __future__ import annotations

from typing import Any

import pytest
from job_kit import GATE_KEY, Bench
from villain import ENDPOINTS, VALUES, Villain

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.job import Job

PATIENCE_SECONDS = 30


def started(bench: Bench, wire: str, *, values: dict[str, Any] | None = None, **parts: Any) -> Job:
    """A job on that wire; `parts` are those of the world."""
    order = bench.order(ENDPOINTS[wire], values={**VALUES[wire], **(values or {})})
    return bench.start(order, **parts)


def told(job: Job) -> VidwidgetsError:
    """The error that it ended in: a sentence that can be printed, is no fault of ours, and has no key."""
    with pytest.raises(VidwidgetsError) as caught:
        job.wait(PATIENCE_SECONDS)
    error = caught.value
    assert "itself failed" not in error.message
    assert error.message.isprintable()
    assert len(error.message) < 1_500
    assert error.message.endswith((".", "!"))
    assert GATE_KEY not in error.message
    return error


def kept_key(*hosts: Villain) -> None:
    """No request to these hosts had the key in any part of it."""
    for request in (request for host in hosts for request in host.asked):
        everything = f"{request.path} {request.headers}".encode() + request.body
        assert GATE_KEY.encode() not in everything, request
