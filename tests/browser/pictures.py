"""Pictures of every state of form and card in a real JupyterLab, to be looked at: by hand, none is kept in the repo.

`uv run python tests/browser/pictures.py FOLDER [mode…]`: one picture per mode of all forms, one of all cards. The
modes are light, dark, contrast (JupyterLab's) and forced (colours, the system's), each wide and -narrow.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from lab import Lab
    from playwright.sync_api import Locator

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MODES = [f"{theme}{width}" for theme in ("light", "dark", "contrast", "forced") for width in ("", "-narrow")]
PROMPT = "The fog lifts from the lake, the boat drifts slowly towards us, birds take off."
FORMS = {
    "empty": "vw.form('fal-ai/veo3/image-to-video')",
    "invalid": f"""form = vw.form('pixverse/image-to-video', model='v5', quality='1080p', duration=8, prompt={PROMPT!r},
    image='nowhere.jpg')
form._form._pressed()""",
    "ready": f"vw.form('fal-ai/veo3/image-to-video', prompt={PROMPT!r}, image='boat.jpg')",
    "unfolded": f"form = vw.form('runway/image-to-video', model='gen4_turbo', prompt={PROMPT!r}, image='boat.jpg')\n"
    "form._form._surface.fold.unfolded = True",
    "question": f"asking = vw.form('fal-ai/veo3/image-to-video', prompt={PROMPT!r}, image='boat.jpg')",
}
CARDS = """
import sys
sys.path.append({tests!r})
from view_samples import *
from vidwidgets.view.action import Action
from vidwidgets.view.card import Card
def card(state, **more):
    made = Card(ABOUT)
    made.tell(state, elapsed_seconds=74, steps={"sent": 2.0, "queue": 21.0})
    display(made)
    return made
"""
ASK = "asking._form.ask('You sent exactly this 1 second ago. Send it again?', 'Send it again', lambda: None)"
STATES = {
    "waiting": "card(UNENDED[1]);",
    "preparing": "card(UNENDED[0]);",
    "queued": "card(Queued(2));",
    "running": "card(Running(0.4));",
    "running, no progress": "card(Running(None));",
    "fetching": "card(Fetching(3_100_000, 4_100_000));",
    "failed": "card(ENDED_WITHOUT_CLIP[1]);",
    "moderated": "card(ENDED_WITHOUT_CLIP[0]);",
    "cancelled": "card(ENDED_WITHOUT_CLIP[2]);",
    "unknown": """card(ENDED_WITHOUT_CLIP[3]).offer([Action('look', 'Look it up'),
    Action('adopt', 'Adopt', ask='Its id in the console', placeholder='764cabcf-…'),
    Action('again', 'Send again', ask='To pay again, type: pay again', typed='pay again')])""",
}
DONE = f"""vw.submit('fal-ai/kling-video/v2.5-turbo/pro/image-to-video', prompt={PROMPT!r}, image='boat.jpg')"""


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "modes", nargs="*", metavar="mode", help=f"which of {', '.join(MODES)}; all where none is named"
    )
    told = parser.parse_args()
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent)]
    from browsing import Chromium
    from lab import Lab
    from playwright.sync_api import expect
    from road import photograph
    from servers import JupyterServer

    from vidwidgets.sandbox.server import start_sandbox

    told.folder.mkdir(parents=True, exist_ok=True)
    executable = next(filter(None, map(shutil.which, BROWSERS)))
    with ExitStack() as stack:
        chromium = Chromium(executable)
        stack.callback(chromium.close)
        browser = stack.enter_context(chromium.driving())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        sandbox = start_sandbox(home=folder / "sandbox", port=0, speed=20.0)
        stack.callback(sandbox.stop)
        server = JupyterServer(folder / "jupyter")
        stack.callback(server.close)
        lab = Lab(server, browser.new_page())
        lab.begin("pictures")
        photograph(lab.folder)
        cells = [
            "import vidwidgets as vw",
            *FORMS.values(),
            CARDS.replace("{tests!r}", repr(str(Path(__file__).parents[1] / "view"))),
            *STATES.values(),
            DONE,
            ASK,  # at the end: a picture that is still being read would be a change, which is a no
        ]
        lab.page.set_viewport_size({"width": 1200, "height": 9000})  # tall: what is out of sight is not drawn
        lab.open(cells, environ={"VIDWIDGETS_SANDBOX_URL": sandbox.url, "VIDWIDGETS_HOME": str(folder / "home")})
        for index in range(len(cells)):
            lab.run(index)
        expect(lab.output(len(cells) - 2).locator("video:visible")).to_have_count(1, timeout=60_000)
        for mode in told.modes or MODES:
            take(lab, mode, len(FORMS), len(cells) - 1, told.folder)


def take(lab: Lab, mode: str, forms: int, cells: int, folder: Path) -> None:
    """The pictures of one mode."""
    theme, _, narrow = mode.partition("-")
    lab.theme("light" if theme == "forced" else theme)  # type: ignore[arg-type]  # a wrong one fails there
    lab.page.emulate_media(forced_colors="active" if theme == "forced" else "none")
    # Lab keeps some 80 px of the width for itself
    lab.page.set_viewport_size({"width": 400 if narrow else 1200, "height": 9000})
    lab.page.evaluate("window.jupyterapp.shell.collapseLeft()")
    lab.page.wait_for_timeout(700)
    sheet([lab.output(at) for at in range(1, forms + 1)], folder / f"forms-{mode}.png")
    sheet([lab.output(at) for at in range(forms + 2, cells)], folder / f"cards-{mode}.png")


def sheet(parts: list[Locator], path: Path) -> None:
    """One picture of all parts, one below the other; in two columns where they are narrow."""
    shots = []
    for number, part in enumerate(parts):
        shot = path.with_name(f".{number}-{path.name}")
        part.screenshot(path=shot)
        shots.append(Image.open(shot).convert("RGB"))
        shot.unlink()
    columns = 4 if shots[0].width < 600 else 2
    heights = [0] * columns
    places = []
    for shot in shots:
        column = heights.index(min(heights))
        places.append((column * (shot.width + 8), heights[column]))
        heights[column] += shot.height + 8
    whole = Image.new("RGB", ((shots[0].width + 8) * columns, max(heights)), (128, 128, 128))
    for shot, place in zip(shots, places, strict=True):
        whole.paste(shot, place)
    whole.save(path)


if __name__ == "__main__":
    main()
