"""What happened to a job, as the card's glass box takes it: spans of time, requests and replies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from vidwidgets.view.figures import duration_text, size_text
from vidwidgets.view.plain import plain
from vidwidgets.wire.exchange import Exchange
from vidwidgets.wire.timeline import Span, SpanName

_LOOKS = {"status", "result", "events", "account"}
_LABELS: dict[SpanName, str] = {
    "preparing": "preparing",
    "local queue": "queue here",
    "submitting": "sending",
    "provider queue": "{provider}’s queue",
    "running": "making",
    "downloading": "fetching",
    "at the provider": "at {provider}",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """What is known of a job's way at a moment."""

    spans: tuple[Span, ...] = ()
    change: int = 0
    """Which change of its exchanges was the latest."""
    changed: tuple[Exchange, ...] = ()
    """The exchanges that changed since the change that was asked for."""
    numbers: tuple[int, ...] = ()
    """Of all exchanges that are kept."""


Source = Callable[[int], Happened]
"""From the change that the page knows (0: none) to what happened since."""


def nothing(_change: int) -> Happened:
    """For a job of which nothing is recorded."""
    return Happened()


def glass_message(happened: Happened, provider: str, transfer: str) -> dict[str, Any]:
    """The answer to a page that asks; `transfer` goes back as it came, so that the page knows its own answer."""
    name = plain(provider, 80)
    return {
        "kind": "glass",
        "transfer": transfer,
        "spans": _spans(happened.spans, name),
        "change": happened.change,
        "numbers": list(happened.numbers),
        "exchanges": [_exchange(one) for one in happened.changed],
    }


def _spans(spans: Sequence[Span], provider: str) -> list[dict[str, Any]]:
    """Each with where it begins and ends, as shares of the whole."""
    if not spans:
        return []
    begin = min(span.started_at for span in spans)
    whole = max(max(span.started_at + span.seconds for span in spans) - begin, 1e-9)
    return [
        {
            "name": span.name,
            "label": _LABELS[span.name].replace("{provider}", provider),
            "from": round((span.started_at - begin) / whole, 4),
            "share": round(span.seconds / whole, 4),
            "took": duration_text(span.seconds),
            "goes_on": span.goes_on,
        }
        for span in spans
    ]


def _exchange(one: Exchange) -> dict[str, Any]:
    took = one.duration_seconds
    return {
        "record": one.to_dict(),
        "curl": one.to_curl(),
        "place": _place(one.url),
        "what": _what(one),
        "took": "" if took is None else duration_text(took),
        "request_note": "" if one.request_bytes is None else f"{size_text(one.request_bytes)}, not kept",
        "reply_note": _reply_note(one),
    }


def _what(one: Exchange) -> str:
    if one.attempt == 1:
        return one.purpose
    return f"{one.purpose}, {'look' if one.purpose in _LOOKS else 'try'} {one.attempt}"


def _reply_note(one: Exchange) -> str:
    if one.reply_body or not one.reply_bytes:
        return ""
    return f"{size_text(one.reply_bytes)}, not kept"


def _place(url: str) -> str:
    """The URL without what is the same in all of them."""
    return urlsplit(url).path or "/"
