"""A limit on what may be spent: reserved when a job is written down, settled when its cost is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vidwidgets.errors import InvalidRequest

TOLERANCE_USD = 1e-6
"""Sums of cents in binary fractions are this exact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So much, from then on."""

    amount_usd: float
    since: float
    """Seconds since the epoch: jobs asked for earlier do not count."""
    source: Literal["call", "environment"] = "call"
    """Whether `vw.budget` said it or the environment."""
    unpriced: bool = False
    """Whether requests that nobody prices in dollars may be sent all the same."""


@dataclass(frozen=True, slots=True, repr=False)
class Standing:
    """How a budget stands."""

    budget: Budget
    spent_usd: float
    """What is known to be charged, or as good as: the estimate where the provider does not say."""
    reserved_usd: float
    """The estimates of jobs that have not ended, or whose outcome is unknown."""

    @property
    def left_usd(self) -> float:
        """What may still be asked for; never below 0."""
        return max(0.0, self.budget.amount_usd - self.spent_usd - self.reserved_usd)

    def __repr__(self) -> str:
        """In a sentence: `$3.60 of $5.00 left: $0.40 spent, $1.00 reserved`."""
        parts = f"${self.spent_usd:,.2f} spent, ${self.reserved_usd:,.2f} reserved"
        return f"{self.line}: {parts}"

    @property
    def line(self) -> str:
        """In a few words: `$3.60 of $5.00 left`."""
        return f"${self.left_usd:,.2f} of ${self.budget.amount_usd:,.2f} left"

    def check(self, estimate_usd: float | None) -> None:
        """Whether it holds one more request.

        Raises:
            InvalidRequest: It does not, or nobody says what the request costs.
        """
        limit = f"the budget of ${self.budget.amount_usd:,.2f}"
        if estimate_usd is None:
            if self.budget.unpriced:
                return
            raise InvalidRequest(
                f"What this costs in dollars is not published, so {limit} cannot hold it. Say yes to such requests "
                f"with vw.budget({self.budget.amount_usd:g}, unpriced=True). Nothing was sent.",
                code="budget",
            )
        if self.spent_usd + self.reserved_usd + estimate_usd > self.budget.amount_usd + TOLERANCE_USD:
            raise InvalidRequest(
                f"This is reckoned at ${estimate_usd:,.2f}, and {limit} has ${self.left_usd:,.2f} left "
                f"(${self.spent_usd:,.2f} spent, ${self.reserved_usd:,.2f} reserved for jobs under way). "
                "Raise it with vw.budget(…), or ask for less. Nothing was sent.",
                code="budget",
            )
