"""Asking before exactly the same is paid for twice by mistake."""

from __future__ import annotations

from vidwidgets.errors import InvalidRequest
from vidwidgets.job.order import Order
from vidwidgets.job.world import World

WITHIN_SECONDS = 2.0
"""A person who wants two of the same does not press that fast."""


class PerhapsTwice(InvalidRequest):
    """Exactly the same was sent a moment ago, or its outcome is unknown: it may be a mistake. Nothing was sent."""

    def __init__(self, question: str) -> None:
        super().__init__(f"{question} Nothing more was sent; form.submit(again=True) sends it again.", code="twice")
        self.question = question
        """The same as a question to a person."""


def check_twice(order: Order, last: tuple[str, float] | None, world: World) -> None:
    """Whether a form's request may be sent without asking.

    Args:
        order: The request.
        last: The digest of what the form sent last, and when by the world's timer; None before the first.
        world: What all jobs share.

    Raises:
        PerhapsTwice: It may be a mistake.
    """
    price = f" ({order.price.split(',')[0]} each)" if order.price and order.costs else ""
    doubtful = world.journal.in_doubt(order.digest)
    if doubtful is not None:
        raise PerhapsTwice(
            f"Exactly this was sent before as the job {doubtful.id}, and may have been accepted and charged{price}: "
            "its outcome is unknown. Send it a second time?"
        )
    if last is not None and last[0] == order.digest and world.timer() - last[1] < WITHIN_SECONDS:
        seconds = world.timer() - last[1]
        raise PerhapsTwice(f"You sent exactly this {seconds:.1f} s ago{price}. Send it a second time?")
