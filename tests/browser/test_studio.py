"""The studio, and the forms of Runway and PixVerse, in a real JupyterLab."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from lab import Lab
from playing import play
from playwright.sync_api import expect
from road import cards, generate, photograph, players

from vidwidgets.sandbox.server import Sandbox, start_sandbox

FETCHED_MS = 60_000
WATCH = """
(form) => {
  window.seen = [];
  const look = () => {
    if (!form.isConnected) return;
    const fields = [...form.querySelectorAll('.vw-field, .vw-note')].filter((e) => e.offsetParent !== null);
    window.seen.push(fields.map((e) => e.querySelector('.vw-label')?.textContent ?? ''));
    requestAnimationFrame(look);
  };
  look();
}
"""
"""Notes in each frame which fields a person sees."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox twice as fast as a person's: Runway and PixVerse are asked only every five seconds."""
    running = start_sandbox(home=tmp_path_factory.mktemp("sandbox"), port=0, speed=2.0)
    yield running
    running.stop()


@pytest.fixture
def road(lab: Lab, sandbox: Sandbox) -> Callable[..., None]:
    """Open a notebook with these cells, a photograph beside it, on the sandbox."""
    photograph(lab.folder)

    def open_cells(*cells: str) -> None:
        environ = {"VIDWIDGETS_SANDBOX_URL": sandbox.url, "VIDWIDGETS_HOME": str(lab.folder / "home")}
        lab.open(cells, environ=environ | {"GATEWAY_KEY": "any-key-will-do"})

    return open_cells


@pytest.mark.parametrize(
    ("endpoint", "title"), [("runway/image-to-video", "Runway"), ("pixverse/image-to-video", "PixVerse")]
)
def test_a_form_makes_a_clip(lab: Lab, road: Callable[..., None], endpoint: str, title: str) -> None:
    """Press Generate, and the clip plays."""
    road(f"import vidwidgets as vw\nform = vw.form('{endpoint}', prompt='The fog lifts.', image='boat.jpg')")
    lab.run(0)
    lab.screenshot(f"form-{title}")
    generate(lab, 0)
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)
    assert play(players(lab, 0))["seconds"] > 0
    lab.screenshot(f"done-{title}")
    assert lab.errors == []


@pytest.mark.parametrize(
    ("endpoint", "model", "words"),
    [
        ("runway/image-to-video", "gen4_turbo", ("Veo 3.1", "Gen-4 Turbo")),
        ("pixverse/image-to-video", "v6", ("v4", "v6")),
    ],
)
def test_switching_the_model_loses_nothing(
    lab: Lab, road: Callable[..., None], endpoint: str, model: str, words: tuple[str, str]
) -> None:
    """Switched to another model and back, what was typed is still there, and the values are the same."""
    road(
        f"import vidwidgets as vw\nform = vw.form('{endpoint}', model='{model}', image='boat.jpg', prompt='')",
        "form.values",
    )
    lab.run(0)
    prompt = lab.output(0).get_by_role("textbox", name="Prompt", exact=True)
    prompt.fill("A prompt that took a while to write.")
    lab.run(1)
    before = lab.outputs(1)[0]["data"]["text/plain"]
    lab.output(0).locator(".vw-form").evaluate(WATCH)
    for name in words:
        lab.page.evaluate("window.seen = []")
        lab.output(0).get_by_label("Model", exact=True).select_option(label=name)
        lab.run(1)  # its output comes after every change that the switch has made
        lab.page.evaluate("window.enough = window.seen.length + 60")
        lab.page.wait_for_function("window.seen.length > window.enough")
        frames = lab.page.evaluate("window.seen")
        for field in {field for frame in frames for field in frame}:
            shown = [field in frame for frame in frames]
            assert sum(one != other for one, other in pairwise(shown)) <= 1, f"{field} flickers"
        expect(prompt).to_have_value("A prompt that took a while to write.")
        lab.screenshot(f"model-{endpoint.split('/', maxsplit=1)[0]}-{name}")
    lab.run(1)
    assert lab.outputs(1)[0]["data"]["text/plain"] == before
    assert lab.errors == []


def test_the_studio_finds_a_model_by_typing(lab: Lab, road: Callable[..., None]) -> None:
    """Typed, arrowed and entered: the form changes, the prompt goes along, the cards stay below."""
    road("import vidwidgets as vw\nstudio = vw.studio()")
    lab.run(0)
    studio = lab.output(0)
    studio.get_by_role("textbox", name="Prompt", exact=True).fill("The fog lifts.")
    pick = studio.get_by_role("combobox", name="Model")
    pick.click()
    pick.fill("kling turbo")
    lab.screenshot("studio-picking")
    expect(studio.get_by_role("listbox", name="Models").get_by_role("option")).to_have_count(1)
    pick.press("Enter")
    expect(studio.get_by_role("heading", name="Kling 2.5 Turbo Pro")).to_be_visible()
    expect(studio.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("The fog lifts.")
    pick.fill("veo image")
    pick.press("Enter")
    expect(studio.get_by_role("heading", name="Veo 3", exact=True)).to_be_visible()
    studio.get_by_placeholder("path or URL").fill("boat.jpg")
    expect(studio.get_by_role("button", name="Generate")).to_be_enabled()
    generate(lab, 0)
    expect(cards(lab, 0)).to_have_count(1)
    pick.fill("runway image")
    pick.press("Enter")
    expect(cards(lab, 0)).to_have_count(1)
    expect(players(lab, 0)).to_have_count(1, timeout=FETCHED_MS)
    lab.screenshot("studio-done")
    lab.theme("dark")
    lab.narrow()
    lab.screenshot("studio-narrow-dark", studio)
    assert lab.errors == []


def test_one_gateway_serves_all_five(lab: Lab, road: Callable[..., None], sandbox: Sandbox) -> None:
    """One host, one key, all the seeds' paths: one cell makes five clips."""
    road(
        f"""
import vidwidgets as vw
vw.connect("all-in-one", base_url="{sandbox.url}", key_env="GATEWAY_KEY")
ids = [e.id for e in vw.endpoints() if e.kind == "image to video"]
jobs = [vw.submit(i, connection="all-in-one", prompt="The fog lifts.", image="boat.jpg", **more) for i, more in {{
    "fal-ai/veo3/image-to-video": dict(duration="4s"),
    "fal-ai/kling-video/v2.5-turbo/pro/image-to-video": dict(),
    "fal-ai/kling-video/v2.1/standard/image-to-video": dict(),
    "runway/image-to-video": dict(model="gen4_turbo", ratio="1280:720", duration=5),
    "pixverse/image-to-video": dict(model="v5.5", quality="540p", duration=5),
}}.items()]
clips = [job.wait(90) for job in jobs]
print(sorted(ids) == sorted(job.endpoint for job in jobs), [clip.path.is_file() for clip in clips])
""",
        "import vidwidgets as vw\nstudio = vw.studio()",
    )
    lab.run(0)
    assert "True [True, True, True, True, True]" in str(lab.outputs(0))
    lab.run(1)
    options = lab.output(1).get_by_role("combobox", name="Connection").locator("option")
    assert options.all_inner_texts().count("all-in-one") == 1
