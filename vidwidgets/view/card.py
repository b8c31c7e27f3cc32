"""The live card of one job: a widget that is told states and draws them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import anywidget
import traitlets

from vidwidgets.view.about import About
from vidwidgets.view.action import Action, accepts, action_dict
from vidwidgets.view.clip_bytes import piece
from vidwidgets.view.front import module_of, style_of
from vidwidgets.view.plain import plain
from vidwidgets.view.status import Told, about_dict, log_list, status_dict
from vidwidgets.view.steps import Step, Steps, step_of
from vidwidgets.view.throttle import Throttle
from vidwidgets.view.words import words
from vidwidgets.wire.states import Done, Preparing, Running, State


def timer_later(delay_seconds: float, call: Callable[[], None]) -> None:
    """Call `call` after some seconds, on a thread that keeps no process alive."""
    timer = threading.Timer(delay_seconds, call)
    timer.daemon = True
    timer.start()


class Card(anywidget.AnyWidget):
    """A job as a card: state, queue, progress, elapsed time, log, Cancel, and at the end the player.

    `tell` may be called from any thread. `clock` gives seconds, `later` calls a function after some
    seconds (on any thread); both are there for tests and for a host with its own loop.
    """

    _esm = module_of(
        "host.js", "clip_source.js", "card_parts.js", "card_player.js", "card_actions.js", "card_keys.js", "card.js"
    )
    _css = style_of("card.css", "card_ends.css", "card_actions.css", "card_narrow.css")

    about = traitlets.Dict().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    log_lines = traitlets.List(traitlets.Unicode()).tag(sync=True)
    offered = traitlets.List(traitlets.Dict()).tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    picture = traitlets.Bytes().tag(sync=True)
    poster = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        about: About,
        *,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] | None = None,
    ) -> None:
        now = clock()
        self._clock = clock
        self._about_job = about
        self._told = Told(Preparing(), now, 0.0, Steps().enter(Preparing(), now))
        self._cancel_calls: list[Callable[[], None]] = []
        self._act_calls: list[Callable[[str, str], None]] = []
        self._actions: dict[str, Action] = {}
        # Guards what was last told, so that two threads that tell at once do not lose a step between them.
        self._lock = threading.RLock()
        super().__init__(
            about=about_dict(about),
            status=status_dict(self._told, about, now),
            picture=about.picture_jpeg,
        )
        self._throttle = Throttle(self._publish, clock=clock, later=later or timer_later)
        self.on_msg(self._on_message)

    def __repr__(self) -> str:
        """The card in one line, for where no widget can be shown."""
        said = words(self._told.state, self._about_job.provider)
        return f"<Card {self._about_job.title!r}: {said.headline}>"

    @property
    def state(self) -> State:
        """The state that was last told."""
        return self._told.state

    def tell(
        self,
        state: State,
        *,
        elapsed_seconds: float | None = None,
        steps: Mapping[Step, float] | None = None,
    ) -> None:
        """Show `state`, from any thread; at most 4 updates a second, without losing the last or a change of kind.

        Args:
            state: what the job is in now.
            elapsed_seconds: since the job began; None counts on from what was told before.
            steps: seconds spent in each step so far, for a job that is taken up again and whose earlier
                states were not told here; None counts from the states that were.
        """
        with self._lock:
            now, before = self._clock(), self._told
            elapsed = before.elapsed_at(now) if elapsed_seconds is None else elapsed_seconds
            way = before.steps.enter(state, now)
            if steps is not None:
                way = _steps_given(way, state, now, steps)
            asked = before.cancel_asked and not before.ended  # an end that goes on again is a new beginning
            self._told = Told(state, now, elapsed, way, asked, before.cancels_failed)
            self._throttle.offer(self._told, self._told.kind)

    def on_cancel(self, callback: Callable[[], None]) -> None:
        """Call `callback` when the person presses Cancel; once, however often it is pressed.

        It runs on whichever thread Jupyter handles messages on, and must not block.
        """
        self._cancel_calls.append(callback)

    def offer(self, actions: Sequence[Action]) -> None:
        """Let the person do these, in place of what was offered before; from any thread."""
        with self._lock:
            self._actions = {action.name: action for action in actions}
            self.offered = [action_dict(action, pressed=False) for action in actions]

    def on_act(self, callback: Callable[[str, str], None]) -> None:
        """Call `callback` with an action's name and what was typed for it; once each time that it is offered.

        It runs on whichever thread Jupyter handles messages on, and must not block.
        """
        self._act_calls.append(callback)

    def say(self, text: str) -> None:
        """Show a sentence of ours, whatever state comes, until another is said; "" takes it away. From any thread."""
        self.said = plain(text)

    def cancel_failed(self, text: str) -> None:
        """Say that a cancellation did not get through: Cancel can be pressed again. From any thread."""
        with self._lock:
            failed = self._told.cancels_failed + 1
            self._told = replace(self._told, cancel_asked=False, cancels_failed=failed)
            self._throttle.offer(self._told, f"{self._told.kind}, not cancelled")
        self.say(text)

    def _publish(self, told: Told) -> None:
        with self.hold_sync():
            if isinstance(told.state, Running) and told.state.logs:
                self.log_lines = log_list(told.state.logs)
            if isinstance(told.state, Done):
                self.poster = told.state.clip.poster_jpeg
            self.status = status_dict(told, self._about_job, self._clock())

    def _on_message(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"kind": "hello"}:
                self._tell_again()
            case {"kind": "cancel"}:
                self._cancel()
            case {"kind": "act", "name": str(name), "text": str(text)}:
                self._act(name, text)
            case {"kind": "bytes", "offset": int(offset), "transfer": str(transfer)} if offset >= 0:
                self._send_piece(offset, transfer)
            case {"kind": "bytes"}:
                self._send_piece(0, "")

    def _tell_again(self) -> None:
        """A page was opened anew: it has the last status, but not how long ago that was."""
        with self._lock:
            self._throttle.offer(self._told, self._told.kind)

    def _cancel(self) -> None:
        with self._lock:
            if self._told.ended or self._told.cancel_asked:
                return
            self._told = replace(self._told, cancel_asked=True)
            # of a kind of its own: an answer to a press is not held back behind numbers
            self._throttle.offer(self._told, f"{self._told.kind}, cancel asked")
        for call in self._cancel_calls:
            call()

    def _act(self, name: str, text: str) -> None:
        with self._lock:
            action = self._actions.get(name)
            if action is None or not accepts(action, text):
                return
            del self._actions[name]  # a second press does nothing until it is offered again
            # said to the page too: a page opened anew shows it as pressed, and the same offer made again is news to it
            self.offered = [{**known, "pressed": known["pressed"] or known["name"] == name} for known in self.offered]
        for call in self._act_calls:
            call(name, text.strip())

    def _send_piece(self, offset: int, transfer: str) -> None:
        state = self._told.state
        if isinstance(state, Done):
            header, buffers = piece(state.clip.path, offset, transfer)
            self.send(header, buffers)


def _steps_given(way: Steps, state: State, now: float, given: Mapping[Step, float]) -> Steps:
    here: Any = step_of(state)
    left = {step: seconds for step, seconds in given.items() if step != here}
    return replace(way, since=now - given.get(here, 0.0), spent_seconds=left)
