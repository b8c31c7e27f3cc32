"""From an endpoint and values to an order that a job can carry out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.job.order import Given, Order
from vidwidgets.job.place import renders_folder
from vidwidgets.panel.cell import asked_here
from vidwidgets.panel.remarks import remarks
from vidwidgets.panel.route import Route
from vidwidgets.panel.shown import clip_shown, in_kernel
from vidwidgets.providers.find import protocol
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.media import Media
from vidwidgets.spec.price import Price
from vidwidgets.wire.clip import Cost
from vidwidgets.wire.connections import Connection
from vidwidgets.wire.home import home
from vidwidgets.wire.keys import read_key
from vidwidgets.wire.media import Picture, read_picture
from vidwidgets.wire.origin import without_query


def make_order(endpoint: Endpoint, values: Mapping[str, Any], route: Route) -> Order:
    """Check a request whole and make it ready: its pictures are read, nothing is sent.

    Raises:
        InvalidRequest: It breaks a rule, or a picture cannot be used; every reason is in the message.
    """
    asked = endpoint.resolve(values)
    wrong = [str(problem) for problem in endpoint.problems(asked)]
    if wrong:
        fields = [name for problem in endpoint.problems(asked) for name in problem.fields[:1]]
        raise InvalidRequest(f"{' '.join(wrong)} Nothing was sent.", fields=fields)
    pictures = {field.name: _read(asked[field.name]) for field in endpoint.media if field.name in asked}
    for name, given in pictures.items():
        for one in given if isinstance(given, tuple) else (given,):
            wrong += judged(endpoint, name, one) if isinstance(one, Picture) else []
    if wrong:
        raise InvalidRequest(f"{' '.join(wrong)} Nothing was sent.", fields=list(pictures))
    return order_of(endpoint, asked, pictures, route)


Pictures = Mapping[str, Given | tuple[Given, ...]]


def _read(value: Any) -> Given | tuple[Given, ...]:  # noqa: ANN401  anything a picture can be, or a list of it
    if isinstance(value, list | tuple):
        return tuple(one if isinstance(one, int) else read_picture(one) for one in value)
    return value if isinstance(value, int) else read_picture(value)


def order_of(
    endpoint: Endpoint,
    asked: Mapping[str, Any],
    pictures: Pictures,
    route: Route,
    *,
    drawn: Collection[str] = (),
) -> Order:
    """The order for values that were checked (or come from the journal).

    `drawn` names the values that nobody asked for (a seed drawn by chance): without them it is the same request.
    """
    connection = route.connection
    price = endpoint.price(asked)
    return Order(
        endpoint=endpoint.id,
        title=endpoint.title,
        connection=connection,
        protocol=protocol(endpoint.provider),
        values={**asked, **{name: words_for(picture) for name, picture in pictures.items()}},
        pictures=pictures,
        body=lambda ready: endpoint.body({**asked, **ready}),
        judge=lambda name, picture: judged(endpoint, name, picture),
        bill=lambda facts: _bill(endpoint, asked, facts, price, sandbox=connection.is_sandbox),
        remarks=lambda clip: (*_notes(pictures), *remarks(endpoint, asked, clip)),
        prompt=prompt_of(endpoint, asked),
        price=_price_words(price, sandbox=connection.is_sandbox),
        folder=renders_folder(in_notebook=in_kernel(), home=home()),
        estimate=Cost(price.amount, price.currency, price.how) if price else None,
        estimate_usd=price.amount if price and price.currency == "USD" else None,
        picture_names=frozenset(field.name for field in endpoint.media),
        digest=_digest(endpoint, {n: v for n, v in asked.items() if n not in drawn}, pictures, connection),
        asked=asked_here(),
        key=lambda: read_key(connection),
        shown_by=clip_shown,
    )


def _digest(endpoint: Endpoint, asked: Mapping[str, Any], pictures: Pictures, connection: Connection) -> str:
    """The same for the same request over the same connection; pictures by their content, or their address."""
    said = {
        "endpoint": endpoint.id,
        "connection": connection.name,
        # the sandbox of a new kernel has a new port
        "base_url": "" if connection.is_sandbox else connection.base_url,
        "values": {name: value for name, value in asked.items() if name not in pictures},
        "pictures": {name: _contents(given) for name, given in pictures.items()},
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _contents(given: Given | tuple[Given, ...]) -> Any:  # noqa: ANN401  a text, an id, or a list of them
    if isinstance(given, tuple):
        return [_contents(one) for one in given]
    return given if isinstance(given, int) else given.url or given.sha256


def _notes(pictures: Pictures) -> tuple[str, ...]:
    """What was done to pictures before they were sent."""
    several = (given if isinstance(given, tuple) else (given,) for given in pictures.values())
    return tuple(one.note for given in several for one in given if isinstance(one, Picture) and one.note)


def judged(endpoint: Endpoint, name: str, picture: Picture) -> list[str]:
    """What is wrong with a picture in that field, as sentences."""
    field = endpoint.field(name)
    return field.judge(picture, picture.name) if isinstance(field, Media) else []


def prompt_of(endpoint: Endpoint, values: Mapping[str, Any]) -> str:
    """The prompt among the values; empty where there is none."""
    return next((str(values[f.name]) for f in endpoint.fields if f.role == "prompt" and f.name in values), "")


def words_for(given: Given | tuple[Given, ...]) -> Any:  # noqa: ANN401  a text, an id, or a list of them
    """A picture as it may be kept: never its bytes, and no signature of a URL; an id as it is."""
    if isinstance(given, tuple):
        return [words_for(one) for one in given]
    if isinstance(given, int):
        return given
    picture = given
    return without_query(picture.url) if picture.url else picture.words


def _price_words(price: Price | None, *, sandbox: bool) -> str:
    if sandbox:
        return "free in the sandbox"
    return f"{price}, {price.how}" if price else ""


def _bill(
    endpoint: Endpoint, asked: Mapping[str, Any], facts: Mapping[str, Any], price: Price | None, *, sandbox: bool
) -> Cost | None:
    units = facts.get("billable_units")
    billed = endpoint.bill(asked, units) if isinstance(units, int | float) else None
    if sandbox:
        there = f"; {billed or price} at {endpoint.provider}" if billed or price else ""
        return Cost(0.0, "USD", f"nothing is charged in the sandbox{there}")
    if billed is not None:
        return Cost(billed.amount, billed.currency, billed.how, billed=True)
    if price is not None:
        return Cost(price.amount, price.currency, f"our estimate, {endpoint.provider} did not say: {price.how}")
    return None
