"""A picture over Runway's data-URI limit: uploaded where that is possible, else re-encoded to fit, and said."""

from pathlib import Path

import httpx
import pytest
from PIL import Image

import vidwidgets as vw
from vidwidgets.sandbox.server import start_sandbox
from vidwidgets.wire.states import Preparing

ASKED = {"model": "gen4_turbo", "ratio": "1280:720", "duration": 2, "prompt": "The fog lifts."}
MOST_CHARACTERS = 5_242_880


@pytest.mark.parametrize("gateway", [False, True], ids=["uploaded", "re-encoded"])
def test_a_large_picture_still_makes_a_clip(gateway: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clip is made, no data URI over the limit travels, and the card says which way the picture went."""
    Image.effect_noise((2400, 1400), 90).convert("RGB").save(tmp_path / "noise.png")
    assert (tmp_path / "noise.png").stat().st_size > MOST_CHARACTERS
    sandbox = start_sandbox(home=tmp_path / "sandbox", port=0, speed=20.0)
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", sandbox.url)
    monkeypatch.setenv("MY_RUNWAY", "any-key")
    notes: list[str] = []
    try:
        if gateway:
            vw.connect("reseller", provider="runway", base_url=sandbox.url, key_env="MY_RUNWAY")
        connection = "reseller" if gateway else "sandbox"
        job = vw.submit("runway/image-to-video", connection=connection, image=tmp_path / "noise.png", **ASKED)
        job.listen(lambda state: notes.append(state.note) if isinstance(state, Preparing) else None)
        assert job.wait(60).path.is_file()
        asked = httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    finally:
        sandbox.stop()

    uploads = [request for request in asked if request["path"].endswith("/uploads")]
    assert len(uploads) == (0 if gateway else 1)
    assert any("noise.png" in note for note in notes)
