"""An endpoint as a whole: names, body, price, bill and words."""

import json
from pathlib import Path
from typing import Any

import pytest
from spec_samples import ENDPOINT, PICTURE, VALID, field

from vidwidgets.errors import InvalidRequest
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Text
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.suggest import nearest_name, nearest_option


def test_values_come_by_wire_name_in_form_order_without_none() -> None:
    """Common words stand for their field, None is left out, and the order is the form's."""
    asked = {"seed": 0, "image": PICTURE, "prompt": "A boat.", "speech": None}
    assert list(ENDPOINT.resolve(asked).items()) == [("words", "A boat."), ("first", PICTURE), ("seed", 0)]


@pytest.mark.parametrize("values", [{"image": "a.png", "first": "b.png"}, {"first": "b.png", "image": "a.png"}])
def test_one_field_under_two_names_is_refused(values: dict[str, Any]) -> None:
    """Whichever comes first, neither silently wins; with None for one of them there is only one."""
    with pytest.raises(InvalidRequest, match="image= and first= mean the same field of maker/image-to-video") as caught:
        ENDPOINT.resolve(values)
    assert caught.value.fields == ("first",)
    (problem,) = ENDPOINT.problems({**values, "words": "A boat."})
    assert problem.message == caught.value.message
    for ask in (ENDPOINT.price, ENDPOINT.warnings, lambda given: ENDPOINT.options("quality", given)):
        ask(values)
    assert ENDPOINT.resolve({**values, "image": None}) == {"first": "b.png"}


@pytest.mark.parametrize(
    ("name", "near"), [("wrods", "words"), ("durration", "duration"), ("promt", "prompt"), ("Seed", "seed")]
)
def test_a_mistyped_name_is_told_the_nearest(name: str, near: str) -> None:
    """Field by field: the nearest known name, or all of them where none is near."""
    with pytest.raises(InvalidRequest, match=f"has no field '{name}'. Did you mean {near}\\?.*Nothing was sent"):
        ENDPOINT.field(name)
    with pytest.raises(InvalidRequest, match="It has: words, first, pictures, model"):
        ENDPOINT.field("zzzzzz")


def test_pictures_stand_as_words_until_they_are_uploaded() -> None:
    """URLs, data URIs and ids are as they are; a file is named, never shown with its folder or its bytes."""
    values = {**VALID, "first": Path("deep/down/cat.png")}
    assert ENDPOINT.body(values)["first"] == "<uploaded first: cat.png>"
    assert ENDPOINT.body({**VALID, "first": b"\x00" * 99})["first"] == "<uploaded first: bytes>"
    assert ENDPOINT.body({**VALID, "first": "pictures/cat.png"})["first"] == "<uploaded first: cat.png>"
    several = ["data:image/png;base64,AA==", 7, "cat.png", PICTURE]
    assert ENDPOINT.body({"pictures": several})["pictures"] == [*several[:2], "<uploaded first: cat.png>", PICTURE]


def test_a_file_whose_name_is_no_text_can_be_written_as_json() -> None:
    """Linux allows file names that are no UTF-8."""
    name = b"cat-\xff.png".decode(errors="surrogateescape")
    assert json.dumps(ENDPOINT.body({**VALID, "first": Path(name)}), ensure_ascii=False).encode()


def test_a_shape_makes_the_providers_body() -> None:
    """Where a provider's body is nested, the flat values go through its shape."""
    shaped = Endpoint(
        id="a/b",
        provider="a",
        title="A",
        kind="x",
        source=ENDPOINT.source,
        fields=(field(Text, "words"),),
        shape=lambda values: {"input": dict(values)},
    )
    assert shaped.body({"words": "x"}) == {"input": {"words": "x"}}
    assert shaped.price({"words": "x"}) is None
    assert shaped.bill({"words": "x"}, 3) is None
    assert "What A costs is not known here" in str(shaped.warnings({})[0])


def test_the_price_reads_defaults_and_leaves_out_what_is_wrong() -> None:
    """What is not given is priced at its default; what a field refuses reads as not there, default and all."""
    assert ENDPOINT.price({}) == Price(0.5, "USD", "5 s")
    assert ENDPOINT.price({"duration": 8, "sound": True, "speech": "x" * 99, "sede": 1}) == Price(1.6, "USD", "8 s")
    assert ENDPOINT.price({"duration": 7}) is None
    assert ENDPOINT.price({"duration": {}}) is None


@pytest.mark.parametrize(
    ("price", "words"),
    [(dollars(3.2, ""), "$3.20"), (dollars(0.1 + 0.2, ""), "$0.30"), (dollars(1234.5, ""), "$1,234.50")],
)
def test_dollars_are_written_as_people_do(price: Price, words: str) -> None:
    """Two places, thousands apart, without the noise of binary fractions."""
    assert str(price) == words
    assert price.amount == round(price.amount, 4)
    assert str(Price(25, "credits", "")) == "25 credits"


def test_an_endpoint_describes_itself() -> None:
    """Its text and its Markdown name every field, default and rule, and the source; nothing in them is markup."""
    text, table = ENDPOINT.describe(), ENDPOINT._repr_markdown_()
    for declared in ENDPOINT.fields:
        assert f"  {declared.name}" in text
        assert declared.name.replace("_", "\\_") in table
    for words in ("words *: text, up to 50 characters", "[default 5]", "Over 5 s, at most 720p.", str(ENDPOINT.source)):
        assert words in text
    odd = Endpoint(
        id="a/b",
        provider="a",
        title="<script>|",
        kind="x",
        source=ENDPOINT.source,
        fields=(field(Text, "words", placeholder="|"),),
    )
    assert "\\<script\\>\\|" in odd._repr_markdown_()


@pytest.mark.parametrize(
    ("value", "options", "near"),
    [
        (5, ("5", "10"), "5"),
        ("5 s", (5, 10), 5),
        ("5 seconds", ("5s", "8s"), "5s"),
        (720, ("720p", "1080p"), "720p"),
        (6, ("5", "10"), None),
        ("16x9", ("16:9", "9:16"), "16:9"),
        ("landscape", ("16:9", "9:16"), None),
        (True, (1, 2), None),
        (10**400, ("5",), None),
        ("9" * 400, ("5",), None),
    ],
)
def test_the_nearest_option_means_the_same(value: object, options: tuple[Any, ...], near: object) -> None:
    """The same number in another spelling, or a text spelled alike; never another number."""
    assert nearest_option(value, options) == near


def test_the_nearest_name_ignores_case_and_may_be_none() -> None:
    """A name that is like none has no nearest."""
    assert nearest_name("PROMPT", ["prompt", "seed"]) == "prompt"
    assert nearest_name("xyzzy", ["prompt", "seed"]) is None
