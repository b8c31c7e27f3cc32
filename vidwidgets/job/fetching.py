"""Bringing a clip home by one kernel only, however many watch its job."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.collect import Collector
from vidwidgets.job.kept import clip_of, kept_clip_path
from vidwidgets.job.order import Order
from vidwidgets.job.probe import NotAVideo
from vidwidgets.job.world import World
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.protocol import Ended, Output, Ticket
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.states import Fetching, State

LOOK_SECONDS = 0.5


async def fetched(
    job_id: str,
    order: Order,
    world: World,
    output: Output,
    ticket: Ticket,
    *,
    tell: Callable[[State], None],
    again: Callable[[], Awaitable[Output | Ended]],
    made_in_seconds: float | None,
    keep: Callable[..., object],
    recorder: Recorder | None = None,
) -> Clip:
    """The clip on disk: downloaded, or the file that another kernel has downloaded meanwhile.

    Args:
        job_id: Ours.
        order: The request.
        world: What all jobs share.
        output: What the provider made.
        ticket: The job's.
        tell: Is told how it goes.
        again: Asks for the result anew: an old media address may have died.
        made_in_seconds: Since the submit; None where that was not watched.
        keep: Writes what is known of the clip to the journal, if it can.
        recorder: Where the downloads are recorded; None where they are not.

    Raises:
        VidwidgetsError: It could not be fetched or written; it still exists at the provider.
    """
    while not _is_ours(job_id, world):
        tell(Fetching(note="Another notebook is fetching this clip."))
        await world.sleep(LOOK_SECONDS)
        found = await _brought_by_another(job_id, order, world)
        if found is not None:
            return found
    # it may have been brought between the last look and the lease
    found = await _brought_by_another(job_id, order, world)
    if found is not None:
        return found
    collector = Collector(job_id, order, world.client(), tell, world.sleep, bounds=world.bounds, recorder=recorder)
    clip = await collector.collect(output, ticket, again=again, made_in_seconds=made_in_seconds, made_at=world.clock())
    keep(clip=collector.record_of(clip))
    return clip


def _is_ours(job_id: str, world: World) -> bool:
    try:
        return world.journal.lease(job_id, world.heart.owner)
    except VidwidgetsError:
        return True  # a journal that fails now must not cost the clip


async def _brought_by_another(job_id: str, order: Order, world: World) -> Clip | None:
    try:
        record = world.journal.find(job_id)
    except VidwidgetsError:
        return None
    path = kept_clip_path(record) if record is not None else None
    if record is None or path is None:
        return None
    try:
        return await asyncio.to_thread(clip_of, record, order, path)
    except NotAVideo:
        return None
