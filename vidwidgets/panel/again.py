"""A cell that is run anew after a restart: the clip that it made before is given back, and nothing is paid twice."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime

from vidwidgets.job.order import Asked, Order
from vidwidgets.job.record import JobRecord
from vidwidgets.job.world import World

_GIVEN_BACK = ("submitting", "waiting", "fetching", "done", "unknown")
"""Not what failed or was cancelled: that is asked for anew."""

_lock = threading.Lock()
_first_runs: dict[tuple[str, str, str], str] = {}
_asked: Counter[tuple[Asked, str]] = Counter()


def made_before(order: Order, world: World) -> JobRecord | None:
    """The job by which this very cell asked for the same before this kernel started; None where it is to be made.

    In a cell that asks for the same several times (a loop), the first gets the first one, and so on. Only a cell's
    first run in a kernel looks back: run by hand again, it makes a new clip.
    """
    asked = order.asked
    if not (asked.notebook and asked.cell):
        return None
    with _lock:
        first = _first_runs.setdefault((asked.session, asked.notebook, asked.cell), asked.run)
        turn = _asked[asked, order.digest]
        _asked[asked, order.digest] += 1
    if first != asked.run:
        return None
    earlier = [
        one
        for one in world.journal.of_cell(asked.notebook, asked.cell)
        if one.digest == order.digest and one.session != asked.session and not one.form
    ]
    if not earlier:
        return None
    last_run = [one for one in reversed(earlier) if (one.session, one.run) == (earlier[0].session, earlier[0].run)]
    return last_run[turn] if turn < len(last_run) and _is_of_use(last_run[turn], world) else None


def _is_of_use(record: JobRecord, world: World) -> bool:
    """Whether there is something to give back: what was never sent, and is driven by no one, is asked for anew."""
    if record.state in {"preparing", "held"}:
        return world.journal.is_driven(record)
    return record.state in _GIVEN_BACK


def words_for(record: JobRecord) -> str:
    """What the card says of it."""
    when = f"{datetime.fromtimestamp(record.created_at).astimezone():%d %b %H:%M}"
    if record.state == "done":
        return f"This cell made this clip on {when}, before the kernel was restarted. Nothing was sent or charged now."
    if record.state in {"unknown", "submitting"}:
        return f"This cell sent this on {when}, and its outcome is not known. Nothing was sent now."
    return f"This cell asked for this on {when}, before the kernel was restarted. Nothing was sent now: it goes on."
