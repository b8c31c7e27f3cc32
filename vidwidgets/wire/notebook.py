"""Which notebook this kernel serves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

NOTEBOOK_VARIABLE = "JPY_SESSION_NAME"
"""Jupyter's server tells the kernel its notebook's path in it (facts/jupyter.md §4, measured 2026-11-21)."""


def notebook_path(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The notebook that this kernel serves; None outside of one, or where the host does not say."""
    named = environment.get(NOTEBOOK_VARIABLE, "")
    path = Path(named)
    return path if named and path.is_absolute() and path.parent.is_dir() else None
