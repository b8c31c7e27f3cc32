"""Submitting from code, and the jobs there were."""

from __future__ import annotations

from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.job.engine import engine
from vidwidgets.job.job import Job
from vidwidgets.job.kept import clip_of, kept_clip_path
from vidwidgets.job.order import Order
from vidwidgets.job.probe import NotAVideo
from vidwidgets.job.record import JobRecord
from vidwidgets.panel.about import about
from vidwidgets.panel.again import made_before, words_for
from vidwidgets.panel.asked_of import asked_of, known_endpoint
from vidwidgets.panel.orders import make_order, order_of
from vidwidgets.panel.picked import still_taken
from vidwidgets.panel.route import Route, route
from vidwidgets.panel.start import Shown, live_job, resume_job, start_job
from vidwidgets.panel.world import world
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import Done


def submit(
    endpoint_id: str,
    *,
    connection: str | None = None,
    fresh: bool = False,
    **values: Any,  # noqa: ANN401  any field's value
) -> Job:
    """Send a request and give its job at once; shown in a notebook, the job is its live card.

    In a notebook that is run anew after a restart, a cell that made this very clip before gets it back: nothing is
    sent, and the card says so. Run by hand a second time, the cell makes a new one.

    Args:
        endpoint_id: In the provider's own words (`fal-ai/veo3/image-to-video`).
        connection: The name of a connection; None takes the provider's own where its key is there, else the sandbox.
        fresh: Whether to make a new clip in any case.
        **values: By wire name; `prompt=` and `image=` work everywhere. What is left out is not sent.

    Raises:
        InvalidRequest: A rule is broken, a keyword unknown, or a picture unusable. Nothing was sent.
        VidwidgetsError: The journal cannot be written, the budget cannot hold it, or it may not spend money here.
            Nothing was sent.
    """
    way = route(asked_of(endpoint_id, connection=connection), connection)
    order = make_order(way.endpoint, values, way)
    before = None if fresh else made_before(order, world())
    if before is not None:
        given_back = job(before.id)
        given_back.note = words_for(before)
        given_back.again = lambda: start_job(order, shown_by=_shower(way.endpoint, way))
        return given_back
    return start_job(order, shown_by=_shower(way.endpoint, way))


def job(job_or_request_id: str) -> Job:
    """An earlier job by our id or the provider's, live again if it has not ended.

    A clip whose file is missing or cut short is fetched again, for as long as the provider keeps it.

    Raises:
        InvalidRequest: The journal knows no such job, or its connection now leads elsewhere.
    """
    record = world().journal.find(job_or_request_id)
    if record is None:
        raise InvalidRequest(f"The journal knows no job {job_or_request_id!r}; vw.jobs() lists those it knows.")
    live = live_job(record.id)
    if live is not None:
        return live
    way = _same_way(record, known_endpoint(record.endpoint))
    order = _order_again(record, way.endpoint, way)
    shown_by = _shower(way.endpoint, way)
    path = kept_clip_path(record)
    if path is not None:  # whatever has been tried since, here it is
        try:
            clip = clip_of(record, order, path)
        except NotAVideo:
            pass  # the file was damaged since: it is fetched again below
        else:
            return _as_it_ended(record, order, clip, shown_by)
    return resume_job(record, order, shown_by=shown_by)


def _as_it_ended(record: JobRecord, order: Order, clip: Clip, shown_by: Shown) -> Job:
    shared = world()
    if record.state != "done" and not shared.journal.is_driven(record):
        # its kernel died between the clip and the word for it
        shared.journal.change(record.id, state="done", message="")
    return Job(
        record.id,
        order,
        state=Done(clip),
        request_id=record.request_id,
        where=(engine(), shared),
        shown_by=shown_by,
    )


def _same_way(record: JobRecord, endpoint: Endpoint) -> Route:
    way = route(endpoint, record.connection)
    if not way.connection.is_sandbox and way.connection.base_url != record.base_url:
        raise InvalidRequest(
            f"The job {record.id} was sent to {record.base_url}, and the connection {record.connection!r} now leads to "
            f"{way.connection.base_url}: its id means nothing there. Set the connection as it was."
        )
    return way


def _order_again(record: JobRecord, endpoint: Endpoint, way: Route) -> Order:
    return order_of(endpoint, still_taken(endpoint, record.values), {}, way)


def _shower(endpoint: Endpoint, way: Route) -> Any:  # noqa: ANN401  a function that remembers what it showed
    def show(shown: Job) -> None:
        from vidwidgets.panel.surface import Surface

        surface = surfaces.get(shown.id)
        if surface is None:
            surface = surfaces[shown.id] = Surface(f"{endpoint.title}, job {shown.id}: run this cell to see its card.")
            surface.add(shown, about(shown, endpoint, way.line))
        surface.show()

    surfaces: dict[str, Any] = {}
    return show
