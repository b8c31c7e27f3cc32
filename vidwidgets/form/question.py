"""A question in the form's footer, asked before something is sent that may not be wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from vidwidgets.form.surface import FootWidget


class Question:
    """At most one at a time.

    Args:
        foot: Where it is shown.
        answered: Called after each answer with what to do now; None after a no.
    """

    def __init__(self, foot: FootWidget, answered: Callable[[Callable[[], None] | None], None]) -> None:
        self._foot = foot
        self._answered = answered
        self._then: Callable[[], None] | None = None
        foot.on_msg(self._hear)

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self._then is not None

    def ask(self, question: str, yes: str, then: Callable[[], None]) -> None:
        """Ask it, in place of any other; `then` is what a yes goes on with."""
        self._then = then
        with self._foot.hold_sync():
            self._foot.question, self._foot.yes = question, yes

    def drop(self) -> None:
        """Take it away, which is a no."""
        if self._then is not None:
            self._then = None
            self._foot.question = ""

    def _hear(self, _foot: object, content: Mapping[str, Any], _: object) -> None:
        # an answer to an earlier question, late out of a busy kernel, is none to this one
        if content.get("kind") != "answer" or content.get("question") != self._foot.question:
            return
        then = self._then
        self.drop()
        self._answered(then if content.get("yes") is True else None)
