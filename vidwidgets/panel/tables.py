"""What there is, as tables: endpoints, connections, jobs."""

from __future__ import annotations

from datetime import datetime

from vidwidgets.experiment.history import History
from vidwidgets.job.record import JobRecord
from vidwidgets.panel.sandbox_url import VARIABLE
from vidwidgets.panel.world import known_connections, world
from vidwidgets.providers import find
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.view.table import Table
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.keys import key_source


def endpoints() -> Table[Endpoint]:
    """Every declared endpoint; shows as a table."""
    return Table(find.endpoints(), ("id", "model", "makes", "with its defaults costs"), _endpoint_cells)


def connections() -> Table[Connection]:
    """Every connection; shows as a table that says whether a key is there, never the key."""
    return Table(known_connections().all(), ("name", "wire", "base URL", "key from", "key there"), _connection_cells)


def jobs() -> Table[JobRecord]:
    """What the journal knows, newest first; shows as a table."""
    return Table(world().journal.all(), ("id", "when", "model", "on", "state", "prompt", "clip"), _job_cells)


def history(limit: int = 1000) -> History:
    """What there was, newest first: jobs, what they cost, and how far our estimates were from the bills.

    Args:
        limit: How many jobs at most.
    """
    return History(world().journal.all(limit), _title_of)


def _title_of(endpoint_id: str) -> str:
    """The short name of a declared endpoint; of any other its id."""
    return next((known.title for known in find.endpoints() if known.id == endpoint_id), endpoint_id)


def _endpoint_cells(found: Endpoint) -> tuple[str, ...]:
    price = found.price({})
    return found.id, found.title, found.kind, str(price) if price else "not published"


def _connection_cells(found: Connection) -> tuple[str, ...]:
    url = found.base_url or f"starts when needed ({VARIABLE} names another)"
    there = key_source(found)
    said = there if found.is_sandbox or not there else f"yes ({there})"
    return found.name, found.provider or "all", url, found.key_env or "–", said or "no"


def _job_cells(found: JobRecord) -> tuple[str, ...]:
    when = datetime.fromtimestamp(found.created_at).astimezone()
    clip = str(found.clip.get("path", "")) or found.message
    return (
        found.id,
        f"{when:%Y-%m-%d %H:%M}",
        _title_of(found.endpoint),
        found.connection,
        found.state,
        found.prompt,
        clip,
    )
