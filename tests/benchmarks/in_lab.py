"""A JupyterLab page that times cells, on the harness of the browser tests."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 30_000


class Page:
    """The page; each question opens a notebook with a kernel of its own."""

    def __init__(self, lab: Any) -> None:
        self.lab = lab
        """The harness of the browser tests (tests/browser/lab.py)."""
        self._notebooks = 0
        lab.page.evaluate((HERE / "in_lab.js").read_text(encoding="utf-8"))

    def shown_after(self, cells: Sequence[str], button: str, *, before: str = "") -> list[float]:
        """Run cells in a fresh kernel, and give for each the milliseconds until it shows that button.

        Args:
            cells: Their code; each shows the button.
            button: How its text begins.
            before: A cell that runs first and is not timed.
        """
        self._notebooks += 1
        self.lab.begin(f"form-{self._notebooks}")
        self.lab.open([before or "pass", *cells])
        self.lab.run(0)
        timed = "(given) => timeUntilShown(...given)"
        path = self.lab.path
        return [self.lab.page.evaluate(timed, [path, at + 1, button, PATIENCE_MS]) for at in range(len(cells))]


@contextmanager
def opened_lab(browser: Browser | None = None) -> Iterator[Page]:
    """Start JupyterLab, and Chromium unless one is given.

    Raises:
        FileNotFoundError: There is no Chromium.
    """
    sys.path[:0] = [path for path in (str(HERE.parent), str(HERE.parent / "browser")) if path not in sys.path]
    from browsing import Chromium
    from lab import Lab
    from servers import JupyterServer

    with ExitStack() as stack:
        if browser is None:
            executable = next(filter(None, map(shutil.which, BROWSERS)), None)
            if executable is None:
                raise FileNotFoundError(f"No Chromium was found ({', '.join(BROWSERS)}).")
            started = Chromium(executable)
            stack.callback(started.close)
            browser = stack.enter_context(started.driving())
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        server = JupyterServer(Path(folder))
        stack.callback(server.close)
        context = browser.new_context()
        stack.callback(context.close)
        page = context.new_page()
        lab = Lab(server, page)
        yield Page(lab)
        lab.close()
