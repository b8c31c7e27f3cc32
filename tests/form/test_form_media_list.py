"""Several pictures in a form: in an order, each judged, one of them in sight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from form_fixtures import said
from form_pictures import PIXVERSE, file_of, pictured, press
from hypothesis import given
from hypothesis import strategies as st

from vidwidgets.form.form import EndpointForm
from vidwidgets.form.media_list_control import MediaListControl
from vidwidgets.form.media_widget import MediaListWidget

NAME = "img_ids"


def shown(form: EndpointForm) -> MediaListWidget:
    """The widget of the list."""
    found = form.controls[NAME]
    assert isinstance(found, MediaListControl)
    return found.widget


def names(form: EndpointForm) -> list[str]:
    """What the row shows, in order."""
    return [str(item["name"]) for item in shown(form).items]


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Three pictures that fit."""
    return [str(file_of(tmp_path, f"{letter}.jpg", (640, 480))) for letter in "abc"]


def listed(folder: Path, pictures: object) -> EndpointForm:
    """A form for a template of several pictures."""
    return pictured(PIXVERSE, folder, {"prompt": "x", "template_id": 7, NAME: pictures})


def test_each_picture_is_shown_and_judged(tmp_path: Path, three: list[str]) -> None:
    """Names in order, a small picture of each, and which of them cannot be used."""
    form = listed(tmp_path, [*three, str(file_of(tmp_path, "d.gif", (640, 480)))])
    assert names(form) == ["a.jpg", "b.jpg", "c.jpg", "d.gif"]
    assert [item["wrong"] for item in shown(form).items] == [False, False, False, True]
    assert all(shown(form).thumbs)
    assert "d.gif is image/gif" in said(form, NAME)
    assert shown(form).about.startswith("a.jpg · 640×480")


def test_a_typed_picture_counts_and_enter_puts_it_among_them(tmp_path: Path, three: list[str]) -> None:
    """Before Enter it is the last one; then the line is empty. Several stand between commas."""
    form = listed(tmp_path, three[:1])
    shown(form).text = three[1]
    assert form.values[NAME] == three[:2]
    press(form, "add", NAME, text=three[1])
    assert (form.values[NAME], shown(form).text) == (three[:2], "")
    press(form, "add", NAME, text=f"{three[2]}, 12")
    assert form.values[NAME] == [*three, 12]
    assert names(form)[-1] == "id 12"


def test_the_order_is_changed_and_one_is_taken_away(tmp_path: Path, three: list[str]) -> None:
    """The one in sight stays in sight while it moves; removed, the next one is."""
    form = listed(tmp_path, three)
    press(form, "move", NAME, at=0, by=1)
    assert (names(form), shown(form).at) == (["b.jpg", "a.jpg", "c.jpg"], 1)
    press(form, "remove", NAME)
    assert names(form) == ["b.jpg", "c.jpg"]
    assert shown(form).about.startswith("c.jpg")
    for _ in range(2):
        press(form, "remove", NAME)
    assert NAME not in form.values
    assert shown(form).about == ""


def test_only_the_one_in_sight_is_changed(tmp_path: Path, three: list[str]) -> None:
    """And its change is undone also after it was moved."""
    form = listed(tmp_path, three)
    press(form, "select", NAME, at=1)
    press(form, "crop", NAME, ratio="1:1", at=0)
    assert [form.values[NAME][0], form.values[NAME][2]] == [three[0], three[2]]
    assert shown(form).about.startswith("b.jpg · 480×480")
    press(form, "move", NAME, at=1, by=1)
    press(form, "undo", NAME)
    assert form.values[NAME] == [three[0], three[2], three[1]]


def test_an_upload_is_added_and_objects_stay_what_they_are(tmp_path: Path, three: list[str]) -> None:
    """An array beside a path, and a file after them; typing does not take the array away."""
    array = np.zeros((480, 640, 3), "uint8")
    form = listed(tmp_path, [three[0], array])
    assert form.problems == []
    hear = shown(form)._handle_custom_msg  # noqa: SLF001  as ipywidgets hands a message on
    content = Path(three[1]).read_bytes()
    hear({"kind": "begin", "id": "a", "name": "new.jpg", "size_bytes": len(content)}, [])
    hear({"kind": "piece", "id": "a", "offset": 0}, [memoryview(content)])
    assert names(form) == ["a.jpg", "array 640×480", "new.jpg"]
    shown(form).text = three[2]
    assert form.values[NAME][1] is array
    assert names(form)[-1] == "c.jpg"


def test_too_many_or_no_list_is_said(tmp_path: Path, three: list[str]) -> None:
    """In the field's own words; what was given is kept as it is."""
    assert "give at most 10; there are 11" in said(listed(tmp_path, three[:1] * 11), NAME)
    assert "must be a list of pictures, not str" in said(listed(tmp_path, three[0]), NAME)


def test_each_file_is_read_once(tmp_path: Path, three: list[str]) -> None:
    """Another one beside it does not read it again."""
    asked: list[str] = []

    def inspect(value: Any) -> Any:
        asked.append(Path(value).name)
        raise OSError("not today")

    values = {"prompt": "x", "template_id": 7, NAME: three[:2]}
    form = pictured(PIXVERSE, tmp_path, values, inspect=inspect)
    press(form, "add", NAME, text=three[2])
    press(form, "move", NAME, at=0, by=1)
    assert asked == ["a.jpg", "b.jpg", "c.jpg"]


MESSAGES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("add"), "text": st.sampled_from(["1", "2, 3", " ", ","])}),
    st.fixed_dictionaries({"kind": st.just("select"), "at": st.one_of(st.integers(-2, 6), st.none())}),
    st.fixed_dictionaries({"kind": st.just("move"), "at": st.integers(-2, 6), "by": st.integers(-2, 2)}),
    st.fixed_dictionaries({"kind": st.sampled_from(["remove", "undo", "crop", "nonsense"])}),
)


@given(messages=st.lists(MESSAGES, max_size=25))
def test_no_order_of_messages_loses_or_doubles_a_picture(messages: list[dict[str, Any]]) -> None:
    """What the row shows is what would be sent, the one in sight is one of them, and only a removal takes one away."""
    form = pictured(PIXVERSE, Path("unused"), {"template_id": 7}, inspect=None, picture_of=None)
    for message in messages:
        before = sorted(form.values.get(NAME, []))
        press(form, str(message["kind"]), NAME, **{k: v for k, v in message.items() if k != "kind"})
        now = form.values.get(NAME, [])
        assert names(form) == [f"id {one}" for one in now]
        assert 0 <= shown(form).at < max(1, len(now))
        if message["kind"] == "add":
            assert len(now) >= len(before)
        elif message["kind"] == "remove":
            assert len(now) == max(0, len(before) - 1)
        else:
            assert sorted(now) == before
