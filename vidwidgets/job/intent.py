"""Writing a request down before anything of it is sent."""

from __future__ import annotations

import uuid

from vidwidgets.job.journal import LEASE_SECONDS
from vidwidgets.job.order import Order
from vidwidgets.job.record import JobRecord
from vidwidgets.job.world import World


def written_down(order: Order, world: World) -> JobRecord:
    """The request as the journal has it now, with an id and a token of its own, driven by this kernel.

    Raises:
        InvalidRequest: The budget cannot hold it; nothing was written or sent.
        VidwidgetsError: The journal cannot be written; nothing was sent.
    """
    now, asked = world.clock(), order.asked
    record = JobRecord(
        id=uuid.uuid4().hex[:8],
        token=uuid.uuid4().hex,
        created_at=now,
        endpoint=order.endpoint,
        connection=order.connection.name,
        base_url=order.connection.base_url,
        state="preparing",
        values=order.values,
        pictures={picture.name: picture.sha256 for picture in order.all_pictures},
        prompt=order.prompt,
        price=order.price,
        notebook=asked.notebook,
        folder=str(order.folder),
        digest=order.digest,
        session=asked.session,
        cell=asked.cell,
        run=asked.run,
        form=asked.form,
        costs=order.costs,
        estimate_usd=order.estimate_usd,
        owner=world.heart.owner,
        lease_until=now + LEASE_SECONDS,
    )
    world.journal.add(record)
    return record
