"""Which connection a request takes, what it then costs, and what is kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sandboxed import KLING, VEO, Sandboxed

import vidwidgets as vw
from vidwidgets.panel.orders import make_order
from vidwidgets.panel.remarks import remarks
from vidwidgets.panel.route import route
from vidwidgets.wire.clip import Clip

KEY = "rented-key-0123456789"


@pytest.fixture
def rented(sandbox: Sandboxed, monkeypatch: pytest.MonkeyPatch) -> str:
    """The sandbox as a gateway that costs money."""
    monkeypatch.setenv("RENTED_KEY", KEY)
    vw.connect("rented", provider="fal", base_url=sandbox.url, key_env="RENTED_KEY", scheme="Key")
    return "rented"


# --- which connection


@pytest.mark.usefixtures("sandbox")
def test_without_a_key_it_is_the_sandbox() -> None:
    """No key, no name: the sandbox, and the line says which key was not found."""
    found = route(vw.endpoint(VEO), None)
    assert (found.connection.name, found.line, found.notes) == ("sandbox", "sandbox: no FAL_KEY found", ())
    assert found.connection.is_sandbox


@pytest.mark.parametrize("key", ["", "  ", "\n"])
@pytest.mark.usefixtures("sandbox")
def test_a_blank_key_is_no_key(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """An empty variable counts as none."""
    monkeypatch.setenv("FAL_KEY", key)
    assert route(vw.endpoint(VEO), None).connection.name == "sandbox"


def test_with_a_key_it_is_the_providers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's own host where its key is there."""
    monkeypatch.setenv("FAL_KEY", KEY)
    found = route(vw.endpoint(VEO), None)
    assert (found.connection.base_url, found.line, found.notes) == ("https://queue.fal.run", "fal", ())


def test_a_key_of_a_gateway_is_not_the_providers(monkeypatch: pytest.MonkeyPatch, sandbox: Sandboxed) -> None:
    """A gateway's key does not open the provider's own host."""
    monkeypatch.setenv("UNIAPI_KEY", KEY)
    assert route(vw.endpoint(VEO), None).connection.name == "sandbox"


def test_a_named_connection_is_taken(monkeypatch: pytest.MonkeyPatch, sandbox: Sandboxed, rented: str) -> None:
    """A name wins over a key; a gateway brings its notes, and the line says a missing key."""
    monkeypatch.setenv("FAL_KEY", KEY)
    assert route(vw.endpoint(KLING), "sandbox").line == "sandbox"
    found = route(vw.endpoint(KLING), rented)
    assert (found.connection.base_url, found.line) == (sandbox.url, "rented")
    assert any("aspect_ratio" in note for note in found.notes)
    monkeypatch.delenv("RENTED_KEY")
    assert route(vw.endpoint(KLING), rented).line == "rented: no RENTED_KEY found"


def test_a_connection_that_is_not_there_is_said() -> None:
    """An unknown name is refused with the known ones."""
    with pytest.raises(vw.InvalidRequest, match="no connection 'nowhere': known are fal, uniapi"):
        route(vw.endpoint(VEO), "nowhere")


def test_a_connection_of_another_wire_is_refused() -> None:
    """A host of one provider cannot serve another's endpoint."""
    vw.connect("foreign", provider="pixverse", base_url="https://gateway.example", key_env="FOREIGN_KEY")
    with pytest.raises(vw.InvalidRequest, match=r"speaks pixverse's wire.*is on fal's. Nothing was sent"):
        route(vw.endpoint(VEO), "foreign")


def test_connections_are_a_table_without_keys(monkeypatch: pytest.MonkeyPatch, rented: str) -> None:
    """The table says where each key comes from and whether one is there, never the key."""
    monkeypatch.setenv("FAL_KEY", KEY)
    table = vw.connections()
    shown = repr(table) + table._repr_html_()
    assert {"fal", "uniapi", "sandbox", rented} <= {each.name for each in table}
    assert "RENTED_KEY" in shown
    assert KEY not in shown + repr(list(table))


def test_endpoints_are_a_table() -> None:
    """Every declared endpoint is listed with its price; one is found by its id, and a near miss is named."""
    assert {VEO, KLING} <= {each.id for each in vw.endpoints()}
    assert "$3.20" in repr(vw.endpoints())
    assert vw.endpoint(VEO).title == "Veo 3"
    with pytest.raises(vw.InvalidRequest, match=r"Did you mean 'fal-ai/veo3/image-to-video'\?"):
        vw.endpoint("fal-ai/veo3/image-to-vidoe")


# --- what it costs


def test_over_a_gateway_it_costs_what_was_billed(sandbox: Sandboxed, photo: Path, rented: str) -> None:
    """Billed units at the list price; the estimate before it says how it was reckoned."""
    job = vw.submit(VEO, connection=rented, prompt="a", image=photo, duration="4s", generate_audio=False)
    assert job.order.price.startswith("$0.80, 4 s × $0.20 without sound")
    clip = job.wait(30)
    assert clip.cost is not None
    assert (clip.cost.amount, clip.cost.currency) == (0.8, "USD")
    assert clip.cost.how.startswith("4 units billed × $0.20")
    assert sandbox.charged() == [True]


@pytest.mark.parametrize(
    ("facts", "amount", "how"),
    [
        ({"billable_units": 10.0}, 0.56, "10 units billed"),
        ({}, 0.28, "our estimate, fal did not say"),
        ({"billable_units": "lots"}, 0.28, "our estimate, fal did not say"),
    ],
)
def test_a_bill_is_the_providers_word_or_our_estimate(
    rented: str, photo: Path, facts: dict[str, Any], amount: float, how: str
) -> None:
    """Where the provider counts nothing the estimate stands, and says that it is one."""
    cost = make_order(vw.endpoint(KLING), {"prompt": "a", "image": photo}, route(vw.endpoint(KLING), rented)).bill(
        facts
    )
    assert cost is not None
    assert cost.amount == pytest.approx(amount)
    assert cost.how.startswith(how)


# --- what is kept


def test_what_is_kept_of_pictures(sandbox: Sandboxed, rented: str) -> None:
    """Of a picture its words are kept, of an address no query, of a data URI no bytes."""
    endpoint = vw.endpoint("fal-ai/kling-video/v2.5-turbo/pro/image-to-video")
    values = {"prompt": "a", "image_url": "https://example.com/a/cat.png?X-Signature=secret", "tail_image_url": None}
    kept = make_order(endpoint, values, route(endpoint, rented)).values
    assert kept == {"prompt": "a", "image_url": "https://example.com/a/cat.png"}


def test_neither_key_nor_bytes_nor_signatures_are_on_disk(sandbox: Sandboxed, photo: Path, rented: str) -> None:
    """After a job over a gateway no file below the home folder holds the key, base64, or a query."""
    clip = vw.submit(KLING, connection=rented, prompt="a", image=photo).wait(30)
    home = clip.path.parents[1]
    files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".mp4"}
    assert {path.name for path in files} >= {"journal.sqlite3"}
    for path, content in files.items():
        for secret in (KEY.encode(), b"base64", b"X-Signature", b"signature="):
            assert secret not in content, (path, secret)


# --- what came


def clip_of(**parts: Any) -> Clip:
    """A clip as it may come."""
    usual = {"width": 1280, "height": 720, "duration_seconds": 8.0, "video_codec": "h264", "audio_codec": "aac"}
    return Clip(path=Path("clip.mp4"), url="", cost=None, **{**usual, **parts})


@pytest.mark.parametrize(
    ("values", "came", "said"),
    [
        ({}, {}, ()),
        ({"duration": "8s"}, {"duration_seconds": 5.04}, ("8 s asked, 5.04 s came.",)),
        ({"duration": "8s"}, {"duration_seconds": 8.2}, ()),
        ({"resolution": "1080p"}, {}, ("1080p asked, 1280×720 came.",)),
        ({"aspect_ratio": "9:16"}, {}, ("9:16 asked, 1280×720 came.",)),
        ({"aspect_ratio": "9:16"}, {"width": 720, "height": 1280}, ()),
        ({"aspect_ratio": "auto"}, {"width": 100, "height": 720}, ("720p asked, 100×720 came.",)),
        ({"generate_audio": True}, {"audio_codec": ""}, ("Sound was asked for, and the clip has none.",)),
        ({"generate_audio": False}, {}, ("No sound was asked for, and the clip has some.",)),
        ({}, {"width": 0, "height": 0, "duration_seconds": 0.0, "video_codec": "", "audio_codec": ""}, ()),
    ],
)
def test_what_differs_is_said(values: dict[str, Any], came: dict[str, Any], said: tuple[str, ...]) -> None:
    """Length, resolution, shape and sound that are not what was asked are each a sentence; rounding is not."""
    assert remarks(vw.endpoint(VEO), values, clip_of(**came)) == said
