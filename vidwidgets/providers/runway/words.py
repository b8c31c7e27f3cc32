"""Small pieces of the sentences about Runway."""

from __future__ import annotations

from vidwidgets.wire.connections import Connection


def who(connection: Connection) -> str:
    """Who answers: Runway itself, or the gateway by its name."""
    if connection.is_sandbox:
        return "The sandbox"
    return "Runway" if connection.official else connection.name


def credits_words(number: float) -> str:
    """`25 credits ($0.25)`; one credit is one cent (Runway's OpenAPI document, read 2026-11-21)."""
    return f"{number:g} credit{'' if number == 1 else 's'} (${number / 100:,.2f})"


def shown(text: object, most: int = 300) -> str:
    """A provider's text as it may be quoted: one line, no picture's data, no end of a sentence."""
    flat = " ".join(str(text).split())
    if "base64," in flat:
        flat = flat[: flat.index("base64,")] + "…"
    return (flat if len(flat) <= most else f"{flat[:most]}…").rstrip(".")
