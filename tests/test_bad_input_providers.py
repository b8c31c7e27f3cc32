"""Bad input to Runway and PixVerse: each a clear sentence, nothing sent, nothing lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

import vidwidgets as vw
from vidwidgets.sandbox.server import Sandbox, start_sandbox

RUNWAY = {"model": "gen4_turbo", "ratio": "1280:720", "duration": 5}
PIXVERSE = {"model": "v6", "quality": "720p", "duration": 5}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One sandbox for the module."""
    sandbox = start_sandbox(home=tmp_path_factory.mktemp("sandbox"), port=0, speed=20.0)
    yield sandbox
    sandbox.stop()


@pytest.fixture(autouse=True)
def untouched(running: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sandbox has accepted no job of a test when it ends."""
    monkeypatch.setenv("VIDWIDGETS_SANDBOX_URL", running.url)
    before = len(httpx.get(f"{running.url}/_sandbox/log").json()["jobs"])
    yield
    assert len(httpx.get(f"{running.url}/_sandbox/log").json()["jobs"]) == before


def picture(folder: Path, name: str, size: tuple[int, int] = (1280, 720)) -> Path:
    """A plain picture file."""
    Image.new("RGB", size, "teal").save(folder / name)
    return folder / name


def refusal(endpoint: str, **values: object) -> str:
    """The sentence with which a submit is refused."""
    with pytest.raises(vw.InvalidRequest) as caught:
        vw.submit(endpoint, **values)
    assert caught.value.spent == "no"
    return str(caught.value)


def test_runway_takes_no_gif(tmp_path: Path) -> None:
    """It names what it is and what is taken."""
    said = refusal("runway/image-to-video", prompt="A boat.", image=picture(tmp_path, "boat.gif"), **RUNWAY)
    assert "gif" in said
    assert "jpeg, png, webp" in said


def test_runway_takes_no_ratio_of_another_model(tmp_path: Path) -> None:
    """Veo's pixels are not Gen-4's."""
    values = RUNWAY | {"ratio": "1920:1080"}
    said = refusal("runway/image-to-video", prompt="A boat.", image=picture(tmp_path, "boat.png"), **values)
    assert "1280:720" in said


def test_runway_counts_an_emoji_as_two(tmp_path: Path) -> None:
    """501 emoji are 1,002 of the 1,000 units that Gen-4 Turbo takes."""
    said = refusal("runway/image-to-video", prompt="🚀" * 501, image=picture(tmp_path, "boat.png"), **RUNWAY)
    assert "1,002" in said
    assert "1,000" in said


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"model": "v4", "motion_mode": "fast", "duration": 8}, "motion_mode"),
        ({"camera_movement": "zoom_in"}, "camera_movement"),
        ({"model": "v5", "lip_sync_tts_switch": True, "lip_sync_tts_speaker_id": "1"}, "lip_sync_tts_content"),
        ({"prompt": "x" * 5001}, "prompt"),
    ],
    ids=["fast-8s", "camera-on-v6", "lip-sync-without-text", "prompt-5001"],
)
def test_pixverse_says_which_field(tmp_path: Path, more: dict[str, object], names: str) -> None:
    """The broken rule names its field, and the sentence is there to read."""
    values = {"prompt": "A boat.", "image": picture(tmp_path, "boat.png"), **PIXVERSE, **more}
    problems = vw.endpoint("pixverse/image-to-video").problems(values)
    assert names in {name for problem in problems for name in problem.fields}
    assert str(problems[0]) in refusal("pixverse/image-to-video", **values)


def test_a_side_of_4001_is_a_warning_at_pixverse(tmp_path: Path) -> None:
    """Two pages of PixVerse differ on it, so it is said and not refused."""
    form = vw.form("pixverse/image-to-video", prompt="A boat.", image=str(picture(tmp_path, "wide.png", (4001, 3000))))
    assert form.problems == []
    assert any("4001" in str(warning) for warning in form.warnings)


@pytest.mark.parametrize("text", ["🚢 الضباب ينقشع عن البحيرة", "霧が湖から晴れていく", "שלום \u202eolleh"])
@pytest.mark.parametrize("endpoint", ["runway/image-to-video", "pixverse/image-to-video"])
def test_any_script_goes_as_it_is(endpoint: str, text: str, tmp_path: Path) -> None:
    """Emoji, right-to-left and East Asian text break no rule and are not altered."""
    values = {
        "prompt": text,
        "image": str(picture(tmp_path, "boat.png")),
        **(RUNWAY if "runway" in endpoint else PIXVERSE),
    }
    found = vw.endpoint(endpoint)
    assert found.problems(values) == []
    assert text in found.body(values).values()


def test_the_seeds_own_runway_example_is_warned_about_and_kept() -> None:
    """gen4_turbo with 1280:768 is not in Runway's list: that is said, and nothing is changed."""
    values = {"promptImage": "https://example.com/a.png", "model": "gen4_turbo", "ratio": "1280:768", "duration": 5}
    found = vw.endpoint("runway/image-to-video")
    assert found.problems(values | {"promptText": "cat dance"}) == []
    assert any("1280:768" in str(warning) for warning in found.warnings(values))
    assert found.body(values)["ratio"] == "1280:768"


def test_the_account_is_on_the_connections_line(running: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left is asked for in the background and shown where the connection is named."""
    monkeypatch.setenv("MY_PIXVERSE", "any-key")
    vw.connect("my-pixverse", provider="pixverse", base_url=running.url, key_env="MY_PIXVERSE")
    form = vw.form("pixverse/text-to-video", connection="my-pixverse", prompt="A boat.")
    told = threading.Event()
    head = form.widget.children[0]
    head.observe(lambda _change: told.set(), names="connection")
    if "credits" not in head.connection:
        assert told.wait(20)
    assert "credits" in head.connection
