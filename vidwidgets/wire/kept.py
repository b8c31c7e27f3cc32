"""The exchanges of a job that are kept: the first and the latest, bounded in number and in text."""

from __future__ import annotations

from vidwidgets.wire.exchange import Exchange

FIRST, LAST = 20, 60
"""How many are kept from a job's beginning, and how many of the latest."""
FIRST_CHARACTERS, LAST_CHARACTERS = 48_000, 64_000
"""And how much text at most: a thousand jobs that poll must fit into a kernel's memory."""


class KeptExchanges:
    """Exchanges by their number. Only one thread at a time may use it."""

    def __init__(self) -> None:
        self._first: dict[int, Exchange] = {}
        self._last: dict[int, Exchange] = {}
        self._characters = [0, 0]
        self._is_full = False
        self._changed: dict[int, int] = {}
        self.changes = 0
        """How often anything in it has changed."""
        self.made = 0
        """How many were ever put into it."""

    def all(self) -> tuple[Exchange, ...]:
        """Those that are kept, newest last."""
        return (*self._first.values(), *self._last.values())

    def get(self, number: int) -> Exchange | None:
        """The one of that number; None where it is not kept."""
        return self._first.get(number) or self._last.get(number)

    def since(self, change: int) -> tuple[Exchange, ...]:
        """Those that changed after that change."""
        return tuple(one for one in self.all() if self._changed[one.number] > change)

    def put(self, one: Exchange) -> None:
        """Put a new one in, or one in place of that with its number."""
        self.changes += 1
        self._changed[one.number] = self.changes
        self.made = max(self.made, one.number)
        late = one.number not in self._first and (one.number in self._last or self._is_full)
        shelf = self._last if late else self._first
        before = shelf.get(one.number)
        self._characters[late] += _weight(one) - (_weight(before) if before else 0)
        shelf[one.number] = one
        self._is_full = self._is_full or len(self._first) >= FIRST or self._characters[False] > FIRST_CHARACTERS
        while len(self._last) > LAST or (len(self._last) > 1 and self._characters[True] > LAST_CHARACTERS):
            oldest = self._last.pop(next(iter(self._last)))
            self._characters[True] -= _weight(oldest)
            del self._changed[oldest.number]


def _weight(one: Exchange) -> int:
    pairs = (*one.request_headers, *one.reply_headers)
    texts = (one.url, one.request_body, one.reply_body, one.error, one.decision)
    return sum(map(len, texts)) + sum(len(value) for _, value in pairs)
