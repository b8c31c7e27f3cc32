"""A file in pieces: whole or refused, never half; and its name made harmless."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sample_endpoint import SAMPLE

from vidwidgets.form.reading import MediaDoors
from vidwidgets.form.receiver import Receiver
from vidwidgets.form.upload import CHUNK_BYTES, MOST_BYTES, Upload, clean_name
from vidwidgets.spec.media import Media

LIMITED, FREE = (field for field in SAMPLE.fields if isinstance(field, Media))


class Talk:
    """A receiver, and all that it says and stores."""

    def __init__(self, field: Media = FREE, **doors: Any) -> None:
        self.said: list[dict[str, Any]] = []
        self.stored: list[tuple[object, str]] = []
        given = {"receive": lambda name, data: (name, data), **doors}
        self.receiver = Receiver(
            field,
            MediaDoors(**given),
            self.said.append,
            lambda value, name: self.stored.append((value, name)),
            lambda: None,
        )

    def hear(self, kind: str, *buffers: bytes, **content: Any) -> dict[str, Any] | None:
        """Say something to it; gives its last answer."""
        before = len(self.said)
        self.receiver.hear({"kind": kind, **content}, [memoryview(buffer) for buffer in buffers])
        return self.said[-1] if len(self.said) > before else None


@given(pieces=st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=12))
def test_any_split_of_a_file_gives_the_file(pieces: list[bytes]) -> None:
    """However it is cut, the whole is stored once, and each piece is acknowledged with what has come so far."""
    talk, whole, sent = Talk(), b"".join(pieces), 0
    assert talk.hear("begin", id="a", name="cat.jpg", size_bytes=len(whole)) == {
        "kind": "ack",
        "id": "a",
        "received_bytes": 0,
    }
    for piece in pieces:
        assert talk.stored == []
        talk.hear("piece", piece, id="a", offset=sent)
        sent += len(piece)
        assert {"kind": "ack", "id": "a", "received_bytes": sent} in talk.said
    assert talk.stored == [(("cat.jpg", whole), "cat.jpg")]
    assert talk.said[-1] == {"kind": "stored", "id": "a"}


@given(
    messages=st.lists(
        st.tuples(
            st.sampled_from(["begin", "piece", "abort", "nonsense"]),
            st.sampled_from(["a", "b"]),
            st.one_of(st.integers(-1, 8), st.none(), st.text(max_size=1), st.booleans()),
            st.binary(max_size=4),
        ),
        max_size=30,
    )
)
def test_no_order_of_messages_stores_less_than_was_announced(messages: list[tuple[str, str, Any, bytes]]) -> None:
    """Whatever a front end sends, what is stored has exactly the announced length, and nothing raises."""
    talk, announced = Talk(), {}
    for kind, upload_id, number, data in messages:
        if kind == "begin":
            announced[upload_id] = number
        before = len(talk.stored)
        talk.hear(kind, data, id=upload_id, name="x", size_bytes=number, offset=number)
        for value, _ in talk.stored[before:]:
            assert len(value[1]) == announced[upload_id]  # type: ignore[index]


def test_a_piece_out_of_order_ends_the_upload() -> None:
    """A gap, a repeat or an overlong piece is refused with what to do; later pieces are refused too."""
    for offset, piece in ((1, b"bc"), (-1, b"a"), (0, b"abcd"), (0, b"")):
        talk = Talk()
        talk.hear("begin", id="a", name="cat.jpg", size_bytes=3)
        answer = talk.hear("piece", piece, id="a", offset=offset)
        assert answer is not None
        assert answer["kind"] == "refused"
        assert "choose the file again" in answer["why"]
        assert talk.hear("piece", b"abc", id="a", offset=0) == {"kind": "refused", "id": "a", "why": ""}
        assert talk.stored == []


def test_a_piece_longer_than_agreed_is_refused() -> None:
    """A front end that sends more than 4 MiB at once is not ours."""
    assert Upload("a", "x", CHUNK_BYTES + 1).take(0, bytes(CHUNK_BYTES + 1)) is not None
    assert Upload("a", "x", CHUNK_BYTES).take(0, bytes(CHUNK_BYTES)) is None


def test_a_file_over_the_providers_limit_is_refused_before_a_byte_is_sent() -> None:
    """The field's own sentence, at the announcement."""
    answer = Talk(LIMITED).hear("begin", id="a", name="big.png", size_bytes=60_000_000)
    assert answer == {
        "kind": "refused",
        "id": "a",
        "why": "Image: big.png is 60.0 MB; at most 20.0 MB are taken.",
    }


def test_a_file_that_cannot_be_gathered_is_refused() -> None:
    """Over our own limit, empty, or without a place to store it: a sentence each."""
    over = Talk().hear("begin", id="a", name="x.png", size_bytes=MOST_BYTES + 1)
    empty = Talk().hear("begin", id="a", name="x.png", size_bytes=0)
    nowhere = Talk(receive=None).hear("begin", id="a", name="x.png", size_bytes=5)
    assert over is not None
    assert "give its path" in over["why"]
    assert empty is not None
    assert empty["why"] == "x.png is empty: choose another file."
    assert nowhere is not None
    assert "cannot be uploaded here" in nowhere["why"]


def test_a_disk_that_is_full_is_said() -> None:
    """What `receive` raises becomes a sentence; nothing is taken for stored."""

    def full(_: str, __: bytes) -> None:
        raise OSError(28, "No space left on device")

    talk = Talk(receive=full)
    talk.hear("begin", id="a", name="cat.jpg", size_bytes=1)
    talk.hear("piece", b"x", id="a", offset=0)
    assert talk.said[-1]["kind"] == "refused"
    assert "cat.jpg could not be stored: [Errno 28] No space left" in talk.said[-1]["why"]
    assert talk.stored == []


@given(name=st.one_of(st.text(), st.integers(), st.none(), st.from_regex(r"(\.\./|\\\\|C:\\|/)+[^/\\]*")))
def test_a_file_name_from_a_browser_is_made_harmless(name: object) -> None:
    """No folder in any system's eyes, no control character, not hidden, not empty, not long."""
    clean = clean_name(name)
    assert clean
    assert len(clean) <= 80
    assert PurePosixPath(clean).name == clean
    assert PureWindowsPath(clean).name == clean
    assert not clean.startswith(".")
    assert clean not in {".", ".."}
    assert all(ord(character) >= 32 for character in clean)


def test_an_ordinary_name_is_kept() -> None:
    """Letters of any script and the type stay; of a long name the end stays."""
    assert clean_name("кошка 猫 (1).jpeg") == "кошка 猫 (1).jpeg"
    assert clean_name("C:\\fakepath\\cat.jpg") == "cat.jpg"
    assert clean_name("x" * 200 + ".png").endswith("x.png")
