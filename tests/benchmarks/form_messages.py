"""What a form says on the wire: messages and bytes to show it, and after one control was changed."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .figure import Figure
from .peer_forms import PEERS
from .plain_form import PLAIN_IMPORTS, VEO, controls_of, plain_form

LOOK_SECONDS: Final = 60
OURS: Final = f"import vidwidgets as vw\nform = vw.form({VEO!r})"
PLAIN: Final = "plain ipywidgets"
SPOKEN: Final = ("comm_open", "comm_msg", "comm_close", "display_data", "update_display_data")
"""What a page has to take in; status and echo of the code are the same for all."""
NEW_DURATION: Final = 0
"""The first of the options, 4 s; the form stands at the last, 8 s."""


@dataclass(frozen=True)
class Spoken:
    """What a kernel said."""

    shown: tuple[int, int]
    """Messages and bytes until the cell that shows the form had ended."""
    changed: tuple[int, int]
    """The same after a person has chosen another duration."""


@dataclass(frozen=True)
class FormMessages:
    """Ours, plain ipywidgets, and the peers that are there, each in a real kernel of its own."""

    peers: tuple[str, ...] = tuple(PEERS)

    def measure(self) -> list[Figure]:
        """Two lines against each peer; one that is not there is named in the lines of plain ipywidgets."""
        ours = spoken([sys.executable], OURS)
        plain = spoken([sys.executable], f"{PLAIN_IMPORTS}\n{plain_form('Generate')}")
        theirs, missing = {PLAIN: plain}, []
        for name in self.peers:
            packages, cell = PEERS[name]
            python = _python_with(packages)
            if python is None:
                missing.append(name)
            else:
                theirs[name] = spoken(python, cell())
        said = "".join(f"; {name} is not compared: get it with `{_command(PEERS[name][0])}`" for name in missing)
        return [
            figure
            for name, peer in theirs.items()
            for figure in _figures(name, ours, peer, said if name == PLAIN else "")
        ]


def _figures(name: str, ours: Spoken, peer: Spoken, said: str) -> list[Figure]:
    meaning = {
        "show a form": "comm and display messages of a real kernel, JSON and buffers, until the cell has ended",
        "one control changed": "another duration is chosen: what the kernel answers; ours judges the rules and the "
        "price anew, the others only echo",
    }
    lines = []
    for what, (messages, size), (their_messages, their_size) in (
        ("show a form", ours.shown, peer.shown),
        ("one control changed", ours.changed, peer.changed),
    ):
        lines.append(
            Figure(
                what=f"kB on the wire: {what}",
                ours=size / 1000,
                peer=their_size / 1000,
                peer_name=f"{name}, {controls_of(VEO)} controls",
                unit="kB",
                measured=f"{messages} messages, {their_messages} of {name}: {meaning[what]}{said}",
            )
        )
    return lines


def spoken(python: Sequence[str], cell: str) -> Spoken:
    """Show the form of a cell in a fresh kernel, then choose another duration in it.

    Raises:
        AssertionError: The cell fails, or shows no duration.
    """
    here = Path(__file__).parents[1]
    sys.path[:0] = [path for path in (str(here), str(here / "kernel")) if path not in sys.path]
    from kernels import Kernel, environment_for

    class Counting(Kernel):
        counted: tuple[int, int] = (0, 0)

        def _fold(self, message: dict[str, Any]) -> None:
            super()._fold(message)
            if message["msg_type"] in SPOKEN:
                parts = ("header", "parent_header", "metadata", "content")
                text = sum(len(json.dumps(message[part], default=str)) for part in parts)
                self.counted = self.counted[0] + 1, self.counted[1] + text + sum(map(len, message["buffers"]))

        def since(self, act: Callable[[], object]) -> tuple[int, int]:
            before = self.counted
            act()
            return self.counted[0] - before[0], self.counted[1] - before[1]

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        own = {"VIDWIDGETS_HOME": str(folder / "home")}
        kernel = Counting(python, folder, {**environment_for(folder), **own})
        try:
            shown = kernel.since(lambda: kernel.check(cell))
            comm, trait = _duration(kernel)
            changed = kernel.since(lambda: kernel.set(comm, **{trait: NEW_DURATION}))
            return Spoken(shown, changed)
        finally:
            kernel.close()


def _duration(kernel: Any) -> tuple[str, str]:
    """The control of the duration, and the trait that a choice sets."""
    for comm, widget in kernel.widgets.items():
        if widget.state.get("name") == "duration" and "chosen" in widget.state:
            return comm, "chosen"
        if tuple(widget.state.get("_options_labels", ())) == ("4s", "6s", "8s"):
            return comm, "index"
    raise AssertionError("The form shows no duration.")


def _command(packages: Sequence[str], *more: str) -> str:
    return " ".join(
        ["uv run", *more, "--no-project", *(f"--with {name}" for name in (*packages, "ipykernel")), "python"]
    )


@functools.cache
def _python_with(packages: tuple[str, ...]) -> tuple[str, ...] | None:
    """The command of a Python that has these, from what uv has in its cache already; None where it has not."""
    if shutil.which("uv") is None:
        return None
    command = (*_command(packages, "--offline", "--quiet").split(),)
    tried = subprocess.run([*command, "-c", ""], capture_output=True, timeout=LOOK_SECONDS, check=False)
    return command if tried.returncode == 0 else None
