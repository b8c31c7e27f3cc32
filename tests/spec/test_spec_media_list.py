"""A field for several pictures takes a list, of a length that the provider takes."""

import pytest
from spec_samples import field

from vidwidgets.spec.media_list import MediaList


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (["a.png"], None),
        (("a.png", b"x", 5), None),
        ("a.png", "must be a list of pictures, not str"),
        (["a.png"] * 4, "Pictures: give at most 3; there are 4"),
        ([], "Pictures: give at least 1; there are 0"),
        (["a.png", ""], "is empty: give a picture"),
        (["a.png", ["b.png"]], "not list"),
    ],
)
def test_a_list_is_judged_whole(value: object, said: str | None) -> None:
    """Its type, its length, and each entry by itself."""
    pictures = field(MediaList, "pictures", most=3, least=1, takes_ids=True)
    wrong = pictures.check(value)
    assert (wrong is None) if said is None else (said in str(wrong))


def test_no_number_is_no_bound() -> None:
    """Where the provider states none, any number is taken."""
    assert field(MediaList, "pictures").check(["a.png"] * 500) is None
