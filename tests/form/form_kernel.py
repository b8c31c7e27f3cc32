"""A real kernel, spoken to as a front end does: code, and hand-made comm messages; no browser."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

HERE = Path(__file__).parent
PATIENCE_SECONDS = 30


class FormKernel:
    """One ipykernel process; widgets are remembered as their comms open."""

    def __init__(self) -> None:
        paths = [str(HERE), str(HERE.parent.parent), os.environ.get("PYTHONPATH", "")]
        self._manager = KernelManager()
        self._manager.start_kernel(env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)})
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=PATIENCE_SECONDS)
        self.widgets: dict[str, dict[str, Any]] = {}
        """The state of each widget of the last run, by comm id, kept up to date."""
        self.said: list[tuple[str, dict[str, Any]]] = []
        """Custom messages of widgets, in order."""
        self.count = 0
        """Messages about widgets since the last run began."""

    def run(self, code: str) -> None:
        """Run a cell and gather the widgets that it makes; raises with the traceback when it fails."""
        self.widgets, self.said, self.count = {}, [], 0
        reply = self._client.execute_interactive(code, output_hook=self._hear, timeout=PATIENCE_SECONDS)
        self._check(reply)

    def value(self, expression: str) -> Any:
        """The value of an expression, which must be a literal."""
        reply = self._client.execute_interactive(
            "", user_expressions={"it": expression}, output_hook=self._hear, timeout=PATIENCE_SECONDS
        )
        found = reply["content"]["user_expressions"]["it"]
        if found["status"] != "ok":
            raise AssertionError("\n".join(found["traceback"]))
        return ast.literal_eval(found["data"]["text/plain"])

    def widget(self, **state: Any) -> str:
        """The comm id of the one widget whose state has these."""
        found = [key for key, has in self.widgets.items() if all(has.get(n) == v for n, v in state.items())]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} widgets have {state}")
        return found[0]

    def set(self, comm_id: str, **state: Any) -> None:
        """What a front end sends when a person changes a control."""
        self._send(comm_id, {"method": "update", "state": state, "buffer_paths": []}, [])

    def custom(self, comm_id: str, content: dict[str, Any], buffers: list[bytes] | None = None) -> None:
        """What a front end sends for a custom message."""
        self._send(comm_id, {"method": "custom", "content": content}, buffers or [])

    def close(self) -> None:
        """Stop the kernel and let its sockets go."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()

    def _send(self, comm_id: str, data: dict[str, Any], buffers: list[bytes]) -> None:
        session = self._client.session
        message = session.msg("comm_msg", {"comm_id": comm_id, "data": data})
        session.send(self._client.shell_channel.socket, message, buffers=buffers)
        while True:
            heard = self._client.get_iopub_msg(timeout=PATIENCE_SECONDS)
            self._hear(heard)
            mine = heard["parent_header"].get("msg_id") == message["header"]["msg_id"]
            if mine and heard["content"].get("execution_state") == "idle":
                return

    def _hear(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "comm_open":
            self.count += 1
            self.widgets[content["comm_id"]] = dict(content["data"]["state"])
        elif message["msg_type"] == "comm_msg":
            self.count += 1
            if content["data"]["method"] == "update":
                self.widgets.setdefault(content["comm_id"], {}).update(content["data"]["state"])
            elif content["data"]["method"] == "custom":
                self.said.append((content["comm_id"], content["data"]["content"]))
        elif message["msg_type"] == "error":
            raise AssertionError("\n".join(content["traceback"]))

    @staticmethod
    def _check(reply: dict[str, Any]) -> None:
        if reply["content"]["status"] != "ok":
            raise AssertionError("\n".join(reply["content"]["traceback"]))
