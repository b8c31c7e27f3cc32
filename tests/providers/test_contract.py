"""What every endpoint keeps, whoever declares it.

`find.endpoints()` decides what is tested here, and so do the OpenAPI documents that the sandbox serves.
"""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from valid_values import PICTURE, minimal, valid

from vidwidgets.errors import InvalidRequest
from vidwidgets.providers.find import endpoints
from vidwidgets.sandbox.fal_catalogue import load_catalogue
from vidwidgets.spec.address import Address
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.extra import Extra, Merged
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.openapi.endpoint import endpoint_of
from vidwidgets.spec.rules import Length
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import same

ONE_LINE = 240
"""A help line that is longer is no line any more."""


READ = Source("the sandbox's own document", "2026-11-27")


def ways() -> Iterator[tuple[str, Endpoint]]:
    """Every endpoint, and what a gateway takes of it where that differs."""
    for endpoint_id, model in sorted(load_catalogue().items()):
        yield f"{endpoint_id} (OpenAPI)", endpoint_of(model.document, endpoint_id, source=READ)
    for endpoint in endpoints():
        yield endpoint.id, endpoint
        if endpoint.gateway is not None:
            yield f"{endpoint.id} (gateway)", endpoint.gateway


WAYS = dict(ways())
FIELDS = {f"{way} {field.name}": (endpoint, field) for way, endpoint in WAYS.items() for field in endpoint.fields}
TIMED = {way: endpoint for way, endpoint in WAYS.items() if any(f.name == "duration" for f in endpoint.fields)}
every_endpoint = pytest.mark.parametrize("endpoint", WAYS.values(), ids=WAYS.keys())
every_field = pytest.mark.parametrize(("endpoint", "field"), FIELDS.values(), ids=FIELDS.keys())


def refused(field: Field) -> Iterator[Any]:
    """Values that break the field by themselves: one beyond each bound, other types, what is no option."""
    if isinstance(field, Text):
        yield from (5, True, ["a"], b"bytes", "\ud83d")
        yield from ("cat.mp4",) if isinstance(field, Address) else ()
        if field.max_length is not None:
            yield "x" * (field.max_length + 1)
        if field.counted_in == "utf16" and field.max_length is not None:
            yield "\N{CAT}" * (field.max_length // 2 + 1)
        if field.min_length > 1:
            yield "x" * (field.min_length - 1)
        if field.required:
            yield from ("", "  \n\t")
    elif isinstance(field, Choice | Flag):
        twins = (twin for option in field.choices() for twin in (str(option), option == "on", [option]))
        yield from (value for value in (*twins, "no such option", 10**400, -1.5) if not _is_option(field, value))
    elif isinstance(field, Number):
        yield from ("7", True, [1], math.nan, math.inf, -math.inf)
        yield from () if field.minimum is None else (field.minimum - 1, -(10**400))
        yield from () if field.maximum is None else (field.maximum + 1, 10**400)
        yield from (field.minimum or 0,) if field.integer and isinstance(field.minimum, float) else ()
    elif isinstance(field, Seed):
        yield from (field.minimum - 1, field.maximum + 1, "0", 1.0, True, 10**5000)
    elif isinstance(field, Media):
        yield from ("", "  ", b"", True, 1.5, {"url": PICTURE}, -1)
        if isinstance(field, MediaList):
            yield from (PICTURE, [""], *([[PICTURE] * (field.most + 1)] if field.most else []))
        else:
            yield [PICTURE]
        yield from () if field.takes_ids else (5,)
    elif isinstance(field, Extra):
        taken = dict.fromkeys(field.drawn, 1)
        yield from ("[]", "{", '{"a": NaN}', 5, ["a"], {"a": b"bytes"}, {1: 2}, {"a": math.inf}, {"a": "\ud83d"})
        yield from (taken, json.dumps(taken)) if taken else ()


def _is_option(field: Field, value: object) -> bool:
    return any(same(value, option) for option in field.choices())


def sources(endpoint: Endpoint) -> Iterator[tuple[str, str]]:
    """Page and day of everything that was read somewhere."""
    for source in (endpoint.source, *(f.source for f in endpoint.fields), *(e.source for e in endpoint.examples)):
        yield source.page, source.date


def without_none(body: object) -> bool:
    """Whether nothing in a body is None, at any depth."""
    if isinstance(body, Mapping):
        return all(without_none(value) for value in body.values())
    return all(map(without_none, body)) if isinstance(body, list) else body is not None


def seeds_in(body: object, name: str) -> list[Any]:
    """Every value in a body under that name, at any depth."""
    if not isinstance(body, Mapping):
        return []
    return [v for k, v in body.items() if k == name] + [s for v in body.values() for s in seeds_in(v, name)]


def test_ids_are_unique_and_in_the_providers_own_words() -> None:
    """No two endpoints share an id, and a gateway's way has the id of the endpoint that it belongs to."""
    ids = [endpoint.id for endpoint in endpoints()]
    assert len(set(ids)) == len(ids) > 0
    assert all(endpoint.gateway is None or endpoint.gateway.id == endpoint.id for endpoint in endpoints())
    assert all("/" in endpoint_id and endpoint_id == endpoint_id.strip("/") for endpoint_id in ids)


@every_endpoint
def test_what_has_to_be_given_is_enough(endpoint: Endpoint) -> None:
    """The least that may be given breaks no rule, and so does that with every default written out."""
    assert endpoint.problems(minimal(endpoint)) == []
    assert endpoint.problems(valid(endpoint, endpoint.defaults)) == []
    assert endpoint.problems({}) or minimal(endpoint) == {}


@every_field
def test_a_field_says_what_it_is(endpoint: Endpoint, field: Field) -> None:
    """Every field has a label, one line of help, and a default and bounds that do not contradict each other."""
    assert field.label == field.label.strip() != ""
    assert field.help.endswith(".")
    assert "\n" not in field.help
    assert len(field.help) <= ONE_LINE
    for begun in (field.default, field.initial):
        assert begun is None or field.check(begun) is None
    if isinstance(field, Choice):
        # one alone is a constant, which is shown and sent
        assert len(field.options) >= 2 or field.default is not None
        assert all(not same(one, other) for at, one in enumerate(field.options) for other in field.options[:at])
        assert all(_is_option(field, labelled) for labelled in field.labels)
        assert not set(field.retired) & set(field.options)
    if isinstance(field, Number):
        assert field.minimum is not None or field.maximum is not None or endpoint.source is READ
        assert (field.minimum or 0) < (math.inf if field.maximum is None else field.maximum)
    if isinstance(field, Seed):
        assert field.minimum < field.maximum
    if isinstance(field, Text):
        assert 0 <= field.min_length <= (math.inf if field.max_length is None else field.max_length)
        bounded = any(isinstance(rule, Length) and rule.field == field.name for rule in endpoint.rules)
        assert field.role != "prompt" or field.max_length or bounded or endpoint.source is READ
    assert endpoint.field(field.name) is field


@every_endpoint
def test_every_fact_has_a_page_and_a_day(endpoint: Endpoint) -> None:
    """Endpoint, fields and examples name where they were read, and an ISO day that is not in the future."""
    for page, day in sources(endpoint):
        assert page.strip()
        assert date(2024, 1, 1) < date.fromisoformat(day) <= date(2027, 12, 31)


@every_field
def test_every_option_can_be_chosen(endpoint: Endpoint, field: Field) -> None:
    """For each option of a closed field there are values beside which it breaks no rule and is offered."""
    for option in field.choices():
        values = valid(endpoint, {field.name: option})
        assert any(same(option, offered) for offered in endpoint.options(field.name, values))


@every_field
def test_every_limit_is_kept(endpoint: Endpoint, field: Field) -> None:
    """A value beyond a bound, of another type or that is no option is a problem beside its field, by its label."""
    for value in refused(field):
        found = [
            p for p in endpoint.problems({**minimal(endpoint), field.name: value}) if p.fields[:1] == (field.name,)
        ]
        assert len(found) == 1, repr(value)[:80]
        assert found[0].message.startswith(field.label)
        assert len(found[0].message) < 600


@every_field
def test_what_has_to_be_given_is_missed(endpoint: Endpoint, field: Field) -> None:
    """Without a required field there is one problem about it, with its help; what is optional is not missed."""
    values = {name: value for name, value in minimal(endpoint).items() if name != field.name}
    missed = [p for p in endpoint.problems(values) if p.fields == (field.name,) and field.help in p.message]
    assert len(missed) == field.required


@every_endpoint
def test_the_documents_own_examples_are_sent_as_printed(endpoint: Endpoint) -> None:
    """The provider's own example breaks no rule, and its values give the body that the document prints."""
    assert endpoint.examples or endpoint.id in {found.id for found in endpoints()}
    for example in endpoint.examples:
        assert endpoint.problems(example.values) == []
        assert endpoint.body(example.values) == dict(example.body)


@every_field
def test_what_is_given_is_sent_and_nothing_else(endpoint: Endpoint, field: Field) -> None:
    """Giving a field changes the body, which is JSON without a null; None and what is unset do not."""
    value = next((option for option in reversed(field.choices())), None)
    value = {Seed: 0, Text: "The fog lifts."[: getattr(field, "max_length", None)]}.get(type(field), value)
    values = valid(endpoint, {} if value is None else {field.name: value})
    body = endpoint.body(values)
    assert json.loads(json.dumps(body, allow_nan=False, ensure_ascii=False).encode()) == body
    assert without_none(body)
    assert endpoint.body({**{f.name: None for f in endpoint.fields}, **values}) == body
    always = endpoint.shape.always if isinstance(endpoint.shape, Merged) else {}
    if field.name in values and len(values) > 1 and not same(always.get(field.name), values[field.name]):
        assert endpoint.body({name: given for name, given in values.items() if name != field.name}) != body
    if isinstance(field, Seed):
        assert [(type(seed), seed) for seed in seeds_in(body, field.name)] == [(int, 0)]
    if endpoint.shape is None:
        assert body == {f.name: values[f.name] for f in endpoint.fields if f.name in values}


@every_endpoint
def test_a_price_is_an_amount_or_a_warning(endpoint: Endpoint) -> None:
    """Whatever is asked, the price is finite, not negative and explained, or a warning says that there is none."""
    for field in endpoint.fields:
        for option in field.choices() or (None,):
            values = valid(endpoint, {} if option is None else {field.name: option})
            price = endpoint.price(values)
            if price is None:
                assert any("cost" in str(warning) for warning in endpoint.warnings(values))
                continue
            assert 0 <= price.amount < 1_000
            assert price.currency
            assert price.how
            assert str(price).strip()


@pytest.mark.parametrize("endpoint", TIMED.values(), ids=TIMED.keys())
def test_a_longer_clip_is_not_cheaper(endpoint: Endpoint) -> None:
    """Of two lengths beside the same values the longer one costs at least as much, and the longest more."""
    values = minimal(endpoint)
    lengths = [d for d in endpoint.field("duration").choices() if not endpoint.problems({**values, "duration": d})]
    prices = [price for d in lengths if (price := endpoint.price({**values, "duration": d})) is not None]
    amounts = [price.amount for price in prices]
    assert amounts == sorted(amounts)
    assert len(amounts) < 2 or amounts[0] < amounts[-1]


@every_endpoint
def test_an_unknown_keyword_is_refused_by_name(endpoint: Endpoint) -> None:
    """A mistyped keyword is one problem that names it and the nearest field, and no body is made of it."""
    values = {**minimal(endpoint), "sede": 1, "durration": 5}
    found = {p.fields: str(p) for p in endpoint.problems(values) if p.fields[0] in {"sede", "durration"}}
    assert set(found) == {("sede",), ("durration",)}
    for (name,), message in found.items():
        assert name in message
        near = {"sede": "seed", "durration": "duration"}[name]
        if any(field.name == near for field in endpoint.fields):
            assert f"Did you mean {near}?" in message
    for ask in (endpoint.body, endpoint.resolve):
        with pytest.raises(InvalidRequest, match="sede"):
            ask(values)


@every_endpoint
def test_prompt_and_image_work_everywhere(endpoint: Endpoint) -> None:
    """`prompt=` is the endpoint's text, and `image=` its first picture; with the wire name besides it is refused."""
    roles = {"prompt": "prompt", **({"image": "first"} if endpoint.media else {})}
    if endpoint.source is READ:  # a clip that is made over may need no words, and a list has no first picture
        had = {field.role for field in endpoint.fields}
        roles = {word: role for word, role in roles.items() if role in had}
    for word, role in roles.items():
        (wire,) = [field.name for field in endpoint.fields if field.role == role]
        assert endpoint.resolve({word: PICTURE}) == {wire: PICTURE}
        if wire == word:
            continue
        for values in ({word: PICTURE, wire: PICTURE}, {wire: PICTURE, word: PICTURE}):
            with pytest.raises(InvalidRequest, match=rf"{word}= and {wire}= mean the same"):
                endpoint.resolve(values)
            assert [p.fields for p in endpoint.problems({**minimal(endpoint), **values})][:1] == [(wire,)]
