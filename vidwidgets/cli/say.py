"""What the command tells a person: lines on standard output, complaints on standard error."""

from __future__ import annotations

import contextlib
import sys
from typing import TextIO


def say(line: str = "") -> None:
    """Tell a line, at once: whoever reads it may be waiting for it."""
    _write(sys.stdout, line)


def complain(sentence: str) -> None:
    """Tell why the command could not do what it was asked."""
    _write(sys.stderr, f"vidwidgets: {sentence}")


def _write(stream: TextIO, line: str) -> None:
    # The reader may be gone (`vidwidgets jobs | head`): that is no failure of ours.
    with contextlib.suppress(BrokenPipeError):
        stream.write(f"{line}\n")
        stream.flush()
