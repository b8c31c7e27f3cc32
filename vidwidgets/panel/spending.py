"""Before money may be spent: is somebody there, and does the budget of the environment hold."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence

from vidwidgets.errors import InvalidRequest
from vidwidgets.job.budget import Budget
from vidwidgets.job.order import Order
from vidwidgets.job.world import World
from vidwidgets.panel.cell import is_headless

ALLOW_VARIABLE = "VIDWIDGETS_ALLOW_SPENDING"
BUDGET_VARIABLE = "VIDWIDGETS_BUDGET"


def check_spending(order: Order, world: World) -> None:
    """Refuse what may cost money in a run that nobody watches; see that the environment's budget is set.

    Raises:
        InvalidRequest: It is refused, or the variable holds no amount. Nothing was sent.
    """
    if not order.costs:
        return
    if is_headless() and os.environ.get(ALLOW_VARIABLE, "").strip() != "1":
        raise InvalidRequest(
            f"This notebook is run by a program, and {order.connection.name} costs money: set {ALLOW_VARIABLE}=1 in "
            "the environment if it may spend, or use connection='sandbox'. Nothing was sent."
        )
    keep_environments_budget(world)


def check_holds(orders: Sequence[Order], world: World) -> None:
    """See that the budget holds all of several requests, so that not only some of them are sent.

    Raises:
        InvalidRequest: It does not. Nothing was sent.
    """
    costly = [order for order in orders if order.costs]
    if len(costly) < 2:  # noqa: PLR2004  one is checked where it is written down
        return
    keep_environments_budget(world)
    standing = world.journal.standing()
    known = [order.estimate_usd for order in costly if order.estimate_usd is not None]
    if standing is not None:
        standing.check(sum(known) if len(known) == len(costly) else None)


def keep_environments_budget(world: World) -> None:
    """Set the budget that the environment names, from now on, unless one of that amount or of a call is set.

    Raises:
        InvalidRequest: The variable holds no amount of dollars.
    """
    named = os.environ.get(BUDGET_VARIABLE, "").strip()
    if not named:
        return
    amount = checked_amount(named, BUDGET_VARIABLE)
    standing = world.journal.standing()
    if standing is None or (standing.budget.source == "environment" and standing.budget.amount_usd != amount):
        world.journal.set_budget(Budget(amount_usd=amount, since=world.clock(), source="environment"))


def checked_amount(amount: object, name: str) -> float:
    """An amount of dollars.

    Raises:
        InvalidRequest: It is none.
    """
    try:
        found = float(str(amount).removeprefix("$")) if not isinstance(amount, bool) else math.nan
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found >= 0):
        raise InvalidRequest(f"{name} must be an amount of dollars such as 5.00, and is {amount!r}. Nothing was sent.")
    return found
