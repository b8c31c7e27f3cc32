"""One Chromium for the whole test session, shared by every test that draws something."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    # A page that asks for another host is told at once that there is none.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


class Chromium:
    """A started browser, and the event loop on which its driver runs.

    Playwright's synchronous face leaves its loop marked as running in this thread, so that `asyncio.run` would
    fail in every later test. The mark is therefore set only while a test drives the browser.
    """

    def __init__(self, executable: str) -> None:
        self._playwright = sync_playwright().start()
        self._loop = asyncio.get_running_loop()
        self.browser: Browser = self._playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        self._mark(None)

    @contextmanager
    def driving(self) -> Iterator[Browser]:
        """Drive the browser; while this lasts, the thread runs no other event loop."""
        self._mark(self._loop)
        try:
            yield self.browser
        finally:
            self._mark(None)

    def close(self) -> None:
        """End the browser and its driver."""
        self._mark(self._loop)
        self.browser.close()
        self._playwright.stop()
        self._mark(None)

    @staticmethod
    def _mark(loop: asyncio.AbstractEventLoop | None) -> None:
        asyncio._set_running_loop(loop)  # noqa: SLF001  # asyncio's own hook for whoever implements a loop
