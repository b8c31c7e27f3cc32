"""What a cell shows: a form or nothing above, live cards in the middle, and the saved HTML that outlives the kernel.

All of it is made in the cell that shows it; later it is only updated, from whichever thread (facts/jupyter.md §2).
"""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets
from IPython import display as notebook

from vidwidgets.job.engine import engine
from vidwidgets.job.job import Job
from vidwidgets.job.wait import keep_alive
from vidwidgets.panel.actions import Afterwards, CardActions
from vidwidgets.panel.shown import execution_count, relative_source
from vidwidgets.view.about import About
from vidwidgets.view.card import Card
from vidwidgets.view.markup import Markup
from vidwidgets.view.saved import SavedJob, saved_entry, saved_whole
from vidwidgets.wire.states import Done, State

PUBLISH_SECONDS = 0.1
"""Between two updates of the saved HTML, and more with many jobs in it."""
CARDS_KEPT = 50
"""Older cards leave the page; their clips stay in the saved HTML."""


@dataclass(frozen=True, slots=True)
class _Entry:
    about: About
    job: Job


class SurfaceBox(ipywidgets.VBox):  # type: ignore[misc]  # ipywidgets publishes no types
    """A box that says what it is where no widget can be drawn: in a saved notebook, in a terminal."""

    says = ""

    def __repr__(self) -> str:
        """The sentence."""
        return self.says


class Surface:
    """The output of one cell.

    Args:
        says: What stands in its place where no widget can be drawn.
        head: What is above the cards; None for nothing.
    """

    def __init__(self, says: str, head: ipywidgets.Widget | None = None) -> None:
        self._cards = ipywidgets.VBox([], _dom_classes=("vw-cards",))
        parts = (self._cards,) if head is None else (head, self._cards)
        self._root = SurfaceBox(parts, _dom_classes=("vw-surface",))
        self._root.says = says
        self._entries: list[_Entry] = []
        self._handle: Any = None  # an IPython DisplayHandle, once it was shown
        self._lock = threading.Lock()
        self._kinds: dict[str, type[State]] = {}
        self._drawn: dict[str, tuple[State, Markup]] = {}
        self._published_at = 0.0
        self._publishing_later = False
        self._shown_in_cell: int | None = None

    def show_once(self) -> None:
        """Show it unless the running cell has shown it: `form = vw.form(…)` shows at once, and so does a last line."""
        if self._shown_in_cell != execution_count():
            self.show()

    def show(self) -> None:
        """Show it in the running cell; shown again, it is the same widgets and the same saved HTML."""
        self._shown_in_cell = execution_count()
        show: Any = notebook.display  # IPython types it not
        show(self._root)
        if self._handle is None:
            make_handle: Any = notebook.DisplayHandle
            self._handle = make_handle(f"vidwidgets-{uuid.uuid4().hex[:12]}")
        self._handle.display(self._bundle(), raw=True)

    def add(self, job: Job, about: About, afterwards: Afterwards | None = None) -> None:
        """Give a job its card, newest first; `afterwards`: what the card offers besides once the job has ended."""
        card = Card(about, later=engine().later)
        keep_alive(card.comm)
        with self._lock:
            self._entries.insert(0, _Entry(about, job))
            self._cards.children = (card, *self._cards.children)[:CARDS_KEPT]
        job.after_wait.append(self.publish)
        job.listen(lambda state: self._told(job, card, state))
        CardActions(card, job, lambda started: self.add(started, replace(about, job_id=started.id)), afterwards)

    def publish(self) -> None:
        """Write the saved HTML anew; from a cell that waits it is recorded there too."""
        if self._handle is not None:
            self._published_at = time.monotonic()
            self._handle.update(self._bundle(), raw=True)

    def _told(self, job: Job, card: Card, state: State) -> None:
        card.tell(state)
        # the saved HTML is for reading later: it changes with the kind of state, not with each number
        if self._kinds.get(job.id) is not type(state):
            self._kinds[job.id] = type(state)
            self._publish_soon()

    def _publish_soon(self) -> None:
        """Publish now, or a little later together with what changes until then: with many jobs it is much to send."""
        with self._lock:
            if self._publishing_later:
                return
            wait = self._published_at + PUBLISH_SECONDS * (1 + len(self._entries) / CARDS_KEPT) - time.monotonic()
            self._publishing_later = wait > 0
        if wait > 0:
            engine().later(wait, self._publish_later)
        else:
            self.publish()

    def _publish_later(self) -> None:
        with self._lock:
            self._publishing_later = False
        self.publish()

    def _bundle(self) -> dict[str, Any]:
        with self._lock:
            entries = tuple(self._entries)
        text = "\n".join(repr(entry.job) for entry in entries)
        html = saved_whole([self._draw(entry) for entry in entries]) if entries else ""
        return {"text/html": html, "text/plain": text}

    def _draw(self, entry: _Entry) -> Markup:
        state = entry.job.state
        known = self._drawn.get(entry.job.id)
        if known is not None and known[0] is state:
            return known[1]
        drawn = saved_entry(SavedJob(entry.about, state, _source(state), entry.job.note))
        self._drawn[entry.job.id] = (state, drawn)
        return drawn


def _source(state: State) -> str | None:
    return relative_source(state.clip.path) if isinstance(state, Done) else None
