"""`vw.budget`: how much may be spent, and how it stands."""

from __future__ import annotations

from types import EllipsisType

from vidwidgets.job.budget import Budget, Standing
from vidwidgets.panel.spending import checked_amount, keep_environments_budget
from vidwidgets.panel.world import world


def budget(amount: float | EllipsisType | None = ..., *, unpriced: bool = False) -> Standing | None:
    """Limit what may be spent from now on, in all kernels of this machine that share a journal; or see how it stands.

    A request's estimate is reserved when it is sent, settled with the provider's figure, and released where it failed
    unpaid. A request that the rest cannot hold is refused before anything is sent. The sandbox costs nothing.

    Args:
        amount: US dollars; None lifts the limit; left out, nothing is changed.
        unpriced: Whether requests that nobody prices in dollars may be sent all the same.

    Returns:
        How it stands; None where there is no limit.

    Raises:
        InvalidRequest: The amount is no amount of dollars.
        VidwidgetsError: The journal cannot be read or written.
    """
    shared = world()
    if amount is None:
        shared.journal.set_budget(None)
    elif not isinstance(amount, EllipsisType):
        found = checked_amount(amount, "The budget")
        shared.journal.set_budget(Budget(amount_usd=found, since=shared.clock(), unpriced=unpriced))
    else:
        keep_environments_budget(shared)
    return shared.journal.standing()
