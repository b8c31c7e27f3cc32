"""Bad input, one by one: a clear sentence, nothing sent, nothing lost."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from PIL import Image
from sandboxed import KLING, VEO, Sandboxed, Watch, draw_photo, photo_in, running

import vidwidgets as vw

PROMPT = "The fog lifts."


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandboxed]:
    """The shared sandbox, with nothing scripted and an empty log; `vw` takes it for its own."""
    lent = running()
    lent.begin()
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", lent.url)
    yield lent
    lent.clear()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A JPEG of 640×360."""
    return photo_in(tmp_path)


@pytest.fixture
def web(photo: Path) -> Iterator[str]:
    """A loopback host with a picture, a web page, and nothing else; its address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            pages = {"/cat.jpg": photo.read_bytes(), "/page": b"<!doctype html><title>Sign in</title>"}
            content = pages.get(self.path.partition("?")[0])
            self.send_response(404 if content is None else 200)
            self.end_headers()
            self.wfile.write(content or b"")

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def text_file(folder: Path) -> Path:
    """A text file that is called a picture."""
    path = folder / "cat.png"
    path.write_text("this is not a picture")
    return path


def large_file(folder: Path) -> Path:
    """A picture of 60 MB."""
    path = photo_in(folder)
    with path.open("ab") as file:
        file.truncate(60_000_000)
    return path


def small_picture(folder: Path) -> Path:
    """A picture of 100×100."""
    path = folder / "small.png"
    draw_photo(100, 100).save(path)
    return path


def cmyk_picture(folder: Path) -> Path:
    """A JPEG in the colours of print."""
    path = folder / "print.jpg"
    draw_photo().convert("CMYK").save(path)
    return path


PICTURES: list[tuple[Callable[[Path], Path], tuple[str, ...]]] = [
    (text_file, ("cat.png is not a picture", "it is text")),
    (large_file, ("60.0 MB", "at most 8.0 MB")),
    (small_picture, ("100×100 pixels", "300")),
    (cmyk_picture, ("print.jpg is in CMYK", "Convert it to RGB")),
    (lambda folder: folder / "nowhere.png", ("nowhere.png does not exist",)),
    (lambda folder: folder, ("is a folder",)),
]

VALUES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    (VEO, {"image_url": None}, ("Image is missing",)),
    (VEO, {"prompt": ""}, ("Prompt is empty: write what should happen",)),
    (VEO, {"prompt": " \n "}, ("Prompt is empty",)),
    (VEO, {"prompt": "x" * 20_001}, ("20,001 characters, 1 over the limit of 20,000: shorten it",)),
    (KLING, {"prompt": "é" * 2_501}, ("2,501 characters, 1 over the limit of 2,500",)),
    (VEO, {"durration": "8s"}, ("no field 'durration'", "Did you mean duration?")),
    (VEO, {"duration": 5}, ("Duration: 5 is not one of '4s', '6s', '8s'",)),
    (VEO, {"duration": "5"}, ("Duration: '5' is not one of",)),
    (KLING, {"duration": 5}, ("Duration: 5 is not one of '5', '10'", "Did you mean '5'?")),
    (KLING, {"cfg_scale": 2}, ("Guidance must be from 0 to 1; 2 is outside",)),
    (KLING, {"cfg_scale": float("nan")}, ("Guidance must be a finite number",)),
    (VEO, {"seed": 1.5}, ("Seed must be a whole number",)),
]


def nothing_happened(sandbox: Sandboxed) -> None:
    """No request has left, and the journal knows of no job."""
    assert sandbox.requests() == []
    assert vw.jobs() == []


def nothing_submitted(sandbox: Sandboxed, job: vw.Job) -> None:
    """No clip was asked for, and the journal has the job as failed without an id of the provider's."""
    assert sandbox.submits() == []
    assert sandbox.jobs() == []
    (record,) = vw.jobs()
    assert (record.id, record.state, record.request_id) == (job.id, "failed", "")


# --- values


@pytest.mark.parametrize(("endpoint_id", "values", "words"), VALUES)
def test_a_bad_value(
    sandbox: Sandboxed, photo: Path, endpoint_id: str, values: dict[str, Any], words: tuple[str, ...]
) -> None:
    """A value that breaks a rule is refused before anything is read or sent, and the form shows the same sentence."""
    asked = {"prompt": PROMPT, "image_url": photo, **values}
    with pytest.raises(vw.InvalidRequest) as caught:
        vw.submit(endpoint_id, **asked)
    for part in (*words, "Nothing was sent."):
        assert part in caught.value.message
    assert caught.value.spent == "no"
    nothing_happened(sandbox)
    if "durration" in values:
        with pytest.raises(vw.InvalidRequest, match="durration"):
            vw.form(endpoint_id, **asked)
    else:
        shown = " ".join(str(problem) for problem in vw.form(endpoint_id, **asked).problems)
        assert all(part in shown for part in words)


def test_every_reason_is_said_at_once(sandbox: Sandboxed) -> None:
    """Several faults are all in the one sentence, each with its field."""
    with pytest.raises(vw.InvalidRequest) as caught:
        vw.submit(KLING, prompt="", duration="7", cfg_scale=-1)
    assert caught.value.fields == ("prompt", "image_url", "duration", "cfg_scale")
    nothing_happened(sandbox)


# --- pictures


@pytest.mark.parametrize(("make", "words"), PICTURES)
def test_a_bad_picture(
    sandbox: Sandboxed, tmp_path: Path, make: Callable[[Path], Path], words: tuple[str, ...]
) -> None:
    """A picture that cannot be used is refused before anything is sent, and the form shows why."""
    path = make(tmp_path)
    with pytest.raises(vw.InvalidRequest) as caught:
        vw.submit(VEO, prompt=PROMPT, image=path)
    for part in (*words, "Nothing was sent."):
        assert part in caught.value.message
    nothing_happened(sandbox)
    form = vw.form(VEO, prompt=PROMPT, image=str(path))
    shown = " ".join(str(problem) for problem in form.problems)
    assert all(part in shown for part in words)
    with pytest.raises(vw.InvalidRequest):
        form.submit()
    nothing_happened(sandbox)


def test_a_picture_that_is_stored_sideways(sandbox: Sandboxed, tmp_path: Path) -> None:
    """A photograph with a turn in its EXIF is sent upright, and that is said while it is sent and with the clip."""
    photo = draw_photo(640, 360)
    turned = Image.Exif()
    turned[0x0112] = 6
    path = tmp_path / "phone.jpg"
    photo.save(path, exif=turned)
    job = vw.submit(KLING, prompt=PROMPT, image=path)
    watch = Watch(job)
    clip = job.wait(30)
    assert job.order.all_pictures[0].words.startswith("phone.jpg, 360×640")
    assert "phone.jpg is stored sideways" in clip.remarks[0]
    assert "upright" in clip.remarks[0]
    assert clip.width < clip.height
    assert watch.kinds[-1] == "Done"
    with Image.open(io.BytesIO(job.order.all_pictures[0].content)) as sent:
        assert sent.size == (360, 640)
        assert 0x0112 not in sent.getexif()


@pytest.mark.parametrize(
    ("path", "words"), [("/gone.jpg", "answers 404: there is no picture"), ("/page", "leads to a web page, not to a")]
)
def test_a_bad_address_of_a_picture(sandbox: Sandboxed, web: str, path: str, words: str) -> None:
    """An address that gives no picture is found out before the submit; its query is not repeated."""
    job = vw.submit(VEO, prompt=PROMPT, image=f"{web}{path}?X-Signature=secret")
    with pytest.raises(vw.InvalidRequest, match=words) as caught:
        job.wait(30)
    assert caught.value.message.endswith("Nothing was sent.")
    assert "X-Signature" not in caught.value.message
    nothing_submitted(sandbox, job)


def test_a_good_address_of_a_picture(sandbox: Sandboxed, web: str) -> None:
    """An address that gives a picture is sent as it is, and its signature is in no file."""
    job = vw.submit(KLING, prompt=PROMPT, image=f"{web}/cat.jpg?X-Signature=b5f1d9")
    clip = job.wait(30)
    assert sandbox.submits()[0]["body"]["image_url"] == f"{web}/cat.jpg?X-Signature=b5f1d9"
    assert job.values["image_url"] == f"{web}/cat.jpg"
    home = clip.path.parents[1]
    assert (home / "journal.sqlite3").is_file()
    assert [path for path in home.rglob("*") if path.is_file() and b"b5f1d9" in path.read_bytes()] == []


def test_an_address_inside_this_machine_is_not_for_a_gateway(
    sandbox: Sandboxed, web: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider elsewhere cannot reach loopback: said at once, and the address is not even looked at."""
    monkeypatch.setenv("AWAY_KEY", "away-key-1234567890")
    vw.connect("away", provider="fal", base_url="https://gateway.example", key_env="AWAY_KEY")
    job = vw.submit(KLING, connection="away", prompt=PROMPT, image=f"{web}/cat.jpg")
    with pytest.raises(vw.InvalidRequest, match="cannot reach an address inside this machine"):
        job.wait(30)
    nothing_submitted(sandbox, job)


# --- keys


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("secret-key-123456\n", "ends with a line break"),
        (" secret-key-123456", "begins with a blank"),
        ("secret key-123456", "has a blank in the middle"),
        ('"secret-key-123456"', "is wrapped in quotation marks"),
        ("secret-kéy-123456", "holds characters that no key has"),
    ],
)
def test_a_key_that_cannot_be_one(
    sandbox: Sandboxed, photo: Path, monkeypatch: pytest.MonkeyPatch, key: str, words: str
) -> None:
    """A key with a slip of the pen is not sent anywhere and not shown; what is wrong with it is."""
    monkeypatch.setenv("SLIP_KEY", key)
    vw.connect("slip", provider="fal", base_url=sandbox.url, key_env="SLIP_KEY")
    job = vw.submit(KLING, connection="slip", prompt=PROMPT, image=photo)
    with pytest.raises(vw.MissingKey, match=words) as caught:
        job.wait(30)
    assert "SLIP_KEY" in caught.value.message
    assert "Nothing was sent" in caught.value.message
    assert "123456" not in str(caught.value) + repr(job) + vw.jobs()[0].message
    assert sandbox.requests() == []
    nothing_submitted(sandbox, job)
