"""What a card offers besides Cancel, and what happens when it is pressed."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.job import Job
from vidwidgets.job.unknown import PAY_AGAIN
from vidwidgets.view.action import Action
from vidwidgets.view.card import Card
from vidwidgets.view.glass import Happened
from vidwidgets.wire.states import ENDED, State, Unknown

MAKE_NEW = Action("make-new", "Make a new one")


@dataclass(frozen=True, kw_only=True)
class Afterwards:
    """What a card offers besides, once its job has ended."""

    offered: Callable[[], Sequence[Action]]
    act: Callable[[str], None]
    """Is given the name of the one that was pressed; what it raises of `VidwidgetsError` is said on the card."""


class CardActions:
    """Ties a card to its job: what it offers follows the state, and no press blocks.

    Args:
        card: The card.
        job: Its job.
        started: Is given each job that a press has started.
        afterwards: What is offered besides once it has ended; None for nothing.
    """

    def __init__(
        self, card: Card, job: Job, started: Callable[[Job], None], afterwards: Afterwards | None = None
    ) -> None:
        self._card = card
        self._job = job
        self._started = started
        self._afterwards = afterwards
        self._unknown = False
        self._ended = False
        card.on_cancel(self._cancel)
        card.on_act(self._act)
        card.on_glass(self._happened)
        if job.note:
            card.say(job.note)
        self._offer()
        job.listen(self._follow)

    def _happened(self, since: int) -> Happened:
        change, changed = self._job.exchanges_since(since)
        numbers = tuple(one.number for one in self._job.exchanges)
        return Happened(self._job.timeline, change, changed, numbers)

    def _follow(self, state: State) -> None:
        unknown = isinstance(state, Unknown) and not self._job.request_id
        ended = isinstance(state, ENDED)
        # not with each state: an offer undoes the press that was just made
        if unknown != self._unknown or (ended != self._ended and self._afterwards is not None):
            self._unknown, self._ended = unknown, ended
            self._offer()

    def _offer(self) -> None:
        offered = _for_unknown(self._job) if self._unknown else []
        if self._job.again is not None:
            offered.append(MAKE_NEW)
        if self._afterwards is not None and self._ended and not self._unknown:
            offered += self._afterwards.offered()
        self._card.offer(offered)

    def _cancel(self) -> None:
        asked = self._job.begin_cancel()
        if asked is not None:
            asked.add_done_callback(self._cancelled)

    def _cancelled(self, asked: concurrent.futures.Future[bool]) -> None:
        if not asked.cancelled() and asked.exception() is None and not asked.result():
            self._card.cancel_failed(self._job.cancel_note)

    def _act(self, name: str, text: str) -> None:
        try:
            match name:
                case "adopt":
                    self._job.adopt(text)
                    self._card.say(f"It goes on with the request id {text}.")
                case "look-up":
                    self._card.say("Looking it up…")
                    self._job.begin_look_up().add_done_callback(self._looked_up)
                case "send-again":
                    self._started(self._job.send_again(text))
                    self._card.say("It was sent once more, as the job above: it may be paid twice.")
                case "make-new" if self._job.again is not None:
                    self._started(self._job.again())
                case _ if self._afterwards is not None:
                    self._afterwards.act(name)
                    self._offer()  # each of them may be wanted a second time
        except VidwidgetsError as error:
            self._card.say(error.message)
            self._offer()

    def _looked_up(self, asked: concurrent.futures.Future[str]) -> None:
        error = None if asked.cancelled() else asked.exception()
        if isinstance(error, VidwidgetsError):
            self._card.say(error.message)
        elif not asked.cancelled() and error is None:
            self._card.say(asked.result())
        if self._unknown:
            self._offer()


def _for_unknown(job: Job) -> list[Action]:
    protocol, connection = job.order.protocol, job.order.connection
    where = protocol.label if connection.official else connection.name
    lists = [Action("look-up", f"Look it up at {protocol.label}")] if protocol.lists(connection) else []
    return [
        *lists,
        Action("adopt", "Use this id", ask=f"Request id, as {where} shows it"),
        Action(
            "send-again",
            "Send again",
            ask=f"It may be paid twice: type “{PAY_AGAIN}” to send it once more",
            placeholder=PAY_AGAIN,
            typed=PAY_AGAIN,
        ),
    ]
