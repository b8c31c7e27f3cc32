"""The real command as a process, read line by line while it runs."""

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

PATIENCE_SECONDS = 60.0


class Command:
    """A started `python -m vidwidgets …`."""

    def __init__(self, *arguments: str, folder: Path, environment: dict[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vidwidgets", *arguments],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    def told(self, beginning: str) -> str:
        """Read until a line begins so; what follows on that line."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            line = self._lines.get(timeout=max(0.0, until - time.monotonic()))
            assert line is not None, f"It ended without saying {beginning!r}:\n" + "\n".join(self.said)
            self.said.append(line)
            if line.startswith(beginning):
                return line.removeprefix(beginning).strip()

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal; SIGINT is Ctrl-C."""
        self._process.send_signal(number)

    def ended(self) -> int:
        """Wait for its end; its exit code. All that it said is then in `said`."""
        code = self._process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        while (line := self._lines.get_nowait()) is not None:
            self.said.append(line)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def close(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self._process.terminate()  # a kill would leave its JupyterLab behind
            self._process.wait(PATIENCE_SECONDS)
        if self._process.stdout is not None:
            self._process.stdout.close()
