"""Pictures in a form: read once, away from the typing; judged beside the field."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from form_fixtures import Facts, Later, Pictures, button, foot, make, ready, said

from vidwidgets.form.picture_words import facts_line, short_name


def picture(form: Any) -> Any:
    """The widget of the first picture."""
    return form.controls["image_url"].widget


def test_a_picture_is_described_and_read_once() -> None:
    """Name, pixels and bytes in a line; later changes of other fields do not read it again."""
    pictures = Pictures()
    form = make(ready(), inspect=pictures.inspect, picture_of=lambda _: b"\xff\xd8small")
    assert picture(form).about == "cat.jpg · 640×480 · 22 kB"
    assert picture(form).preview == b"\xff\xd8small"
    form.controls["prompt"].box.value = "Another prompt"
    assert form.problems == []
    assert pictures.asked == ["cat.jpg"]


def test_what_is_wrong_with_a_picture_is_said_beside_it() -> None:
    """Every limit that it breaks, as the field says it; and advice softly."""
    pictures = Pictures({"strip.gif": Facts("image/gif", 900, 200, 30_000_000)})
    form = make(ready(image_url="strip.gif"), inspect=pictures.inspect)
    assert said(form, "image_url").count("Image: strip.gif ") == 3
    assert [problem.fields for problem in form.problems] == [("image_url",)] * 3
    assert "It will be cropped." in picture(form).hint
    assert foot(form).reason == "1 thing to settle: the image"


def test_a_picture_that_cannot_be_read_is_said_in_the_words_of_the_reader() -> None:
    """`inspect` raises a sentence; it stands beside the field and stops the request."""
    form = make(ready(image_url="dog.png"), inspect=Pictures().inspect)
    assert said(form, "image_url") == "dog.png cannot be found: give another path. Nothing was sent."
    assert button(form).disabled


def test_a_reader_that_breaks_does_not_leave_the_form_waiting() -> None:
    """Whatever an image library raises becomes a sentence without a traceback."""

    def burst(_: object) -> Facts:
        raise ZeroDivisionError

    form = make(ready(), inspect=burst)
    assert said(form, "image_url") == "The picture cannot be read (ZeroDivisionError): give another."
    assert picture(form).busy == ""


def test_typing_a_path_reads_it_once_when_typing_rests() -> None:
    """Each key press only asks for a later reading; the last one counts, the others are void."""
    pictures, later = Pictures(), Later()
    form = make(ready(image_url="c"), inspect=pictures.inspect, later=later)
    later.run()
    pictures.asked.clear()
    for typed in ("ca", "cat", "cat.", "cat.jpg"):
        picture(form).text = typed
        assert form.values["image_url"] == typed
    assert pictures.asked == []
    assert all(seconds > 0 for seconds, _ in later.waiting)
    assert foot(form).reason == "reading the picture…"
    later.run()
    assert pictures.asked == ["cat.jpg"]
    assert foot(form).reason == ""


def test_problems_asked_for_by_code_read_the_picture_at_once() -> None:
    """`problems` never says "nothing" only because a reading is still to come."""
    later = Later()
    form = make(ready(image_url="dog.png"), inspect=Pictures().inspect, later=later)
    assert [problem.fields for problem in form.problems] == [("image_url",)]


def test_a_picture_that_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    """The same path with other bytes behind it is another picture."""
    file = tmp_path / "cat.jpg"
    file.write_bytes(b"one")
    sizes: list[int] = []

    def inspect(value: str) -> Facts:
        sizes.append(Path(value).stat().st_size)
        return Facts(size_bytes=sizes[-1])

    form = make(ready(image_url=str(file)), inspect=inspect)
    assert form.problems == form.problems == []
    file.write_bytes(b"longer")
    assert form.problems == []
    assert sizes == [3, 6]


def test_removing_a_picture_takes_the_object_away() -> None:
    """The remove message of the front end empties the field; then it is missing, and said so."""
    form = make(ready(image_url=b"\xff\xd8"), inspect=Pictures().inspect)
    assert picture(form).about == "bytes · 640×480 · 22 kB"
    picture(form)._handle_custom_msg({"kind": "remove"}, [])  # noqa: SLF001  as ipywidgets hands a message on
    assert "image_url" not in form.values
    assert (picture(form).about, picture(form).text) == ("", "")
    assert "Image is missing" in said(form, "image_url")


def test_an_address_is_shown_by_the_browser_where_there_is_no_preview() -> None:
    """Only an http(s) address, and only once typing has rested."""
    later = Later()
    form = make(ready(image_url="https://example.invalid/a%20cat.jpg"), later=later)
    assert picture(form).address == ""
    later.run()
    assert picture(form).address == "https://example.invalid/a%20cat.jpg"
    assert picture(form).about == "a cat.jpg"


def test_an_upload_becomes_the_value() -> None:
    """A file from the browser is stored through `receive`, and its answer is the picture, under the file's name."""
    stored: list[tuple[str, bytes]] = []

    def receive(name: str, data: bytes) -> Path:
        stored.append((name, data))
        return Path("/tmp/uploads/3f-cat.jpg")  # noqa: S108  never touched

    form = make(ready(image_url="old.png"), inspect=lambda _: Facts(), receive=receive)
    hear = picture(form)._handle_custom_msg  # noqa: SLF001  as ipywidgets hands a message on
    hear({"kind": "begin", "id": "a", "name": "../../cat.jpg", "size_bytes": 5}, [])
    hear({"kind": "piece", "id": "a", "offset": 0}, [memoryview(b"abc")])
    assert form.values["image_url"] == "old.png", "nothing is replaced before it is whole"
    assert foot(form).reason.endswith("cat.jpg is being uploaded (× stops it)"), "nor is the old one sent meanwhile"
    hear({"kind": "piece", "id": "a", "offset": 3}, [memoryview(b"de")])
    assert stored == [("cat.jpg", b"abcde")]
    assert form.values["image_url"] == Path("/tmp/uploads/3f-cat.jpg")  # noqa: S108  as above
    assert picture(form).about.startswith("cat.jpg · ")


def test_a_removal_ends_an_upload() -> None:
    """Pieces that arrive after the removal are not stored."""
    form = make(ready(), receive=lambda *_: pytest.fail("stored after all"))
    hear = picture(form)._handle_custom_msg  # noqa: SLF001  as above
    hear({"kind": "begin", "id": "a", "name": "cat.jpg", "size_bytes": 3}, [])
    hear({"kind": "remove"}, [])
    hear({"kind": "piece", "id": "a", "offset": 0}, [memoryview(b"abc")])
    assert "image_url" not in form.values


def test_the_control_says_what_the_provider_takes() -> None:
    """Types and size in a line, and the types for the file dialogue; upload only where it can be stored."""
    widget = picture(make())
    assert widget.takes == "JPEG, PNG, WebP · up to 20 MB · 300 px or more"
    assert widget.accept == "image/jpeg,image/png,image/webp"
    assert not widget.uploads


class FakeArray:
    """What a numpy array shows of itself."""

    shape = (480, 640, 3)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a/b/cat.jpg", "cat.jpg"),
        (Path("/x/cat.jpg"), "cat.jpg"),
        ("https://example.invalid/p/cat.jpg?sig=1", "cat.jpg"),
        ("https://example.invalid/", "example.invalid"),
        ("data:image/png;base64,AAAA", "data URI"),
        (b"1", "bytes"),
        (FakeArray(), "array 640×480"),
        (type("Image", (), {"size": (640, 480), "__module__": "PIL.Image"})(), "PIL image 640×480"),
    ],
)
def test_a_picture_has_a_short_name(value: object, name: str) -> None:
    """Whatever it was given as; never its bytes, never its query."""
    assert short_name(value) == name


def test_unknown_facts_are_not_said() -> None:
    """Zero pixels or bytes mean that they are not known; pixels that the name says are not said twice."""
    assert facts_line("cat.jpg", SimpleNamespace(width=0, height=0, size_bytes=0, content_type="")) == "cat.jpg"
    facts = Facts(width=640, height=480, size_bytes=0)
    assert facts_line("PIL image 640×480", facts) == "PIL image 640×480"
