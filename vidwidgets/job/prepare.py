"""Before anything is paid for: pictures looked at and made ready for the wire."""

from __future__ import annotations

from collections.abc import Callable

from vidwidgets.errors import InvalidRequest, ProviderUnreachable, VidwidgetsError
from vidwidgets.job.order import Order
from vidwidgets.job.steps import run_steps
from vidwidgets.wire.call import Call
from vidwidgets.wire.http import AsyncClient, Broken, NeverDelivered, sent
from vidwidgets.wire.media import Picture, inspected
from vidwidgets.wire.origin import is_loopback, is_private, without_query
from vidwidgets.wire.send import Sender

LOOK_SECONDS = 15.0
LOOK_BYTES = 16 * 1024 * 1024
UPLOAD_TRIES = 3
_CLIENT_ERROR, _TOO_MANY, _REDIRECT = 400, 429, 300


async def ready_pictures(
    order: Order, sender: Sender, client: AsyncClient, note: Callable[[str], None]
) -> dict[str, str]:
    """The wire's value for each picture: a public URL, or a data URI.

    Raises:
        InvalidRequest: A picture breaks a limit, or its URL does not lead to one. Nothing was asked of the model.
    """
    ready: dict[str, str] = {}
    for name, given in order.pictures.items():
        picture = await _seen(given, order, client, note)
        if picture.note:
            note(picture.note)
        wrong = order.judge(name, picture)
        if wrong:
            raise InvalidRequest(f"{' '.join(wrong)} Nothing was sent.", fields=(name,))
        if picture.url:
            ready[name] = picture.url
        elif order.protocol.embeds(picture, order.connection):
            ready[name] = picture.data_uri()
        else:
            note(f"Uploading {picture.words}")
            ready[name] = await _uploaded(picture, order, sender)
    return ready


async def _seen(picture: Picture, order: Order, client: AsyncClient, note: Callable[[str], None]) -> Picture:
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
        reply = await sent(client, call, picture.url, {})
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
    )


async def _uploaded(picture: Picture, order: Order, sender: Sender) -> str:
    last: VidwidgetsError | None = None
    for _ in range(UPLOAD_TRIES):
        try:
            return await run_steps(order.protocol.upload(picture, order.connection), sender)
        except (NeverDelivered, Broken) as error:  # an upload costs nothing, so it may be sent again
            last = error
    raise ProviderUnreachable(
        f"{picture.words} could not be uploaded in {UPLOAD_TRIES} tries. {last.message if last else ''} "
        "No clip was asked for and nothing was charged."
    ) from last
