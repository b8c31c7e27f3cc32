"""A card on a clock that stands still, a page to show it in, and a real clip with a server that gives it out."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import comm
import pytest
from playwright.sync_api import Page
from view_clock import Clock
from view_front_end import FrontEnd, NewCard, RecordingComm
from view_samples import ABOUT, mp4

from vidwidgets.view.about import About
from vidwidgets.view.card import Card


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def new_card(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[NewCard]:
    """Makes cards on the standing clock, over comms that keep their messages."""
    monkeypatch.setattr(comm, "create_comm", RecordingComm)
    made: list[Card] = []

    def new(about: About = ABOUT) -> Card:
        made.append(Card(about, clock=clock, later=clock.later))
        return made[-1]

    yield new
    for card in made:
        card.close()


@pytest.fixture
def card(new_card: NewCard) -> Card:
    """One card of a plain job."""
    return new_card(ABOUT)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The empty page of the whole suite; a script that fails in it fails the test."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []


@pytest.fixture
def front(page: Page, card: Card) -> FrontEnd:
    """A page with the card of a plain job."""
    return FrontEnd(page, card)


@pytest.fixture
def clip_file(tmp_path: Path) -> Path:
    """A real clip of one second."""
    return mp4(tmp_path / "boat.mp4")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a loopback server that gives out `tmp_path`."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
