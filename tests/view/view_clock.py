"""A clock that stands still until it is moved."""

from collections.abc import Callable


class Clock:
    """Time as a test wants it. What was set for later runs when the clock is moved there."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._set: list[tuple[float, Callable[[], None]]] = []

    def __call__(self) -> float:
        """The time in seconds."""
        return self.now

    def later(self, delay_seconds: float, call: Callable[[], None]) -> None:
        """Have `call` run when the clock gets there."""
        assert delay_seconds > 0
        self._set.append((self.now + delay_seconds, call))

    def move(self, seconds: float) -> None:
        """Move the clock on, and run what falls due on the way, in order."""
        until = self.now + seconds
        while due := sorted((at, order) for order, (at, _) in enumerate(self._set) if at <= until):
            at, order = due[0]
            _, call = self._set.pop(order)
            self.now = max(self.now, at)
            call()
        self.now = until
