"""What a job keeps of its own way, to be looked at: how long each part took, and each request and reply."""

from __future__ import annotations

from contextlib import suppress

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.world import World
from vidwidgets.wire.exchange import Exchange
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.states import State
from vidwidgets.wire.timeline import Mark, Span, SpanName, marked, span_of, spans

_WORDS: dict[str, SpanName] = {
    "preparing": "preparing",
    "held": "local queue",
    "submitting": "submitting",
    "waiting": "at the provider",
    "fetching": "downloading",
}
"""The journal's words, as the spans that they begin; its other words are ends."""


class Witness:
    """A job's memory of its own way. It ends with the kernel; only the journal's few words outlive that."""

    id: str
    _world: World | None

    def __init__(self, *, from_the_start: bool) -> None:
        self._recorder: Recorder | None = None
        self._marks: list[Mark] = []
        self._from_the_start = from_the_start
        self._clocks = (0.0, 0.0)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Its requests and replies in this kernel, newest last, without any key: the first ones and the latest."""
        return self._recorder.exchanges if self._recorder else ()

    @property
    def exchanges_left_out(self) -> int:
        """How many more there were between the first and the latest, which are not kept."""
        return self._recorder.left_out if self._recorder else 0

    @property
    def timeline(self) -> tuple[Span, ...]:
        """How long it was in each part of its way, oldest first; before this kernel by the journal."""
        world, marks = self._world, list(self._marks)
        if world is None:
            return spans(marks, marks[-1].at if marks else 0.0)
        if not self._from_the_start:
            marks = [*self._earlier(world, marks[0].at if marks else None), *marks]
        return spans(marks, self._moment(world) if self._recorder else world.clock())

    def exchanges_since(self, change: int) -> tuple[int, tuple[Exchange, ...]]:
        """Those that changed after a change (0: all), and the number of the latest change."""
        return self._recorder.since(change) if self._recorder else (0, ())

    def _witnessed(self, world: World) -> Recorder:
        """What it records its exchanges in from now on."""
        if self._recorder is None:
            self._clocks = world.clock(), world.timer()
            self._recorder = Recorder(clock=world.clock, timer=world.timer)
        return self._recorder

    def _mark(self, state: State) -> None:
        """It came into a state."""
        if self._world is not None and self._recorder is not None:
            marked(self._marks, Mark(self._moment(self._world), span_of(state)))

    def _moment(self, world: World) -> float:
        """Now, in seconds since the epoch, by a clock that nobody sets while the job runs."""
        began, timer = self._clocks
        return began + world.timer() - timer

    def _earlier(self, world: World, before: float | None) -> list[Mark]:
        found: list[Mark] = []
        with suppress(VidwidgetsError):  # without the journal it is what this kernel saw
            for at, word in world.journal.way(self.id):
                if before is None or at < before:
                    marked(found, Mark(at, _WORDS.get(word)))
        return found
