"""A large picture from the browser into the kernel, in a real JupyterLab."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .figure import Figure, median, spread
from .in_lab import PATIENCE_MS, opened_lab
from .plain_form import VEO
from .served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AT_MOST_SECONDS: Final = 6.0
OF_MEGABYTES: Final = 100
PEER_MEGABYTES: Final = 9
"""ipywidgets sends a file in one message; above 10 MiB the server ends the connection and the file is lost."""
OURS: Final = f"import vidwidgets as vw\nform = vw.form({VEO!r}, prompt='The fog lifts.')"
PEER: Final = """
import hashlib, ipywidgets
box, done = ipywidgets.FileUpload(), ipywidgets.Label("-")
box.observe(lambda _: setattr(done, "value", hashlib.md5(box.value[0].content).hexdigest()), names="value")
ipywidgets.VBox([box, done])
"""
ARRIVED: Final = (
    "import hashlib, pathlib\nprint(hashlib.md5(pathlib.Path(form.values['image_url']).read_bytes()).hexdigest())"
)
BAR_GONE: Final = """() => {
  const bar = document.querySelector(".vw-media progress");
  let shown = false;
  new MutationObserver(() => {
    shown ||= !bar.hidden;
    if (shown && bar.hidden) window.ended ||= performance.now();
  }).observe(bar, { attributes: true });
}"""
WORD_CHANGED: Final = """() => {
  new MutationObserver(() => { window.ended ||= performance.now(); })
    .observe(document.querySelector(".jp-OutputArea .widget-label"), { childList: true, subtree: true });
}"""
OPENER: Final = ".vw-media .vw-drop, .jupyter-widgets.widget-upload"
"""What opens the file dialogue."""


@dataclass(frozen=True)
class Upload:
    """Ours with a large file, and ipywidgets' own upload with the largest that it can take."""

    megabytes: int = OF_MEGABYTES
    rounds: int = 3
    browser: Browser | None = None
    """A running Chromium; None starts one."""

    def measure(self) -> list[Figure]:
        """Megabytes a second, from the choice of the file until the kernel has all of it (ours: on disk).

        Raises:
            AssertionError: What arrived is not what was sent, or the page lost its connection.
        """
        with tempfile.TemporaryDirectory() as folder, served(), opened_lab(self.browser) as page:
            large, small = (_noise(Path(folder) / f"{size}.bmp", size) for size in (self.megabytes, PEER_MEGABYTES))
            ours, theirs = [], []
            for turn in range(self.rounds):
                ours.append(_seconds(page.lab, f"upload-{turn}", OURS, BAR_GONE, large, [ARRIVED]))
                theirs.append(_seconds(page.lab, f"upload-peer-{turn}", PEER, WORD_CHANGED, small, []))
        return [self._figure(ours, theirs)]

    def _figure(self, ours: list[float], theirs: list[float]) -> Figure:
        promised = self.megabytes == OF_MEGABYTES
        return Figure(
            what=f"upload of a {self.megabytes} MB picture",
            ours=self.megabytes / median(ours),
            peer=PEER_MEGABYTES / median(theirs),
            peer_name=f"ipywidgets FileUpload, {PEER_MEGABYTES} MB: with more it loses the connection",
            unit="MB/s",
            target=f"{OF_MEGABYTES} MB within {AT_MOST_SECONDS:g} s on loopback" if promised else "",
            met=median(ours) <= AT_MOST_SECONDS if promised else None,
            measured=f"from the choice of the file in JupyterLab until the kernel has stored it, its bytes compared; "
            f"{spread(ours, 's')}",
        )


def _seconds(lab: Any, name: str, cell: str, watch: str, file: Path, after: list[str]) -> float:
    lab.begin(name)
    lab.open([cell, *after])
    lab.run(0)
    with lab.page.expect_file_chooser() as chooser:
        lab.output(0).locator(OPENER).first.click()
    lab.page.evaluate(watch)
    lab.page.evaluate("() => { window.ended = 0; window.began = performance.now() }")
    chooser.value.set_files(file)
    lab.page.wait_for_function("window.ended > 0", timeout=PATIENCE_MS * 2, polling=200)
    seconds = float(lab.page.evaluate("(window.ended - window.began) / 1000"))
    if after:
        lab.run(1)
        arrived = lab.outputs(1)[0]["text"].strip()
    else:
        arrived = lab.output(0).locator(".widget-label").last.inner_text()
    assert arrived == _md5(file), f"{file.name} arrived as something else: {arrived}"
    assert lab.errors == [], lab.errors
    return seconds


def _noise(path: Path, megabytes: int) -> Path:
    """A picture of about that many megabytes."""
    from PIL import Image

    width = 4_000
    Image.effect_noise((width, megabytes * 1_000_000 // width // 3), 80).convert("RGB").save(path)
    return path


def _md5(path: Path) -> str:
    import hashlib

    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
