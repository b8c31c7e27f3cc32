"""What the end-to-end tests share: cells that make clips, and where a person sees them."""

from pathlib import Path

from lab import Lab
from PIL import Image, ImageDraw
from playwright.sync_api import Locator

FORM = """
import vidwidgets as vw
form = vw.form("{endpoint}", prompt="{prompt}", image="{image}"{more})
"""


def photograph(folder: Path, name: str = "boat.jpg", size: tuple[int, int] = (1280, 720)) -> Path:
    """A picture with enough in it to be seen moving."""
    image = Image.effect_mandelbrot(size, (-1.6, -1.0, 0.6, 1.0), 80).convert("RGB")
    ImageDraw.Draw(image).ellipse((size[0] // 3, size[1] // 3, size[0] // 2, size[1] // 2), fill=(220, 140, 60))
    path = folder / name
    image.save(path)
    return path


def form_cell(endpoint: str, *, prompt: str = "The fog lifts.", image: str = "boat.jpg", more: str = "") -> str:
    """A cell that shows a form."""
    return FORM.format(endpoint=endpoint, prompt=prompt, image=image, more=more)


def generate(lab: Lab, cell: int) -> None:
    """Press Generate in a cell's form."""
    lab.output(cell).get_by_role("button", name="Generate").click()


def players(lab: Lab, cell: int) -> Locator:
    """The players that a person sees in a cell's output."""
    return lab.output(cell).locator("video:visible")


def cards(lab: Lab, cell: int) -> Locator:
    """The job cards in a cell's output."""
    return lab.output(cell).locator("[class*=vidwidgets-card-]")
