"""The threads that check pictures and render clips: daemons, so that an interpreter can always exit."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Workers:
    """A few daemon threads and one queue; ``ThreadPoolExecutor`` would hold up the interpreter's exit."""

    def __init__(self, count: int = 2) -> None:
        self.closing = threading.Event()
        self._queue: queue.SimpleQueue[tuple[str, Callable[[], None]] | None] = queue.SimpleQueue()
        self._under_way: set[str] = set()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._run, name=f"vidwidgets-sandbox-worker-{i}", daemon=True) for i in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def start(self, name: str, task: Callable[[], None]) -> None:
        """Do ``task`` soon; nothing happens when a task of that name is waiting or being done."""
        with self._lock:
            if name in self._under_way or self.closing.is_set():
                return
            self._under_way.add(name)
        self._queue.put((name, task))

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            name, task = item
            try:
                if not self.closing.is_set():
                    task()
            finally:
                with self._lock:
                    self._under_way.discard(name)

    def close(self, timeout_seconds: float = 3.0) -> None:
        """Stop after the task in hand, which should watch ``closing``."""
        self.closing.set()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout_seconds)
