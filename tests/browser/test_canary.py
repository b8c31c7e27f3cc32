"""A key goes to its own origin and nowhere else: a canary, looked for wherever anything is kept or shown."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from lab import Lab
from playwright.sync_api import expect
from road import cards, photograph
from servers import ENVIRON

from vidwidgets.sandbox.server import Sandbox, start_sandbox

CANARY = "canary/7f2c+5d1e:b3a9=0c48d6e17f"
CODED = base64.b64encode(CANARY.encode()).decode()
SPELLINGS = (CANARY, quote(CANARY, safe=""), CODED[:-4], base64.b64encode(f"Key {CANARY}".encode()).decode()[:-4])
RUN = Path(__file__).with_name("canary_run.py")
WIDGET_STATE = ("@jupyter-widgets/jupyterlab-manager:plugin", "saveState", True)
ENDED_MS = 150_000


@pytest.fixture
def sandboxes(tmp_path: Path) -> Iterator[tuple[Sandbox, Sandbox]]:
    """The key's own origin, and a foreign one that a careless client would follow."""
    started = [start_sandbox(home=tmp_path / name, port=0, speed=20.0) for name in ("own", "foreign")]
    yield started[0], started[1]
    for one in started:
        one.stop()


def places_with(folder: Path) -> list[str]:
    """The files below a folder that hold the canary in any spelling, but for the one that hands it to the kernel."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ENVIRON and shows(path.read_bytes().decode("latin-1"))
    ]


def shows(text: str) -> bool:
    """Whether a text holds the canary in any spelling."""
    return any(spelling in text for spelling in SPELLINGS)


def requests(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What a sandbox was asked."""
    found: list[dict[str, Any]] = httpx.get(f"{sandbox.url}/_sandbox/log").json()["requests"]
    return found


def test_the_key_is_nowhere_but_at_its_origin(lab: Lab, sandboxes: tuple[Sandbox, Sandbox]) -> None:
    """Every scenario on every wire; then notebook with widget state, journal, clips, logs, tracebacks, page: no hit."""
    own, foreign = sandboxes
    photograph(lab.folder, "cat.jpg", (640, 360))
    lab.setting(*WIDGET_STATE)
    environ = {"VIDWIDGETS_SANDBOX_URL": own.url, "FOREIGN": foreign.url.removeprefix("http://"), "CANARY_KEY": CANARY}
    lab.open([RUN.read_text(), "print(summary)"], environ={**environ, "VIDWIDGETS_HOME": str(lab.folder / "home")})
    lab.run(0, wait=False)
    lab.run(1, wait=False)
    expect(lab.output(1)).to_contain_text("with a clip", timeout=ENDED_MS)
    expect(cards(lab, 0).first).to_be_attached()
    open_every_glass_box(lab)
    lab.save()

    kept = {path.name for path in lab.folder.rglob("*") if path.is_file()}
    assert {"notebook.ipynb", "journal.sqlite3", "debug.log", "told.txt", "cat.jpg"} <= kept
    assert any(name.endswith(".mp4") for name in kept)
    assert "application/vnd.jupyter.widget-state+json" in lab.file.read_text()
    assert "OutcomeUnknown" in (lab.folder / "told.txt").read_text()
    assert "HTTP Request" in (lab.folder / "debug.log").read_text()
    assert "(the key)" in (lab.folder / "told.txt").read_text(), "no host quoted the key: that was not tried"
    assert places_with(lab.folder) == []
    assert "(the key)" in lab.page.content(), "no glass box shows what a host said of the key"
    assert not shows(lab.page.content())
    assert not shows(
        lab.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    )
    assert foreign_requests_carry_no_key(own, foreign)

    # the search finds what is there
    (lab.folder / "planted.txt").write_text(f"…{quote(CANARY, safe='')}…")
    assert places_with(lab.folder) == ["planted.txt"]
    lab.page.evaluate("(text) => document.body.append(text)", CANARY)
    assert shows(lab.page.content())
    lab.page.evaluate("document.body.lastChild.remove()")


def open_every_glass_box(lab: Lab) -> None:
    """All requests and replies of all jobs on the page, each whole."""
    lab.page.evaluate("document.querySelectorAll('.vw-see').forEach((button) => button.click())")
    asked = "[...document.querySelectorAll('.vw-glass')].every((box) => box.querySelector('.vw-exchange'))"
    lab.page.wait_for_function(asked, timeout=ENDED_MS)
    lab.page.evaluate("document.querySelectorAll('.vw-glass details').forEach((one) => { one.open = true; })")
    lab.page.wait_for_function("document.querySelector('.vw-glass .vw-copies')")


def foreign_requests_carry_no_key(own: Sandbox, foreign: Sandbox) -> bool:
    """No keyed header on media, and no request at all to the other host."""
    assert requests(foreign) == [], "what an answer names elsewhere is not asked"
    media = [entry for entry in requests(own) if entry["path"].startswith("/files/")]
    assert media
    keyed = [entry for entry in media if {"authorization", "api-key"} & set(entry["headers"])]
    assert any("authorization" in entry["headers"] for entry in requests(own)), "the key was used"
    return keyed == [] and not any("key-on-media" in entry["flags"] for entry in requests(own))
