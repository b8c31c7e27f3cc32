"""Any values of any declared endpoint, and what they come back as through a text."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from vidwidgets.panel.paste import Pasted, pasted
from vidwidgets.panel.route import route
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ADDRESSES = st.sampled_from(["https://pictures.example/lake.png", "http://x.example/a b?c=$d&e='f'#g", "runway://a/b"])
PATHS = st.sampled_from(["cat.jpg", "renders/a b's.png", "C:\\pictures\\new.png", "~/café.webp"])


def of_field(field: Field, pictures: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Values that a field takes by itself."""
    if isinstance(field, Media):
        one = pictures | st.integers(1, 2**60) if field.takes_ids else pictures
        return st.lists(one, min_size=1, max_size=3) if isinstance(field, MediaList) else one
    if isinstance(field, Choice):
        return st.sampled_from(field.options)
    if isinstance(field, Flag):
        return st.booleans()
    if isinstance(field, Seed):
        return st.integers(field.minimum, field.maximum)
    if isinstance(field, Number):
        low, high = field.minimum or 0, field.maximum if field.maximum is not None else 10**6
        return st.integers(int(low), int(high)) if field.integer else st.floats(low, high) | st.integers(0, int(high))
    return WORDS


def values_of(endpoint: Endpoint, pictures: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of its fields, each with a value of its own; they need not suit each other, but ask for something."""
    by_name = {field.name: of_field(field, pictures) for field in endpoint.fields}
    return st.fixed_dictionaries({}, optional=by_name).filter(lambda values: bool(values and endpoint.body(values)))


def back(text: str, endpoint: Endpoint) -> Pasted:
    """What a text does to an empty form of the endpoint."""
    return pasted(text, endpoint, {}, route(endpoint, None))
