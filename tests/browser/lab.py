"""Drives a real JupyterLab in Chromium, as a person would, through one page that is kept for the whole session.

All waiting is Playwright's own, under one time limit; nothing sleeps. The page's part is in lab.js.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import nbformat
from playwright.sync_api import ConsoleMessage, Locator, Page
from servers import ENVIRON, JupyterServer

PATIENCE_MS = 30_000
SCRIPT = Path(__file__).with_name("lab.js")
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark", "contrast": "JupyterLab Dark High Contrast"}
WIDE = {"width": 1400, "height": 1000}
NARROW = {"width": 480, "height": 900}


class Lab:
    """JupyterLab's page, and in it the notebook that a test has opened."""

    def __init__(self, server: JupyterServer, page: Page) -> None:
        """Load the page.

        Args:
            server: Where JupyterLab runs.
            page: An empty page that this may keep.
        """
        self.server = server
        self.page = page
        self._changed_settings: list[tuple[str, str]] = []
        self.path = ""
        """The open notebook's path below the server's root."""
        self.folder = server.root
        """The test's own folder, where its notebooks are and its kernels start."""
        self.shots = server.root.parent / "shots"
        self.errors: list[str] = []
        """What the page's console took as an error, and every exception that no one caught."""
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(path=SCRIPT)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("dialog", lambda dialog: dialog.accept())  # leaving a page with unsaved changes
        self._load()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _load(self) -> None:
        # reset: without it notebooks of earlier tests come back by themselves
        self.page.goto(f"{self.server.url}lab/workspaces/tests?token={self.server.token}&reset")
        self.page.wait_for_function("window.jupyterapp?.shell && window.lab")
        self._do("window.jupyterapp.restored")

    def _do(self, promise: str, *arguments: Any) -> None:
        """Evaluate a promise in the page and wait for it, under the page's time limit."""
        ticket = self.page.evaluate(f"(given) => lab.begin({promise})", list(arguments))
        ended = self.page.wait_for_function(
            "(ticket) => lab.settled.has(ticket) && [lab.settled.get(ticket)]", arg=ticket
        )
        failure = ended.json_value()[0]
        assert not failure, f"{promise}: {failure}"

    # --- notebooks

    def begin(self, folder: str) -> None:
        """Start a test: nothing open, no kernel, a folder of its own, light and wide, no errors heard."""
        self._do("lab.clear()")
        self.folder = self.server.root / folder
        self.folder.mkdir()
        self.theme("light")
        self.wide()
        self.errors.clear()

    def write(self, cells: Sequence[str], name: str = "notebook.ipynb") -> Path:
        """Write a notebook of code cells; one that begins with `# markdown` becomes text."""
        notebook = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        )
        for cell in cells:
            text = cell.removeprefix("# markdown\n")
            make = nbformat.v4.new_code_cell if text == cell else nbformat.v4.new_markdown_cell
            notebook.cells.append(make(text))
        written = self.folder / name
        nbformat.write(notebook, written)
        return written

    def open(self, cells: Sequence[str], *, environ: dict[str, str] | None = None) -> None:
        """Write a notebook into the test's folder and open it.

        Args:
            cells: The source of its cells.
            environ: Environment variables for its kernels, from their start on.
        """
        self.tell_kernel(environ or {})
        self.open_file(self.write(cells))

    def tell_kernel(self, environ: dict[str, str]) -> None:
        """Environment variables for every kernel that starts in the test's folder."""
        (self.folder / ENVIRON).write_text(json.dumps(environ))

    def open_file(self, notebook: Path, *, kernel: bool = True) -> None:
        """Open a notebook that is in the test's folder, and wait until its kernel, if it shall have one, is idle."""
        self.path = notebook.relative_to(self.server.root).as_posix()
        self.page.bring_to_front()  # a page in the background draws no outputs
        self._do("lab.open(...given)", self.path, kernel)
        if kernel:
            self.wait_idle()

    def open_without_kernel(self, notebook: Path) -> None:
        """Open a notebook as "Notebook (no kernel)"."""
        self.open_file(notebook, kernel=False)

    def untrusted(self, notebook: Path) -> Path:
        """A copy as it comes from somebody else: changed, so that this machine's signature does not fit."""
        return self.copy(notebook, f"untrusted-{notebook.name}", copied_from="elsewhere")

    def copy(self, notebook: Path, name: str, **metadata: Any) -> Path:
        """A copy beside it, with other metadata; `None` takes an entry away."""
        found = nbformat.read(notebook, as_version=4)
        found.metadata.update(metadata)
        for gone in [key for key, value in metadata.items() if value is None]:
            del found.metadata[gone]
        written = notebook.with_name(name)
        nbformat.write(found, written)
        return written

    @property
    def file(self) -> Path:
        """The open notebook's file."""
        return self.server.root / self.path

    @property
    def is_trusted(self) -> bool:
        """Whether JupyterLab trusts every cell of the open notebook."""
        return bool(self.page.evaluate("(path) => lab.isTrusted(path)", self.path))

    def save(self) -> None:
        """Save the notebook."""
        self._do("lab.save(given[0])", self.path)

    def close(self) -> None:
        """Close every notebook and end every kernel; what is not saved is lost. Settings get their defaults back."""
        self._do("lab.clear()")
        for plugin, name in self._changed_settings:
            self._do("lab.set(...given)", plugin, name, None)
        self._changed_settings.clear()

    def reload(self, *, kernel: bool = True) -> None:
        """Load the page anew, which forgets all that it knew, and open the same notebook in it."""
        self._load()
        self.open_file(self.file, kernel=kernel)

    # --- cells

    def panel(self) -> Locator:
        """The open notebook."""
        return self.page.locator(f"[id='{self.page.evaluate('(path) => lab.panel(path).id', self.path)}']")

    def cell(self, index: int) -> Locator:
        """A cell, counted from 0."""
        return self.panel().locator(f".jp-Cell[data-windowed-list-index='{index}']")

    def output(self, index: int) -> Locator:
        """What a cell shows below its code."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def run(self, index: int, *, wait: bool = True) -> None:
        """Run a cell; `wait` waits for its end."""
        if wait:
            self._do("lab.run(...given)", self.path, index)
        else:
            self.page.evaluate("(given) => void lab.begin(lab.run(...given))", [self.path, index])
            self.page.wait_for_function("(given) => lab.isRunning(...given)", arg=[self.path, index])

    def wait_cell(self, index: int) -> None:
        """Wait until a cell no longer runs."""
        self.page.wait_for_function("(given) => !lab.isRunning(...given)", arg=[self.path, index])

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """A cell's outputs, as the notebook would be saved with them."""
        found: list[dict[str, Any]] = self.page.evaluate("(given) => lab.outputs(...given)", [self.path, index])
        return found

    def saved_outputs(self, index: int) -> list[dict[str, Any]]:
        """A cell's outputs in the notebook's file."""
        return list(nbformat.read(self.file, as_version=4).cells[index].outputs)

    # --- kernel

    def wait_idle(self) -> None:
        """Wait until the kernel is there and has nothing to do."""
        self.page.wait_for_function("(path) => lab.isIdle(path)", arg=self.path)

    def restart_kernel(self) -> None:
        """Restart the kernel, without the dialog."""
        self._do("lab.restart(given[0])", self.path)
        self.wait_idle()

    def interrupt_kernel(self) -> None:
        """What the ■ button does."""
        self._do("lab.interrupt(given[0])", self.path)

    def shutdown_kernel(self) -> None:
        """End the notebook's kernel; the notebook stays open."""
        self._do("lab.shutdown(given[0])", self.path)

    # --- looks

    def theme(self, name: Literal["light", "dark", "contrast"]) -> None:
        """Change JupyterLab's theme and wait until it is drawn."""
        self._do("lab.theme(given[0])", THEMES[name])
        self.page.wait_for_function("(name) => document.body.dataset.jpThemeName === name", arg=THEMES[name])

    def wide(self) -> None:
        """A desktop's window, with the side bar closed."""
        self.page.set_viewport_size(WIDE)
        self.page.evaluate("window.jupyterapp.shell.collapseLeft()")

    def narrow(self) -> None:
        """A window as narrow as a telephone's."""
        self.page.set_viewport_size(NARROW)

    def setting(self, plugin: str, name: str, value: Any) -> None:
        """Change one of JupyterLab's settings until the notebook is closed; the page is loaded again, empty."""
        self._changed_settings.append((plugin, name))
        self._do("lab.set(...given)", plugin, name, value)
        self._load()

    def screenshot(self, name: str, part: Locator | None = None) -> Path:
        """A picture of the page, or of a part of it, in `VIDWIDGETS_SHOTS` or the session's own folder."""
        path = self.shots / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        (part or self.page).screenshot(path=path)
        return path


def nbconvert_html(notebook: Path) -> Path:
    """What `jupyter nbconvert --to html` makes of a notebook, beside it."""
    ended = subprocess.run(
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(notebook)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return notebook.with_suffix(".html")
