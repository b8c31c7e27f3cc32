"""Small disks in memory, to be full or read-only for real; root has to mount them, so others skip."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*arguments: str) -> str:
    """Run mount; what went wrong, in words, or nothing."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        return "only root can mount a disk for this test"
    ended = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    return f"no disk could be mounted for this test: {ended.stderr.strip()}" if ended.returncode else ""


@contextmanager
def mounted(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A disk of that size at a folder, taken away at the end; skips where none can be mounted."""
    folder.mkdir()
    trouble = _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    if trouble:
        pytest.skip(trouble)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Let nobody write to a mounted disk any more."""
    assert _mount("-o", "remount,ro", str(folder)) == ""


def fill(folder: Path) -> Path:
    """Write to a disk until it is full; removing the file makes room again."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 20)):
                pass
        except OSError:
            return path
    raise AssertionError("a write stopped without an error")
