"""What a Runway account still has: `GET /v1/organization`, which costs nothing (SDK 5.24.0, read 2026-11-21)."""

from __future__ import annotations

from collections.abc import Mapping

from vidwidgets.wire.call import Call
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.protocol import Steps
from vidwidgets.wire.reply import take

TIER_OF_MONTHLY_CREDITS: Mapping[int, int] = {10_000: 1, 50_000: 2, 200_000: 3, 2_000_000: 4, 10_000_000: 5}
"""The tier by its limit of credits in 30 days: $100, $500, $2,000, $20,000, $100,000 (docs usage/tiers)."""


def left(connection: Connection) -> Steps[str]:
    """`1 240 credits, tier 1`; empty at a gateway, which has no such call, and where the answer does not say."""
    if not connection.official:
        return ""
    reply = yield Call(purpose="account", method="GET", path="/v1/organization")
    balance = take(reply.json, "creditBalance") if reply.ok else None
    if isinstance(balance, bool) or not isinstance(balance, int | float):
        return ""
    said = f"{round(balance):,} credit{'' if balance == 1 else 's'}".replace(",", " ")
    spend = take(reply.json, "tier", "maxMonthlyCreditSpend")
    tier = TIER_OF_MONTHLY_CREDITS.get(spend) if isinstance(spend, int) else None
    return said if tier is None else f"{said}, tier {tier}"
