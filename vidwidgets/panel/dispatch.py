"""What a form sends: one request or several variations of it, and an earlier one again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from vidwidgets.errors import InvalidRequest, VidwidgetsError
from vidwidgets.job.job import Job
from vidwidgets.job.order import Asked, Order
from vidwidgets.panel.orders import make_order, order_of
from vidwidgets.panel.picked import seeds_of
from vidwidgets.panel.route import Route
from vidwidgets.panel.seeds import counted_up, drawn
from vidwidgets.panel.spending import check_holds
from vidwidgets.panel.start import Shown, start_job
from vidwidgets.panel.twice import check_twice
from vidwidgets.panel.world import world
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Seed


class Dispatch:
    """Sends a form's requests, and asks before exactly the same is sent twice.

    Args:
        endpoint: What can be asked.
        way: Where it is sent.
        asked: Who asks.
        shown_by: How a cell shows a job of it.
    """

    def __init__(self, endpoint: Endpoint, way: Route, asked: Asked, shown_by: Shown) -> None:
        self._endpoint = endpoint
        self._way = way
        self._asked = asked
        self._shown_by = shown_by
        self._last: tuple[str, float] | None = None

    def send(
        self,
        values: Mapping[str, Any],
        random_seeds: Sequence[Seed],
        *,
        count: int = 1,
        again: bool = False,
        started: Callable[[Job], None],
    ) -> list[Job]:
        """Send what the values say, so many times: each with another seed where the endpoint takes one.

        Args:
            values: By wire name.
            random_seeds: The seeds that are left to chance; fixed ones count up from clip to clip.
            count: How many clips, from 1.
            again: Whether to send it also where it may be paid twice by mistake.
            started: Is given each job at once.

        Raises:
            InvalidRequest: Something stops it, or it may be a mistake. Nothing was sent.
            VidwidgetsError: Only some of them were sent; the message says how many.
        """
        first = replace(make_order(self._endpoint, values, self._way), asked=self._asked)
        orders = []
        for number in range(count):
            if random_seeds:
                chosen = drawn(random_seeds, world().random)
            else:
                chosen = counted_up(self._endpoint, values, number) if number else {}
            orders.append(self._with_seeds(first, chosen, by_chance=bool(random_seeds)) if chosen else first)
        self._check(orders, again)
        return self._start(orders, started)

    def repeat(self, job: Job, *, new_seed: bool, again: bool = False, started: Callable[[Job], None]) -> Job:
        """Send an earlier request once more, with its own pictures; with the same seed or a new one.

        Raises:
            InvalidRequest: Something stops it, or it may be a mistake. Nothing was sent.
        """
        order = job.order
        if not can_repeat(job):
            raise InvalidRequest(
                "The pictures of this job are not in the journal: load its values into the form, give the picture "
                "anew and press Generate. Nothing was sent."
            )
        seeds = seeds_of(self._endpoint, order.values)
        if new_seed and not seeds:
            raise InvalidRequest("This request has no seed that could be a new one. Nothing was sent.")
        chosen = drawn(seeds, world().random) if new_seed else {}
        made = replace(self._with_seeds(order, chosen, by_chance=False), asked=self._asked)
        self._check([made], again)
        return self._start([made], started)[0]

    def _with_seeds(self, order: Order, seeds: Mapping[str, int], *, by_chance: bool) -> Order:
        asked = {**order.values, **seeds}
        if self._endpoint.problems(asked) and not self._endpoint.problems(order.values):
            return order  # a rule that does without this seed
        made = order_of(self._endpoint, asked, order.pictures, self._way, drawn=seeds if by_chance else {})
        return replace(made, asked=order.asked)

    def _check(self, orders: Sequence[Order], again: bool) -> None:
        if not again:
            check_twice(orders[0], self._last, world())
        check_holds(orders, world())

    def _start(self, orders: Sequence[Order], started: Callable[[Job], None]) -> list[Job]:
        jobs: list[Job] = []
        for order in orders:
            try:
                job = start_job(order, shown_by=self._shown_by)
            except VidwidgetsError as error:
                if not jobs:
                    raise
                sent = f"{len(jobs)} of {len(orders)} were sent, the others were not: {error.message}"
                raise VidwidgetsError(sent, spent="maybe") from error
            self._last = orders[0].digest, world().timer()
            jobs.append(job)
            started(job)
        return jobs


def can_repeat(job: Job) -> bool:
    """Whether a job's request can be sent again as it was: its pictures are at hand, or it has none."""
    order = job.order
    return all(name in order.pictures for name in order.picture_names & order.values.keys())
