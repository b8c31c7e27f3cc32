"""Bringing a finished clip home: download, try again with a fresh address, describe, write the receipt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from typing import Any

from vidwidgets.errors import VidwidgetsError
from vidwidgets.job.bounds import Bounds
from vidwidgets.job.order import Order
from vidwidgets.job.place import clip_name
from vidwidgets.job.receipt import write_receipt
from vidwidgets.job.vault import Kept, Unfetched, Unkept, fetch, unreachable
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.http import AsyncClient
from vidwidgets.wire.origin import is_loopback, without_query
from vidwidgets.wire.protocol import Ended, Output, Ticket
from vidwidgets.wire.states import Fetching, State

TRIES = 4
FIRST_PAUSE_SECONDS = 1.0


class Collector:
    """Collects one job's clip."""

    def __init__(
        self,
        job_id: str,
        order: Order,
        client: AsyncClient,
        tell: Callable[[State], None],
        sleep: Callable[[float], Awaitable[None]],
        *,
        bounds: Bounds = Bounds(),  # noqa: B008  a frozen value
    ) -> None:
        self._id = job_id
        self._order = order
        self._client = client
        self._tell = tell
        self._sleep = sleep
        self._bounds = bounds

    async def collect(
        self,
        output: Output,
        ticket: Ticket,
        *,
        again: Callable[[], Awaitable[Output | Ended]],
        made_in_seconds: float | None,
        made_at: float,
    ) -> Clip:
        """The clip on disk.

        Args:
            output: What the provider made.
            ticket: The job's.
            again: Asks for the result anew: an old media address may have died.
            made_in_seconds: Since the submit; None where that was not watched.
            made_at: Seconds since the epoch.

        Raises:
            ProviderUnreachable: It could not be fetched in bounded tries; it still exists at the provider.
            Unkept: It cannot be written here.
        """
        kept, output = await self._kept(output, ticket, again)
        clip = self._described(kept, output, ticket, made_in_seconds)
        await asyncio.to_thread(write_receipt, clip, made_at=made_at)
        return clip

    def record_of(self, clip: Clip) -> dict[str, Any]:
        """The clip as the journal keeps it."""
        cost = clip.cost
        return {
            "path": str(clip.path),
            "url": clip.url,
            "sha256": clip.sha256,
            "size_bytes": clip.size_bytes,
            "made_in_seconds": clip.made_in_seconds,
            "cost": None if cost is None else asdict(cost),
            "estimate": None if self._order.estimate is None else asdict(self._order.estimate),
        }

    async def _kept(
        self, output: Output, ticket: Ticket, again: Callable[[], Awaitable[Output | Ended]]
    ) -> tuple[Kept, Output]:
        path = self._order.folder / clip_name(self._order.endpoint, self._order.prompt, self._id, output.media_url)
        pause, note = FIRST_PAUSE_SECONDS, ""
        for tries_left in reversed(range(TRIES)):
            self._tell(Fetching(note=note))
            try:
                kept = await fetch(
                    self._client,
                    output.media_url,
                    path,
                    loopback_allowed=is_loopback(self._order.connection.base_url),
                    own_bases=(self._order.connection.base_url,),
                    bounds=self._bounds,
                    told=lambda got, total, note=note: self._tell(Fetching(got, total, note)),  # type: ignore[misc]  # mypy loses the default's type
                )
            except Unfetched as error:
                if not tries_left:
                    raise unreachable(error, ticket.request_id) from error
                note = f"{error.message} It is tried again."
            except Unkept as error:
                raise VidwidgetsError(
                    f"{error.message} It is not lost: vw.job({ticket.request_id!r}) fetches it again, for as long as "
                    "the provider keeps it.",
                    spent="yes",
                ) from error
            else:
                return kept, output
            await self._sleep(pause)
            pause *= 2
            fresh = await again()
            output = fresh if isinstance(fresh, Output) else output
        raise AssertionError("the last try returns or raises")

    def _described(self, kept: Kept, output: Output, ticket: Ticket, made_in_seconds: float | None) -> Clip:
        facts = kept.facts
        clip = Clip(
            path=kept.path.resolve(),
            url=without_query(output.media_url),
            width=facts.width,
            height=facts.height,
            duration_seconds=facts.duration_seconds,
            cost=output.cost or self._order.bill(output.facts),
            size_bytes=kept.size_bytes,
            fps=facts.fps,
            video_codec=facts.video_codec,
            audio_codec=facts.audio_codec,
            sha256=kept.sha256,
            poster_jpeg=facts.poster_jpeg,
            made_in_seconds=None if made_in_seconds is None else round(made_in_seconds, 1),
            job_id=self._id,
            endpoint=self._order.endpoint,
            connection=self._order.connection.name,
            request_id=ticket.request_id,
            values=self._order.values,
            shown_by=self._order.shown_by,
        )
        return replace(clip, remarks=self._order.remarks(clip))
