"""Drives a real ipykernel without a front end: runs cells, plays the browser's part of the widget protocol.

Everything that the kernel says is read from iopub in the order in which it was said, and folded into what a
front end would show: outputs by cell, widget states by comm. Nothing sleeps: waiting is reading the next message.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

PATIENCE_SECONDS = 30.0
"""How long anything may take before a test gives up; far more than it takes."""
STARTUP = f"""
import os, sys
sys.path.append({str(Path(__file__).parents[1])!r})
import loopback
loopback.install()
loopback.begun_with = dict(os.environ)
del os, sys, loopback
"""
"""Runs first in every kernel of the tests: its Python sockets stay on this machine."""


@dataclass
class Cell:
    """One run of code, and what has been said in its place so far."""

    message_id: str
    stdout: str = ""
    stderr: str = ""
    displays: list[dict[str, Any]] = field(default_factory=list)
    """The MIME bundles of display_data and execute_result, as they now are."""
    display_ids: list[str | None] = field(default_factory=list)
    """For each of the displays its display_id."""
    error: str = ""
    """`Name: message` of the exception that ended it; empty where none did."""
    is_done: bool = False

    def html(self) -> str:
        """All HTML that it shows."""
        return "\n".join(str(bundle["text/html"]) for bundle in self.displays if "text/html" in bundle)


@dataclass
class Widget:
    """What a front end knows of one widget."""

    comm_id: str
    state: dict[str, Any]
    messages: list[tuple[Any, list[bytes]]] = field(default_factory=list)
    """The custom messages that the kernel sent: (content, buffers)."""
    is_closed: bool = False


class Kernel:
    """A started kernel and its driver."""

    def __init__(self, python: str | Sequence[str], folder: Path, environment: dict[str, str]) -> None:
        """Start it.

        Args:
            python: The interpreter that has ipykernel, or the command that starts one.
            folder: Where IPython keeps what belongs to this kernel alone.
            environment: Its environment variables, whole.
        """
        startup = folder / "ipython" / "profile_default" / "startup"
        startup.mkdir(parents=True)
        (startup / "00-loopback.py").write_text(STARTUP)
        self._manager = KernelManager()
        self._manager._kernel_spec = KernelSpec(  # noqa: SLF001  # there is no public way to start a given interpreter
            argv=[
                *([python] if isinstance(python, str) else python),
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
            ],
            display_name="tests",
            language="python",
        )
        self._manager.connection_file = str(folder / "connection.json")
        self._manager.start_kernel(env={**environment, "IPYTHONDIR": str(folder / "ipython")}, cwd=str(folder))
        self._client: BlockingKernelClient = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE_SECONDS)
        self.cells: dict[str, Cell] = {}
        self.widgets: dict[str, Widget] = {}
        self._idle: set[str] = set()
        self._last = "nothing yet"

    def close(self) -> None:
        """End the kernel and its channels."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._client.context.destroy(linger=0)

    def interrupt(self) -> None:
        """What the ■ button does."""
        self._manager.interrupt_kernel()

    # --- cells

    def run(self, code: str, *, wait: bool = True, timeout_seconds: float = PATIENCE_SECONDS) -> Cell:
        """Run a cell; with `wait=False` it comes back at once, see `finish`."""
        cell = Cell(self._client.execute(code))
        self.cells[cell.message_id] = cell
        return self.finish(cell, timeout_seconds=timeout_seconds) if wait else cell

    def finish(self, cell: Cell, *, timeout_seconds: float = PATIENCE_SECONDS) -> Cell:
        """Read until a cell has ended."""
        self.wait_for(lambda: cell.is_done, timeout_seconds=timeout_seconds)
        return cell

    def check(self, code: str) -> Cell:
        """Run a cell that must not raise."""
        cell = self.run(code)
        assert not cell.error, f"{cell.error}\n{cell.stderr}"
        return cell

    # --- widgets, from the front end's side

    def comms(self, model: str | None = None, **state: Any) -> list[str]:
        """The ids of the open widgets with that model name and those state values, oldest first.

        `comms("ButtonModel", description="Generate")`; an anywidget is found by `_anywidget_id`.
        """
        return [
            comm_id
            for comm_id, widget in self.widgets.items()
            if not widget.is_closed
            and model in {None, widget.state.get("_model_name")}
            and all(widget.state.get(name) == value for name, value in state.items())
        ]

    def comm(self, model: str | None = None, **state: Any) -> str:
        """The one such widget."""
        found = self.comms(model, **state)
        assert len(found) == 1, f"{len(found)} widgets are {model} with {state}; there are:\n{self._inventory()}"
        return found[0]

    def state(self, comm_id: str) -> dict[str, Any]:
        """A widget's state as a front end now has it; buffers are in their places as bytes."""
        return self.widgets[comm_id].state

    def click(self, comm_id: str, *, wait: bool = True) -> None:
        """Press a Button; `wait` reads until the kernel has handled it."""
        self.custom(comm_id, {"event": "click"}, wait=wait)

    def set(self, comm_id: str, *, wait: bool = True, **state: Any) -> None:
        """Change traits as the front end does when a person changes a control."""
        self.widgets[comm_id].state.update(state)
        self._tell(comm_id, {"method": "update", "state": state, "buffer_paths": []}, (), wait=wait)

    def custom(self, comm_id: str, content: Any, buffers: tuple[bytes, ...] = (), *, wait: bool = True) -> None:
        """Send a custom message, as an anywidget's `model.send` does."""
        self._tell(comm_id, {"method": "custom", "content": content}, buffers, wait=wait)

    def _tell(self, comm_id: str, data: dict[str, Any], buffers: tuple[bytes, ...], *, wait: bool) -> None:
        channel = self._client.shell_channel
        sent = channel.session.send(
            channel.socket, "comm_msg", {"comm_id": comm_id, "data": data}, buffers=list(buffers)
        )
        if wait:
            self.wait_for(lambda: sent["header"]["msg_id"] in self._idle)

    # --- reading

    def wait_for(self, reached: Callable[[], object], *, timeout_seconds: float = PATIENCE_SECONDS) -> None:
        """Read what the kernel says until `reached()` is true."""
        until = time.monotonic() + timeout_seconds
        while not reached():
            try:
                message = self._client.get_iopub_msg(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                raise AssertionError(
                    f"Not reached within {timeout_seconds:g} s. Last message: {self._last}.\n{self._inventory()}"
                ) from None
            self._fold(message)

    def _fold(self, message: dict[str, Any]) -> None:
        kind, content = message["msg_type"], message["content"]
        parent = message["parent_header"].get("msg_id", "")
        self._last = f"{kind} {str(content)[:200]}"
        if kind.startswith("comm_"):
            self._fold_comm(kind, content, [bytes(buffer) for buffer in message["buffers"]])
        elif kind == "update_display_data":
            self._fold_update(content)
        elif kind == "status":
            self._fold_status(content, parent)
        elif parent in self.cells:
            fold_output(self.cells[parent], kind, content)

    def _fold_status(self, content: dict[str, Any], parent: str) -> None:
        if content["execution_state"] != "idle":
            return
        self._idle.add(parent)
        if parent in self.cells:
            self.cells[parent].is_done = True

    def _fold_update(self, content: dict[str, Any]) -> None:
        for cell in self.cells.values():
            for position, display_id in enumerate(cell.display_ids):
                if display_id == content["transient"]["display_id"]:
                    cell.displays[position] = content["data"]

    def _fold_comm(self, kind: str, content: dict[str, Any], buffers: list[bytes]) -> None:
        comm_id, data = content["comm_id"], content.get("data", {})
        if kind == "comm_open":
            self.widgets[comm_id] = Widget(comm_id, with_buffers(data.get("state", {}), data, buffers))
            return
        widget = self.widgets.get(comm_id)
        if widget is None:  # it was opened before a %reset, by an earlier test
            return
        if kind == "comm_close":
            widget.is_closed = True
        elif data.get("method") in {"update", "echo_update"}:
            widget.state.update(with_buffers(data["state"], data, buffers))
        elif data.get("method") == "custom":
            widget.messages.append((data["content"], buffers))

    def _inventory(self) -> str:
        told = ("description", "value", "_anywidget_id")
        return "\n".join(
            f"  {widget.state.get('_model_name')} "
            + ", ".join(f"{name}={str(widget.state[name])[:60]!r}" for name in told if name in widget.state)
            for widget in self.widgets.values()
            if not widget.is_closed
        )

    # --- between tests

    def begin(self, folder: Path, settings: dict[str, str]) -> None:
        """Forget the test before: its names and widgets, its working folder, its environment variables.

        Args:
            folder: The new working folder.
            settings: What this test has in its environment beyond what the kernel was started with.
        """
        self.check("import ipywidgets; ipywidgets.Widget.close_all()")
        self.check("%reset -f")
        self.cells, self.widgets, self._idle = {}, {}, set()
        self.check(
            "import os, loopback\n"
            f"os.chdir({str(folder)!r})\n"
            "os.environ.clear()\n"
            f"os.environ.update(loopback.begun_with | {settings!r})\n"
            "loopback.attempts.clear()\n"
            "del os, loopback\n"
        )

    def left_the_machine(self) -> str:
        """What the kernel's Python sockets tried and were stopped from, in words."""
        return self.check("import loopback; print(*loopback.attempts, sep='; ')").stdout.strip()


def fold_output(cell: Cell, kind: str, content: dict[str, Any]) -> None:
    """Put an output message where it belongs in its cell."""
    if kind == "stream":
        setattr(cell, content["name"], getattr(cell, content["name"]) + content["text"])
    elif kind in {"display_data", "execute_result"}:
        cell.displays.append(content["data"])
        cell.display_ids.append(content.get("transient", {}).get("display_id"))
    elif kind == "error":
        cell.error = f"{content['ename']}: {content['evalue']}"
    elif kind == "clear_output" and not content["wait"]:
        cell.stdout, cell.stderr, cell.displays, cell.display_ids = "", "", [], []


def with_buffers(state: dict[str, Any], data: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
    """The state with each buffer at its path (ipywidgets' messaging protocol 2.1)."""
    for path, buffer in zip(data.get("buffer_paths", []), buffers, strict=False):
        place: Any = state
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = buffer
    return state


def environment_for(folder: Path) -> dict[str, str]:
    """This process's environment, which conftest.py has freed of keys, with Jupyter's own files in `folder`."""
    own = {f"JUPYTER_{kind}_DIR": str(folder / "jupyter" / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return {**os.environ, **own, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


NEWEST = sys.executable
