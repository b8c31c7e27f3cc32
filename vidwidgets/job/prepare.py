"""Before anything is paid for: pictures looked at and made ready for the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from vidwidgets.errors import InvalidRequest, ProviderUnreachable, VidwidgetsError
from vidwidgets.job import decisions
from vidwidgets.job.order import Order
from vidwidgets.job.steps import run_steps
from vidwidgets.job.uploads import Uploads
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import AsyncClient, Broken, NeverDelivered
from vidwidgets.wire.media import Picture, inspected
from vidwidgets.wire.origin import is_loopback, is_private, without_query
from vidwidgets.wire.recorder import Recorder
from vidwidgets.wire.send import Sender, sent_bare

LOOK_SECONDS = 15.0
LOOK_BYTES = 16 * 1024 * 1024
UPLOAD_TRIES = 3
_CLIENT_ERROR, _TOO_MANY, _REDIRECT = 400, 429, 300


class Preparer:
    """Makes the pictures of one order ready."""

    def __init__(
        self, order: Order, sender: Sender, client: AsyncClient, *, note: Callable[[str], None], memory: Uploads
    ) -> None:
        self._order = order
        self._sender = sender
        self._client = client
        self._note = note
        self._memory = memory

    async def ready(self) -> dict[str, Any]:
        """The wire's value for each picture: a public URL, a data URI, or what its upload gave; ids as they are.

        Raises:
            InvalidRequest: A picture breaks a limit, or its URL does not lead to one. Nothing was asked of the model.
        """
        found: dict[str, Any] = {}
        for name, given in self._order.pictures.items():
            several = given if isinstance(given, tuple) else (given,)
            values = [one if isinstance(one, int) else await self._ready(name, one) for one in several]
            found[name] = values if isinstance(given, tuple) else values[0]
        return found

    async def _ready(self, name: str, given: Picture) -> Any:  # noqa: ANN401  a URL or an id
        protocol, connection = self._order.protocol, self._order.connection
        picture = await _seen(given, self._order, self._client, self._note, self._sender.recorder)
        if picture.note:
            self._note(picture.note)
        wrong = self._order.judge(name, picture)
        if wrong:
            raise InvalidRequest(f"{' '.join(wrong)} Nothing was sent.", fields=(name,))
        fitted = await asyncio.to_thread(protocol.fitted, picture, connection)
        if fitted.note != picture.note:
            self._note(fitted.note)
        picture = fitted
        if picture.url and protocol.takes_url(picture, connection):
            return picture.url
        if protocol.embeds(picture, connection):
            return picture.data_uri()
        remembered = protocol.remembers_uploads(connection) and picture.was_seen
        known = self._memory.value_of(picture) if remembered else None
        if known is not None:
            return known
        self._note(f"Uploading {picture.words}")
        value = await _uploaded(picture, self._order, self._sender)
        if remembered:
            self._memory.keep(picture, value)
        return value


async def _seen(
    picture: Picture, order: Order, client: AsyncClient, note: Callable[[str], None], recorder: Recorder | None
) -> Picture:
    if not picture.url:
        return picture
    if is_private(picture.url) and not (is_loopback(picture.url) and is_loopback(order.connection.base_url)):
        raise InvalidRequest(
            f"{picture.name}: {order.connection.name} cannot reach an address inside this machine or network. "
            "Give the file itself. Nothing was sent.",
        )
    note(f"Looking at {picture.name}")
    call = Call(purpose="media", method="GET", url=picture.url, timeout_seconds=LOOK_SECONDS)
    try:
        reply = await sent_bare(client, call, recorder)
    except (NeverDelivered, Broken):
        # not reachable from here says nothing of the provider's side; it will say so itself, unpaid
        return picture
    where = without_query(picture.url)
    if reply.status >= _CLIENT_ERROR and reply.status != _TOO_MANY:
        raise InvalidRequest(f"The image URL {where} answers {reply.status}: there is no picture. Nothing was sent.")
    if reply.status >= _REDIRECT:
        return picture
    if reply.is_html:
        raise InvalidRequest(
            f"The image URL {where} leads to a web page, not to a picture. Open it, and copy the address of the "
            "picture itself. Nothing was sent."
        )
    found = inspected(reply.content, picture.name)
    if found.note:
        return found
    return Picture(
        name=picture.name,
        url=picture.url,
        content_type=found.content_type,
        width=found.width,
        height=found.height,
        size_bytes=found.size_bytes,
        digest=found.sha256,
    )


async def _uploaded(picture: Picture, order: Order, sender: Sender) -> Any:  # noqa: ANN401  a URL or an id
    last: VidwidgetsError | None = None
    for tries_left in reversed(range(UPLOAD_TRIES)):
        try:
            return await run_steps(order.protocol.upload(picture, order.connection), sender)
        except (NeverDelivered, Broken) as error:  # an upload costs nothing, so it may be sent again
            last = error
            ending = decisions.UPLOAD_AGAIN if tries_left else decisions.UPLOAD_GIVEN_UP
            sender.decided(f"{error.message} {ending}", "upload")
    raise ProviderUnreachable(
        f"{picture.words} could not be uploaded in {UPLOAD_TRIES} tries. {last.message if last else ''} "
        "No clip was asked for and nothing was charged."
    ) from last
