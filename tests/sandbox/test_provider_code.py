"""`form.to_code("provider")` is run against the sandbox with the official clients, and asks for what the form asks."""

from __future__ import annotations

import threading
import time
import types
from typing import TYPE_CHECKING, Any

import fal_client
import httpx
import pytest
from fal_road import ToSandbox, led_here
from sandbox_kit import VEO, draw_photo

import vidwidgets as vw

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vidwidgets.sandbox.server import Sandbox

PICTURES = ("image_url", "promptImage", "img_id")


@pytest.fixture(autouse=True)
def _here(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both our form and the official clients come here."""
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", sandbox.url)
    monkeypatch.setenv("RUNWAYML_BASE_URL", sandbox.url)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture on this machine, its name as awkward as people's are."""
    path = tmp_path / "a cat's.jpg"
    draw_photo().save(path, "JPEG")
    return path


@pytest.fixture
def address(sandbox: Sandbox, photo: Path) -> str:
    """The same picture as an address, which our form can look at too."""
    client = httpx.Client(base_url=sandbox.url, headers={"API-KEY": "referee-key", "Ai-trace-id": "1"})
    with client, photo.open("rb") as file:
        reply = client.post("/openapi/v2/image/upload", files={"image": ("cat.jpg", file, "image/jpeg")})
    return str(reply.json()["Resp"]["img_url"])


def bodies(log: Callable[[], Any], part: str) -> list[dict[str, Any]]:
    """What was posted there to make a clip, oldest first."""
    return [entry["body"] for entry in log()["requests"] if entry["method"] == "POST" and entry["path"].endswith(part)]


def ran(code: str) -> None:
    """Run a script as it stands; its client goes with it, as at the end of a process."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as keys:  # with keys in sight our own form would go to the providers
        for name in ("RUNWAYML_API_SECRET", "PIXVERSE_API_KEY"):
            keys.setenv(name, "referee-key")
        try:
            exec(compile(code, "script", "exec"), names)  # noqa: S102  that it runs is what is tested
        finally:
            if "client" in names:
                names["client"].close()


@pytest.mark.parametrize("local", [True, False], ids=["a local picture", "an address"])
def test_fals_own_client_asks_for_the_same(
    sandbox: Sandbox,
    photo: Path,
    address: str,
    local: bool,
    log: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`subscribe` with the arguments that the form sends, and with `upload_file` for a local picture."""
    road = ToSandbox(sandbox.url)
    client = led_here(road, monkeypatch)
    monkeypatch.setattr(fal_client, "subscribe", client.subscribe)
    monkeypatch.setattr(fal_client, "upload_file", client.upload_file)
    form = vw.form(VEO, prompt='He says: "it\'s $5 \\ 5€"', image=photo if local else address, duration="4s", seed=0)
    form.submit().wait(30)
    ran(form.to_code("provider"))
    road.really_close()
    ours, theirs = bodies(log, VEO)
    assert_same(ours, theirs, local=local)
    assert theirs["seed"] == 0
    assert capsys.readouterr().out.strip().endswith(".mp4")


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runway's SDK sleeps six seconds before each look; nothing else of it is changed."""
    from runwayml.lib import polling

    def nap(_seconds: float) -> None:
        threading.Event().wait(0.02)

    monkeypatch.setattr(polling, "time", types.SimpleNamespace(**{**vars(time), "sleep": nap}))


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("local", [True, False], ids=["a local picture", "an address"])
def test_runways_own_sdk_asks_for_the_same(
    photo: Path,
    address: str,
    local: bool,
    log: Callable[[], Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`create` in Python's spelling, also inside of objects; `create_ephemeral` for a local picture."""
    form = vw.form(
        "runway/image-to-video",
        model="gen4_turbo",
        prompt="A cat's \N{CAT} dance\nand rest.",
        image=photo if local else address,
        ratio="1280:720",
        duration=2,
        contentModeration="low",
        seed=7,
    )
    form.submit().wait(30)
    ran(form.to_code("provider"))
    ours, theirs = bodies(log, "/v1/image_to_video")
    assert theirs["contentModeration"] == {"publicFigureThreshold": "low"}
    assert_same(ours, theirs, local=local)
    assert ".mp4" in capsys.readouterr().out


@pytest.mark.usefixtures("_impatient")
def test_runways_first_and_last_frame(photo: Path, log: Callable[[], Any]) -> None:
    """Both frames are uploaded, each in its position."""
    form = vw.form(
        "runway/image-to-video",
        model="veo3.1_fast",
        prompt="a",
        image=photo,
        lastFrame=photo,
        ratio="1280:720",
        duration=4,
        audio=False,
        seed=7,
    )
    form.submit().wait(30)
    ran(form.to_code("provider"))
    ours, theirs = bodies(log, "/v1/image_to_video")
    assert [one["position"] for one in theirs["promptImage"]] == ["first", "last"]
    assert all(one["uri"].startswith("runway://") for one in theirs["promptImage"])
    assert_same(ours, theirs, local=True)


@pytest.mark.parametrize("picture", ["local", "an address", "an id"])
def test_pixverses_script_asks_for_the_same(
    sandbox: Sandbox,
    photo: Path,
    address: str,
    picture: str,
    log: Callable[[], Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It says that there is no SDK, uploads, creates and polls; only its host and its patience are changed here."""
    form = vw.form("pixverse/image-to-video", prompt="a 'cat'", model="v5.5", quality="540p", duration=5, seed=7)
    given: Any = {"local": photo, "an address": address}.get(picture)
    form.load({"image": photo if given is None else given})
    form.submit().wait(30)
    if given is None:
        form.load({"image": bodies(log, "/video/img/generate")[0]["img_id"]})
    script = form.to_code("provider")
    assert "publishes no Python SDK" in script
    ran(script.replace("https://app-api.pixverse.ai", sandbox.url).replace("time.sleep(5)", "time.sleep(0.02)"))
    ours, theirs = bodies(log, "/video/img/generate")
    assert_same(ours, theirs, local=picture != "an id")
    assert ".mp4" in capsys.readouterr().out


def test_a_pixverse_failure_is_said(sandbox: Sandbox, play: Callable[..., None]) -> None:
    """A refusal ends the script with PixVerse's own words, and so does a clip that failed."""
    form = vw.form("pixverse/text-to-video", prompt="a", model="v5.5", quality="540p", duration=5, aspect_ratio="16:9")
    script = form.to_code("provider").replace("https://app-api.pixverse.ai", sandbox.url)
    play("fail")
    with pytest.raises(SystemExit, match="made no clip"):
        ran(script.replace("time.sleep(5)", "time.sleep(0.02)"))
    with pytest.raises(SystemExit, match=r"PixVerse: [0-9]+ "):
        ran(script.replace('"v5.5"', '"v99"'))


def assert_same(ours: dict[str, Any], theirs: dict[str, Any], *, local: bool) -> None:
    """The same body, but for the address (or id) under which each has uploaded a local picture."""
    if local:
        ours, theirs = ({n: v for n, v in body.items() if n not in PICTURES} for body in (ours, theirs))
    assert ours == theirs
