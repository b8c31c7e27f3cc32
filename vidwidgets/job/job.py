"""A job as a person holds it: what it is, where it stands, and how to wait for it or stop it."""

from __future__ import annotations

import concurrent.futures
import logging
import threading
from collections.abc import Callable, Generator, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest, JobCancelled, VidwidgetsError
from vidwidgets.job.engine import Engine
from vidwidgets.job.intent import written_down
from vidwidgets.job.life import Life
from vidwidgets.job.order import Order
from vidwidgets.job.unknown import check_pay_again, found_in_list, ticket_for
from vidwidgets.job.wait import until_done, wait_for
from vidwidgets.job.witness import Witness
from vidwidgets.job.world import World
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.protocol import Ticket
from vidwidgets.wire.states import ENDED, Cancelled, Done, Failed, Preparing, Queued, State, Unknown

Listener = Callable[[State], None]

_log = logging.getLogger("vidwidgets")


class Job(Witness):
    """One request's life. It goes on whether or not anybody watches; shown in a notebook it is its live card."""

    def __init__(
        self,
        job_id: str,
        order: Order,
        *,
        state: State | None = None,
        request_id: str = "",
        token: str = "",
        where: tuple[Engine, World] | None = None,
        shown_by: Callable[[Job], None] | None = None,
    ) -> None:
        super().__init__(from_the_start=bool(token))
        self.id = job_id
        """Ours; `request_id` is the provider's."""
        self.order = order
        """What it was told to do."""
        self._state: State = state or Preparing()
        self._request_id = request_id
        self._token = token
        self._shown_by = shown_by
        # held while listeners are told, so that two threads cannot swap two states
        self._telling = threading.RLock()
        self._listeners: list[Listener] = []
        self._ended: concurrent.futures.Future[State] = concurrent.futures.Future()
        self._life: Life | None = None
        self._engine: Engine | None = where[0] if where else None
        self._world: World | None = where[1] if where else None
        self.note = ""
        """A sentence of ours about it ("This cell made this clip before"); empty when there is none."""
        self.again: Callable[[], Job] | None = None
        """Makes a new clip of the same request, where this one was given back instead; None otherwise."""
        self.after_wait: list[Callable[[], None]] = []
        """Called in the waiting cell once the job has ended, so that its output is recorded there too."""
        if isinstance(self._state, ENDED):
            self._ended.set_result(self._state)

    @property
    def endpoint(self) -> str:
        """The endpoint's id."""
        return self.order.endpoint

    @property
    def connection(self) -> str:
        """The name of the connection it was sent over."""
        return self.order.connection.name

    @property
    def values(self) -> Mapping[str, Any]:
        """What was asked for, by wire name; pictures as short descriptions."""
        return self.order.values

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self._state

    @property
    def request_id(self) -> str:
        """The provider's id; empty until the provider accepted it."""
        return self._request_id

    @property
    def cancel_note(self) -> str:
        """What the provider said to a cancellation; empty before one was asked for."""
        return self._life.cancel_note if self._life else ""

    def start(self, engine: Engine, world: World, ticket: Ticket | None = None) -> Job:
        """Begin to live: from the order, or with a ticket from where the provider has it. Returns at once."""
        self._engine, self._world = engine, world
        self._request_id = ticket.request_id if ticket else self._request_id
        # made here and not on the loop, so that a cancellation right after this is not lost
        self._life = Life(self.id, self.order, world, self._told, token=self._token, recorder=self._witnessed(world))
        self._token = ""  # what has left once does not leave again
        world.live[self.id] = self
        engine.spawn(self._live(self._life, ticket, world))
        return self

    @property
    def followed_here(self) -> bool:
        """Whether it is being followed in this process; not in one that was forked off since."""
        return self._engine is not None and self._engine.alive and not isinstance(self._state, ENDED)

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the present state at once, and with each later one on the loop's thread, in order."""
        with self._telling:
            self._listeners.append(listener)
            self._tell_one(listener, self._state)

    def cancel(self) -> None:
        """Ask for cancellation and return at once. What it means for the bill is the provider's to say."""
        self.begin_cancel()

    def begin_cancel(self) -> concurrent.futures.Future[bool] | None:
        """`cancel`, and whether it got through; None where nothing is followed here that could be cancelled."""
        life, engine = self._life, self._engine
        if engine is None or life is None or not self.followed_here:
            return None
        return engine.spawn(life.ask_cancel())

    def adopt(self, request_id: str) -> Job:
        """Give a job of unknown outcome the provider's id that was found for it, and follow it; itself.

        Raises:
            InvalidRequest: Its outcome is known, it is no id, or the id is another job's. Nothing was changed.
        """
        engine, world = self._home()
        self._check_unknown()
        ticket = ticket_for(self.order, request_id)
        world.journal.adopt(self.id, ticket.request_id, dict(ticket.paths))
        with self._telling:
            self._ended = concurrent.futures.Future()
            self._told(Queued())
        return self.start(engine, world, ticket)

    def look_up(self, timeout: float | None = None) -> str:
        """Look for a job of unknown outcome in the provider's own list, where it has one.

        The one request there that can be it is adopted. Nothing is sent again.

        Args:
            timeout: Seconds; None waits for as long as it takes.

        Returns:
            What was found, or where a person can look.

        Raises:
            InvalidRequest: Its outcome is known.
            VidwidgetsError: The list could not be read.
        """
        return self.begin_look_up().result(timeout)

    def begin_look_up(self) -> concurrent.futures.Future[str]:
        """`look_up`, without waiting for it."""
        engine, world = self._home()
        self._check_unknown()
        return engine.spawn(self._look_up(world))

    def send_again(self, confirm: str) -> Job:
        """Send the request of a job of unknown outcome once more, as a new job, which may pay for it twice.

        Args:
            confirm: The words "pay again".

        Raises:
            InvalidRequest: They are others, the outcome is known, or its pictures are no longer at hand.
        """
        engine, world = self._home()
        self._check_unknown()
        check_pay_again(confirm, self.order, self.id)
        record = written_down(self.order, world)
        return Job(record.id, self.order, token=record.token, shown_by=self._shown_by).start(engine, world)

    def wait(self, timeout: float | None = None) -> Clip:
        """Wait in a plain cell; Cancel keeps working meanwhile, and interrupting stops only the waiting.

        Args:
            timeout: Seconds; None waits for as long as it takes.

        Raises:
            WaitTimeout: The time ran out; the job goes on.
            VidwidgetsError: What the job failed with, `JobCancelled` and `OutcomeUnknown` included.
        """
        self._check_followed()
        wait_for(self._ended, timeout, job=self)
        return self._result()

    def __await__(self) -> Generator[Any, None, Clip]:
        """The same as `wait` in async code: interrupting or cancelling the waiting leaves the job alone."""
        return self._awaited().__await__()

    def _ipython_display_(self) -> None:
        if self._shown_by is None:
            print(repr(self))  # noqa: T201  what Python's prompt would do
        else:
            self._shown_by(self)

    def __repr__(self) -> str:
        """One line: id, endpoint and state."""
        return f"<Job {self.id} {self.endpoint} on {self.connection}: {type(self._state).__name__}>"

    def _home(self) -> tuple[Engine, World]:
        if self._engine is None or self._world is None:
            raise VidwidgetsError(f"The job {self.id} has no journal here: vw.job({self.id!r}) gives it one.")
        return self._engine, self._world

    def _check_unknown(self) -> None:
        if not isinstance(self._state, Unknown) or self._request_id:
            raise InvalidRequest(
                f"The outcome of the job {self.id} is not in doubt ({type(self._state).__name__}"
                f"{f', id {self._request_id}' if self._request_id else ''}). Nothing was changed."
            )

    async def _look_up(self, world: World) -> str:
        await world.opened()
        record = world.journal.find(self.id)
        if record is None:
            raise VidwidgetsError(f"The journal has lost the job {self.id}.")
        found, words = await found_in_list(self.order, record, world, self._witnessed(world))
        if found:
            self.adopt(found)
        return words

    async def _awaited(self) -> Clip:
        self._check_followed()
        await until_done(self._ended)
        return self._result()

    def _check_followed(self) -> None:
        # not by its state: between the last one and the end there is the journal's lease to be given back
        followed = self._engine is not None and self._engine.alive
        if not self._ended.done() and not followed:
            raise VidwidgetsError(
                f"The job {self.id} is followed by the process that this one was forked from: vw.job({self.id!r}) "
                "takes it up here.",
                spent="maybe",
            )

    def _result(self) -> Clip:
        self._republish()
        state = self._state
        match state:
            case Done(clip):
                return clip
            case Failed(error) | Unknown(error):
                raise error
            case Cancelled(note):
                raise JobCancelled(f"The job {self.id} was cancelled. {note}".strip())
            case _:
                raise RuntimeError(f"{self!r} has no result yet.")

    def _republish(self) -> None:
        for publish in self.after_wait:
            publish()

    async def _live(self, life: Life, ticket: Ticket | None, world: World) -> None:
        try:
            state = await life.run(ticket)
        finally:
            world.live.pop(self.id, None)
        self._ended.set_result(state)

    def _told(self, state: State) -> None:
        with self._telling:
            self._state = state
            self._mark(state)
            if self._life is not None and self._life.ticket is not None:
                self._request_id = self._life.ticket.request_id
            for listener in self._listeners:
                self._tell_one(listener, state)

    def _tell_one(self, listener: Listener, state: State) -> None:
        try:
            listener(state)
        except Exception:  # a view that fails must not end a paid job  # noqa: BLE001
            _log.exception("job %s: a listener failed", self.id)
