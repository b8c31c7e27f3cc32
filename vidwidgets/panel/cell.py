"""Who asks: the kernel, the notebook's cell that runs, and whether a person is there to see it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from vidwidgets.job.order import Asked
from vidwidgets.panel.shown import execution_count, in_kernel
from vidwidgets.panel.world import session
from vidwidgets.wire.notebook import notebook_path


def asked_here(form: str = "") -> Asked:
    """Who asks now, in the cell that runs; `form` names the form that does."""
    return Asked(
        session=session(), notebook=str(notebook_path() or ""), cell=_cell(), run=str(execution_count()), form=form
    )


def is_headless() -> bool:
    """Whether a program runs this notebook (nbconvert --execute, papermill, nbclient): no one can be asked anything.

    Those say that no input can be given (nbclient 0.11 sets `allow_stdin` to false; read 2026-11-27), which the
    front ends of people never do. A click is a person's, whoever ran the cell before.
    """
    parent = _parent()
    return parent.get("header", {}).get("msg_type") == "execute_request" and (
        parent.get("content", {}).get("allow_stdin") is False
    )


def _cell() -> str:
    """The cell by its own id, which JupyterLab and Notebook send along; elsewhere by its text."""
    parent = _parent()
    known = parent.get("metadata", {}).get("cellId")
    if isinstance(known, str) and known:
        return known
    code = parent.get("content", {}).get("code")
    return f"code:{hashlib.sha256(code.encode()).hexdigest()[:16]}" if isinstance(code, str) and code else ""


def _parent() -> Mapping[str, Any]:
    """The message that the kernel works on; empty outside of one."""
    if not in_kernel():
        return {}
    from IPython.core.getipython import get_ipython

    kernel: Any = getattr(get_ipython(), "kernel", None)
    found = kernel.get_parent("shell") if hasattr(kernel, "get_parent") else None
    return found if isinstance(found, Mapping) else {}
