"""Where this runs, and how files are reached from the notebook."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from vidwidgets.view.player import clip_bundle
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.notebook import notebook_path


def in_kernel() -> bool:
    """Whether a Jupyter kernel runs this, so that widgets can be shown. Imports nothing to find out."""
    kernel_modules = sys.modules.get("ipykernel")
    if kernel_modules is None:
        return False
    from IPython.core.getipython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def execution_count() -> int:
    """The number of the cell that runs; 0 outside of IPython."""
    from IPython.core.getipython import get_ipython

    return int(getattr(get_ipython(), "execution_count", 0) or 0)


def relative_source(path: Path) -> str | None:
    """A clip's path as the notebook's page reaches it; None where it is not below the notebook's folder."""
    notebook = notebook_path()
    folder = notebook.parent if notebook else Path.cwd()
    try:
        steps = Path(os.path.relpath(path, folder)).parts
    except ValueError:  # another drive
        return None
    return None if steps[0] == ".." or any(step.startswith(".") for step in steps) else "/".join(steps)


def clip_shown(clip: Clip) -> dict[str, Any]:
    """A clip alone in a cell."""
    return dict(clip_bundle(clip, src=relative_source(clip.path)))
