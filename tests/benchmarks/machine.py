"""When and on what the figures were made; no names of machines, users or folders."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import platform
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("vidwidgets", "httpx", "httpx2", "fal-client", "ipywidgets", "anywidget", "ipykernel", "jupyterlab", "av")


def about_this_run() -> list[str]:
    """Lines that say the date, the machine and the versions."""
    versions = []
    for name in LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):  # httpx2 is optional
            versions.append(f"{name} {version(name)}")
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return [
        f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d %H:%M} UTC · {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores{load} · {platform.python_implementation()} {platform.python_version()}",
        " · ".join(versions),
    ]
