"""The card on the kernel's side: what it publishes, and what it does with what the page sends."""

import dataclasses
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from view_clock import Clock
from view_samples import ABOUT, ENDED_WITHOUT_CLIP, HOSTILE_ABOUT, MODERATED, UNENDED, clip_of, jpeg

from vidwidgets.view.about import About
from vidwidgets.view.card import Card
from vidwidgets.view.clip_bytes import PIECE_BYTES
from vidwidgets.wire.states import (
    Cancelled,
    Done,
    Failed,
    Fetching,
    LogLine,
    Preparing,
    Queued,
    Running,
    Submitting,
)


def test_it_opens_with_all_that_a_page_needs(card: Card) -> None:
    """The first message has what does not change, a status, the picture, and the front end itself."""
    data, buffers = card.comm.published[0]
    state = data["state"]
    assert state["about"]["title"] == "Veo 3"
    assert state["about"]["asked"][0] == ["Duration", "8 s"]
    assert state["status"]["kind"] == "preparing"
    assert jpeg() in buffers
    assert "export default" in state["_esm"]
    assert ".vidwidgets-card" in state["_css"]


def test_it_publishes_what_it_is_told(card: Card, clock: Clock) -> None:
    """A state that is told is published in words, with the time that has passed."""
    clock.move(14)
    card.tell(Queued(2))
    [status] = card.comm.statuses()
    assert status["headline"] == "In fal’s queue, 2 ahead"
    assert status["elapsed_seconds"] == 14
    assert card.state == Queued(2)
    assert repr(card) == "<Card 'Veo 3': In fal’s queue, 2 ahead>"


def test_fast_telling_is_held_to_four_a_second(card: Card, clock: Clock) -> None:
    """A hundred updates in a second are four messages or five, and the last of them is among them."""
    for number in range(100):
        card.tell(Running(number / 100))
        clock.move(0.01)
    clock.move(1)
    headlines = [status["headline"] for status in card.comm.statuses()]
    assert 4 <= len(headlines) <= 5
    assert headlines[-1] == "fal is making it, 99%"


def test_every_kind_of_a_fast_life_is_seen(card: Card, clock: Clock, tmp_path: Path) -> None:
    """A sandbox job that is over in no time still shows each of its states, the end last."""
    for state in (*UNENDED, Done(clip_of(tmp_path / "a.mp4"))):
        card.tell(state)
    clock.move(5)
    kinds = [status["kind"] for status in card.comm.statuses()]
    assert kinds == ["preparing", "submitting", "queued", "running", "fetching", "done"]


def test_telling_from_many_threads_ends_with_an_end(new_card: Callable[[About], Card], clock: Clock) -> None:
    """Threads that tell at once neither break the card nor lose the end that is told last."""
    card = new_card(ABOUT)
    workers = [
        threading.Thread(target=lambda: [card.tell(Running(number / 50)) for number in range(50)]) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    card.tell(Failed(MODERATED))
    clock.move(5)
    assert card.comm.statuses()[-1]["kind"] == "failed"


def test_the_steps_carry_the_time_spent_in_each(card: Card, clock: Clock) -> None:
    """Times come from the states told, by the card's clock."""
    for state, seconds in ((Submitting(), 2), (Queued(1), 14), (Running(0.5), 3)):
        card.tell(state)
        clock.move(seconds)
    card.tell(Running(0.6))
    steps = card.comm.statuses()[-1]["steps"]
    assert [(step["label"], step["at"], step["seconds"]) for step in steps] == [
        ("sent", "past", 2),
        ("queue", "past", 14),
        ("making", "here", 3),
        ("fetching", "ahead", None),
    ]
    assert steps[2]["share"] == 0.6


def test_a_job_that_is_taken_up_again_brings_its_times(card: Card, clock: Clock) -> None:
    """Elapsed time and steps that were counted elsewhere are shown, and count on."""
    card.tell(Running(), elapsed_seconds=95, steps={"sent": 3, "queue": 80, "making": 12})
    clock.move(10)
    card.tell(Running(0.5))
    status = card.comm.statuses()[-1]
    assert status["elapsed_seconds"] == 105
    assert [step["seconds"] for step in status["steps"]] == [3, 80, 22, None]


def test_time_stands_still_at_the_end(card: Card, clock: Clock) -> None:
    """A card that is opened again long after the end shows how long it took, not how long ago it was."""
    clock.move(9)
    card.tell(Failed(MODERATED))
    clock.move(3600)
    card.comm.receive({"kind": "hello"})
    clock.move(5)
    assert card.comm.statuses()[-1]["elapsed_seconds"] == 9


def test_hello_brings_the_present_time(card: Card, clock: Clock) -> None:
    """A reloaded page gets the last state again with the time that has passed since."""
    card.tell(Queued(2))
    clock.move(40)
    card.comm.receive({"kind": "hello"})
    last = card.comm.statuses()[-1]
    assert (last["kind"], last["elapsed_seconds"]) == ("queued", 40)
    assert last["steps"][1]["seconds"] == 40


def test_cancel_calls_back_once(card: Card, clock: Clock) -> None:
    """However often it is pressed, the job is cancelled once, and the page is told that it was asked."""
    pressed: list[str] = []
    card.on_cancel(lambda: pressed.append("cancel"))
    card.tell(Queued(2))
    for _ in range(3):
        card.comm.receive({"kind": "cancel"})
    clock.move(2)
    assert pressed == ["cancel"]
    assert card.comm.statuses()[-1]["cancel_asked"] is True
    card.tell(Running())
    clock.move(2)
    assert card.comm.statuses()[-1]["cancel_asked"] is True


@pytest.mark.parametrize("state", ENDED_WITHOUT_CLIP)
def test_what_has_ended_cannot_be_cancelled(card: Card, state: Cancelled) -> None:
    """A late press does nothing."""
    pressed: list[str] = []
    card.on_cancel(lambda: pressed.append("cancel"))
    card.tell(state)
    card.comm.receive({"kind": "cancel"})
    assert pressed == []


@pytest.mark.parametrize(
    ("state", "can"), [(Preparing(), True), (Queued(), True), (Running(), True), (Fetching(), False)]
)
def test_a_clip_that_is_paid_for_is_not_called_off(card: Card, clock: Clock, state: Running, can: bool) -> None:
    """Cancel is there until the provider is done."""
    clock.move(1)
    card.tell(state)
    assert card.comm.statuses()[-1]["can_cancel"] is can


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"kind": "no such"},
        {"kind": None},
        {"kind": "bytes", "offset": -1, "transfer": "t"},
        {"kind": "bytes", "offset": "0"},
        [],
        "cancel",
        None,
        7,
    ],
)
def test_a_message_that_is_none_does_nothing(card: Card, message: object) -> None:
    """Whatever else a page sends: no error, no cancel, no answer."""
    pressed: list[str] = []
    card.on_cancel(lambda: pressed.append("cancel"))
    card.comm.receive(message)
    assert pressed == []
    assert len(card.comm.published) == 1


def fetch(card: Card) -> tuple[bytes, list[dict[str, object]]]:
    """Ask for the clip piece by piece, as the page does."""
    data, headers = b"", []
    while True:
        card.comm.receive({"kind": "bytes", "transfer": "t", "offset": len(data)})
        message, buffers = card.comm.published[-1]
        headers.append(message["content"])
        data += buffers[0]
        if len(data) >= message["content"]["size_bytes"]:
            return data, headers


@pytest.mark.parametrize("size", [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7])
def test_the_clip_comes_in_pieces_of_a_mebibyte(card: Card, tmp_path: Path, size: int) -> None:
    """The pieces together are the file, none is larger than a mebibyte, each says where it belongs."""
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(number % 251 for number in range(size)))
    card.tell(Done(clip_of(file)))
    data, headers = fetch(card)
    assert data == file.read_bytes()
    assert [header["offset"] for header in headers] == list(range(0, size, PIECE_BYTES))
    assert {header["transfer"] for header in headers} == {"t"}


def test_a_file_that_is_gone_is_answered_with_a_sentence(card: Card, tmp_path: Path) -> None:
    """The page is told why nothing comes, without a machine's path in it."""
    card.tell(Done(clip_of(tmp_path / "gone.mp4")))
    card.comm.receive({"kind": "bytes", "transfer": "t", "offset": 0})
    answer = card.comm.published[-1][0]["content"]
    assert answer["kind"] == "no-bytes"
    assert answer["message"] == "The clip’s file cannot be shown: gone.mp4: No such file or directory."


def test_before_the_end_there_are_no_bytes(card: Card) -> None:
    """A page that asks too early gets no answer, and no file is opened."""
    card.tell(Running())
    sent = len(card.comm.published)
    card.comm.receive({"kind": "bytes", "transfer": "t", "offset": 0})
    assert len(card.comm.published) == sent


def test_the_end_comes_in_one_message(card: Card, clock: Clock, tmp_path: Path) -> None:
    """Poster and status travel together, so that no page draws a player without its picture."""
    card.tell(Done(clip_of(tmp_path / "a.mp4")))
    clock.move(1)
    data, buffers = card.comm.published[-1]
    assert data["buffer_paths"] == [["poster"]]
    assert buffers == [jpeg()]
    assert data["state"]["status"]["clip"]["facts"][0] == ["8.0 s", "1280×720"]


def test_the_log_stays_when_the_making_is_over(card: Card, clock: Clock) -> None:
    """The newest fifty lines are kept, and sent only when there are new ones."""
    card.tell(Running(None, tuple(LogLine(f"line {number}") for number in range(60))))
    clock.move(1)
    card.tell(Failed(MODERATED))
    clock.move(1)
    assert len(card.log_lines) == 50
    assert card.log_lines[-1] == "line 59"
    assert "log_lines" not in card.comm.published[-1][0]["state"]


def test_texts_that_no_message_can_carry_are_mended(new_card: Callable[[About], Card], clock: Clock) -> None:
    """Lone surrogates, endless texts and figures that are none reach the page as something that can be sent."""
    card = new_card(dataclasses.replace(HOSTILE_ABOUT, prompt="\ud800" + "x" * 100_000))
    card.tell(Running(float("nan"), (LogLine("\udfff"),)))
    clock.move(1)
    status = card.comm.statuses()[-1]
    assert status["steps"][2]["share"] is None
    assert len(card.comm.published[0][0]["state"]["about"]["prompt"]) <= 4_000
    assert card.log_lines == ["?"]
