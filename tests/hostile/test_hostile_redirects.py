"""A host that sends us elsewhere: nobody else ever sees the key, and nothing that is paid is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ends import kept_key, started, told
from job_kit import GATE_KEY, Bench
from villain import FAL, PIXVERSE, RUNWAY, WIRES, Villain, as_json

from vidwidgets.errors import OutcomeUnknown
from vidwidgets.wire.connections import Connection

LOOKS = {FAL: "status", RUNWAY: "task", PIXVERSE: "task"}


def sent_to(thief: Villain, status: int = 307, path: str = "/media/x") -> tuple[int, bytes, dict[str, str]]:
    """A redirect to the other host."""
    return status, b"", {"Location": f"{thief.url}{path}"}


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_submit_is_not_carried_on(bench: Bench, villain: Villain, thief: Villain, wire: str, status: int) -> None:
    """A redirected submit is one POST, which no other host hears of; where it may have been taken, that is said."""
    villain.does_at("submit", sent_to(thief, status))
    error = told(started(bench, wire))
    assert thief.asked == []
    assert len(villain.at("submit")) == 1
    assert str(status) in error.message
    after_the_deed = status in {302, 303}
    assert isinstance(error, OutcomeUnknown) is after_the_deed
    assert error.spent == ("maybe" if after_the_deed else "no")


@pytest.mark.parametrize("wire", WIRES)
def test_a_look_is_not_carried_on(bench: Bench, villain: Villain, thief: Villain, wire: str) -> None:
    """A redirected look is asked again at its own host, until that answers; the clip comes home."""
    villain.does_at(LOOKS[wire], sent_to(thief), sent_to(thief, 302), None)
    if wire == FAL:
        villain.does_at("result", sent_to(thief), None)
    assert started(bench, wire).wait(30).path.is_file()
    assert thief.asked == []
    assert len(villain.at("submit")) == 1


def test_a_redirected_clip_is_fetched_without_the_key(bench: Bench, villain: Villain, thief: Villain) -> None:
    """Clips may be elsewhere; what goes there has neither the key nor a cookie of the first host."""
    villain.cookie = "session=stolen; Path=/"
    villain.does_at("media", sent_to(thief, 302))
    assert started(bench, FAL).wait(30).path.is_file()
    assert [request.step for request in thief.asked] == ["media"]
    kept_key(thief)
    assert all(GATE_KEY in request.headers["authorization"] for request in villain.at("submit", "status", "result"))
    assert not any("cookie" in request.headers for request in (*villain.asked, *thief.asked))


@pytest.mark.parametrize("wire", WIRES)
def test_no_cookie_is_ever_sent_back(bench: Bench, villain: Villain, wire: str) -> None:
    """What a host sets as a cookie is dropped, however often it does it."""
    villain.cookie = "session=stolen; Path=/"
    started(bench, wire).wait(30)
    assert len(villain.asked) >= 3
    assert not any("cookie" in request.headers for request in villain.asked)


def test_a_pixverse_upload_is_not_carried_on(bench: Bench, villain: Villain, thief: Villain) -> None:
    """A redirected upload ends before anything is paid for, and the picture goes nowhere else."""
    villain.does_at("upload", sent_to(thief))
    error = told(started(bench, PIXVERSE))
    assert error.spent == "no"
    assert thief.asked == []
    assert villain.at("submit") == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("http://169.254.169.254/latest/meta-data", "place"),
        ("http://10.0.0.8/x", "place"),
        ("file:///etc/passwd", "place"),
        ("https://[fd00:ec2::254]/x", "place"),
        ("https://0251.0376.0251.0376/x", "place"),
    ],
)
def test_a_picture_is_not_put_inside(bench: Bench, villain: Villain, place: str, words: str) -> None:
    """A storage that names a place in this machine or network gets no picture, and nothing is paid for."""
    bench.connection = own_fal_at(villain.url)
    villain.does_at("initiate", as_json({"upload_url": place, "file_url": f"{villain.url}/media/cat.jpg"}))
    error = told(started(bench, FAL))
    assert words in error.message
    assert error.spent == "no"
    assert villain.at("submit") == []


def test_a_redirected_picture_goes_nowhere(bench: Bench, villain: Villain, thief: Villain) -> None:
    """A storage that sends the picture on ends it; the place had no key, and the other host is not asked."""
    bench.connection = own_fal_at(villain.url)
    place = f"{villain.url}/media/put"
    villain.does_at("initiate", as_json({"upload_url": place, "file_url": f"{villain.url}/media/cat.jpg"}))
    villain.does_at("media", sent_to(thief))
    error = told(started(bench, FAL))
    assert "storage" in error.message
    assert error.spent == "no"
    assert thief.asked == []
    (put,) = villain.at("media")
    assert "authorization" not in put.headers


def test_a_key_that_comes_back_is_not_shown(bench: Bench, villain: Villain, left: Callable[[], list[str]]) -> None:
    """A host that quotes the key in all that it says finds it taken out of what is kept and shown."""
    villain.does_at("submit", as_json({"detail": f"bad key {GATE_KEY}", "error": {"message": GATE_KEY}}, 401))
    for wire in WIRES:
        told(started(bench, wire))
    kept = b"".join(path.read_bytes() for path in bench.folder.rglob("journal*") if path.is_file())
    assert kept
    assert GATE_KEY.encode() not in kept
    assert left() == []


def own_fal_at(url: str) -> Connection:
    """The villain in the place of fal itself, whose storage takes pictures."""
    return Connection(
        name="fal", provider="fal", base_url=url, key_env="GATE_KEY", official=True, services={"storage": url}
    )
