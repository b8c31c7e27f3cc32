"""How far our estimates were from what the providers charged."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from vidwidgets.job.record import JobRecord


@dataclass(frozen=True, slots=True)
class Bill:
    """One finished job that the provider itself put a figure on."""

    endpoint: str
    estimated: float
    charged: float
    """In the same currency as `estimated`; above 0."""

    @property
    def error(self) -> float:
        """How much too high the estimate was, as a part of the charge: 0.1 is 10 % too high, -0.1 too low."""
        return (self.estimated - self.charged) / self.charged


@dataclass(frozen=True, slots=True)
class EstimateError:
    """The errors of several bills."""

    bills: int
    median: float
    """Of the errors with their sign: 0.1 is 10 % too high."""
    worst: float
    """The one farthest from 0, with its sign."""
    worst_endpoint: str

    def __str__(self) -> str:
        """In a sentence."""
        if not self.worst:
            return f"Our estimates met {_bills(self.bills)} exactly."
        return (
            f"Our estimates against {_bills(self.bills)}: {_words(self.median)} in the median, "
            f"{_words(self.worst)} at worst ({self.worst_endpoint})."
        )


def bill_of(record: JobRecord) -> Bill | None:
    """A job's bill; None where the provider named no figure, or our estimate was none in the same currency."""
    cost, estimate = record.clip.get("cost"), record.clip.get("estimate")
    if not (isinstance(cost, dict) and isinstance(estimate, dict) and cost.get("billed") is True):
        return None
    charged, estimated = cost.get("amount"), estimate.get("amount")
    if not (isinstance(charged, int | float) and isinstance(estimated, int | float)):
        return None
    if cost.get("currency") != estimate.get("currency") or charged <= 0:
        return None
    return Bill(record.endpoint, float(estimated), float(charged))


def estimate_error(records: Iterable[JobRecord]) -> EstimateError | None:
    """The errors over these jobs; None where no provider named a figure for any."""
    bills = [bill for record in records if (bill := bill_of(record)) is not None]
    if not bills:
        return None
    worst = max(bills, key=lambda bill: abs(bill.error))
    return EstimateError(len(bills), statistics.median(bill.error for bill in bills), worst.error, worst.endpoint)


def _bills(count: int) -> str:
    return "1 bill" if count == 1 else f"{count} bills"


def _words(error: float) -> str:
    percent = round(abs(error) * 100, 1)
    return "right" if not percent else f"{percent:g} % too {'high' if error > 0 else 'low'}"
