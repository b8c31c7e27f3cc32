"""Which notebook page this process's widgets are shown in, as far as a kernel can know, and what that page can do."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Host:
    """One host."""

    name: str
    """As its makers write it: "VS Code"."""
    file_addresses: bool
    """Whether its page reaches a clip's file by an address; else the card fetches the bytes from the kernel."""
    says: str
    """What is different there, in one sentence."""

    def __str__(self) -> str:
        """Name and sentence."""
        return f"{self.name}: {self.says}"


COLAB = Host("Google Colab", False, "clips come to the card by message; the saved output has no player.")
VOILA = Host("Voilà", False, "clips come to the card by message; there is no saved output.")
VSCODE = Host("VS Code", False, "clips come to the card by message; its player is silent for AAC sound.")
MARIMO = Host("marimo", False, "no ipywidgets, so no form; job cards work inside mo.ui.anywidget.")
JUPYTER = Host("Jupyter server", True, "JupyterLab or Notebook 7; clips play from their files.")
NONE = Host("no notebook", False, "widgets are shown in a notebook only; jobs and clips work all the same.")

_MARKS: tuple[tuple[Host, tuple[str, ...]], ...] = (
    # a server names itself to its kernels, and does so also when it was started from VS Code's terminal
    (VOILA, ("VOILA_BASE_URL", "VOILA_REQUEST_URL")),
    (COLAB, ("COLAB_RELEASE_TAG", "COLAB_BACKEND_VERSION")),
    (JUPYTER, ("JPY_SESSION_NAME",)),
    (VSCODE, ("VSCODE_PID",)),
)
"""The variables by which a host is known, the surer before the less sure.

Voilà 0.5.13 and jupyter_server 2.21 set theirs (seen, 2026-11-27); those of Colab and VS Code are what projects that
ask the same question look for (read, not run).
"""


def host(environ: Mapping[str, str] = os.environ, modules: Mapping[str, Any] = sys.modules) -> Host:
    """The host by the process's environment and its loaded modules.

    VS Code on a remote Jupyter server looks like that server: its page knows better, and says so on the card.
    """
    marimo = modules.get("marimo")
    if marimo is not None and marimo.running_in_notebook():
        return MARIMO
    if "google.colab" in modules:
        return COLAB
    return next((known for known, names in _MARKS if any(environ.get(name) for name in names)), NONE)
