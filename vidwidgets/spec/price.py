"""An estimate of what a request costs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """An estimate made from a published price list, before anything is sent."""

    amount: float
    """In `currency`, rounded to a hundredth of a cent."""
    currency: str
    """A currency ("USD") or the provider's own unit ("credits")."""
    how: str
    """How it was reckoned, in words: `8 s × $0.40, list price of 2026-06-11`."""

    def __str__(self) -> str:
        """The amount as a person writes it: `$3.20`, `25 credits`."""
        return f"${self.amount:,.2f}" if self.currency == "USD" else f"{self.amount:g} {self.currency}"


def dollars(amount: float, how: str) -> Price:
    """A price in US dollars, with the noise of binary fractions rounded off."""
    return Price(round(amount, 4), "USD", how)
