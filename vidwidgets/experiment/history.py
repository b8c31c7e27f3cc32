"""What there was: the journal's jobs, what they cost, and how good the estimates were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from vidwidgets.experiment.estimates import EstimateError, estimate_error
from vidwidgets.job.record import JobRecord
from vidwidgets.spec.price import Price
from vidwidgets.view.markup import Markup, join, tag
from vidwidgets.view.table import Table

HEADINGS = ("id", "when", "model", "on", "state", "estimate", "cost", "prompt")


class History(Table[JobRecord]):
    """The jobs, newest first; it shows as a table with what was spent above it.

    Args:
        records: The jobs.
        title_of: The short name of an endpoint, by its id.
    """

    def __init__(self, records: Sequence[JobRecord], title_of: Callable[[str], str]) -> None:
        super().__init__(records, HEADINGS, lambda record: _cells(record, title_of))

    @property
    def spent_usd(self) -> float:
        """What is known to be charged in dollars, the estimate where the provider does not say."""
        return sum(_spent_usd(record) for record in self if record.costs)

    @property
    def estimates(self) -> EstimateError | None:
        """How far our estimates were from the bills; None where no provider named a figure."""
        return estimate_error(self)

    def __repr__(self) -> str:
        """What was spent, and the jobs as aligned text."""
        return f"{self._summary()}\n\n{super().__repr__()}"

    def _repr_html_(self) -> str:
        """The same as HTML, the texts escaped."""
        return str(join([tag("p", self._summary()), Markup(super()._repr_html_())]))

    def _summary(self) -> str:
        done = sum(record.state == "done" for record in self)
        said = f"{len(self)} jobs, {done} clips, ${self.spent_usd:,.2f} spent."
        return f"{said} {self.estimates}" if self.estimates else f"{said} No provider has named a bill yet."


def _spent_usd(record: JobRecord) -> float:
    if record.charged_usd is not None:
        return record.charged_usd
    return record.estimate_usd or 0.0 if record.state == "done" else 0.0


def _cells(record: JobRecord, title_of: Callable[[str], str]) -> tuple[str, ...]:
    when = datetime.fromtimestamp(record.created_at).astimezone()
    return (
        record.id,
        f"{when:%Y-%m-%d %H:%M}",
        title_of(record.endpoint),
        record.connection,
        record.state,
        _amount(record.clip.get("estimate")) or (record.price.split(",")[0] if record.costs else ""),
        _amount(record.clip.get("cost")),
        record.prompt,
    )


def _amount(cost: object) -> str:
    if not isinstance(cost, dict) or not isinstance(cost.get("amount"), int | float):
        return ""
    return str(Price(cost["amount"], str(cost.get("currency", "")), "")).strip()
