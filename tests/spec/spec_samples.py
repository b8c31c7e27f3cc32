"""A made-up endpoint that has every kind of field and rule, and values of any kind for property tests."""

from typing import Any

from hypothesis import strategies as st

from vidwidgets.spec.conditions import Both, Has, Is, Not
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Choice, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList
from vidwidgets.spec.price import Price, dollars
from vidwidgets.spec.rules import Check, Forbid, Length, Limit, OneOf, Require, Span
from vidwidgets.spec.source import Source
from vidwidgets.spec.values import Values

PAGE = Source("model.example/page", "2026-11-21")
PICTURE = "https://pictures.example/lake.png"


def _price(values: Values) -> Price | None:
    seconds = values["duration"]
    return None if seconds is None else dollars(seconds * (0.2 if values["sound"] else 0.1), f"{seconds} s")


def field(kind: Any, name: str, **rest: Any) -> Any:
    """A field with the words that every field has."""
    return kind(name=name, label=name.capitalize(), help=f"What {name} does.", source=PAGE, **rest)


ENDPOINT = Endpoint(
    id="maker/image-to-video",
    provider="maker",
    title="Maker",
    kind="image to video",
    source=PAGE,
    fields=(
        field(Text, "words", required=True, max_length=50, counted_in="utf16", role="prompt"),
        field(Media, "first", role="first"),
        field(MediaList, "pictures", most=3, takes_ids=True),
        field(Choice, "model", options=("a", "b", "c"), default="a", leads=True),
        field(
            Choice, "quality", options=("360p", "720p", "1080p"), default="720p", retired={"480p": "gone since May."}
        ),
        field(Choice, "duration", options=(5, 8, 10), default=5),
        field(Flag, "sound", default=False),
        field(Number, "guidance", minimum=0, maximum=1),
        field(Number, "template", minimum=1, integer=True),
        field(Seed, "seed"),
        field(Text, "speech", max_length=20),
    ),
    rules=(
        Limit(field="quality", allowed=("360p", "720p"), when=Is("duration", 8, 10), why="Over 5 s, at most 720p."),
        Limit(field="duration", allowed=(5,), when=Is("model", "c"), why="Model c makes 5 s.", leaves_out=True),
        Span(field="guidance", minimum=0.5, maximum=1, when=Is("model", "b"), why="Model b wants 0.5 or more."),
        Require(field="speech", when=Both(Has("sound"), Is("sound", True)), why="Sound needs words to speak."),
        Forbid(field="speech", when=Not(Is("sound", True)), why="Without sound nothing is spoken: leave it out."),
        OneOf(fields=("first", "pictures"), why="Give one picture or several: one of the two."),
        Length(field="words", maximum=10, when=Is("model", "c"), why="Model c takes 10 characters."),
        Check(
            names=("seed", "template"),
            why="A template has no seed: leave it out.",
            broken=lambda values: values.has("seed") and values.has("template"),
        ),
    ),
    advice=(Forbid(field="template", why="Templates come and go."),),
    pricing=_price,
)
VALID = {"words": "A boat.", "first": PICTURE}

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -(10**400), 2**53, 0, -0.0, "8", "8s", "\ud83d", "5", PICTURE, "data:,"])
    | st.floats()
    | st.text(st.characters(codec=None), max_size=60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def values_of(endpoint: Endpoint, *, odd: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Values by known names: their options and bounds, and (odd) anything else under any name."""
    known = {}
    for declared in endpoint.fields:
        likely = [*declared.choices(), declared.default, PICTURE, [PICTURE], "text", 0, 1, 0.5, None]
        known[declared.name] = st.sampled_from(likely) | json_values if odd else st.sampled_from(likely)
    of_known = st.fixed_dictionaries({}, optional=known)
    if not odd:
        return of_known
    names = st.sampled_from(["prompt", "image", "sede", ""]) | st.text(max_size=8)
    others = st.dictionaries(names, json_values, max_size=3)
    return st.tuples(others, of_known).map(lambda drawn: {**drawn[0], **drawn[1]})
