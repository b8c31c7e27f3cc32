"""Plain Python programs that use vidwidgets, run as processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAD = """
import os, sys, threading
import vidwidgets as vw
KLING = "fal-ai/kling-video/v2.1/standard/image-to-video"

def until(job, kind):
    reached = threading.Event()
    job.listen(lambda state: reached.set() if type(state).__name__ == kind else None)
    assert reached.wait(30), job

def submitted(**values):
    return vw.submit(KLING, prompt="The fog lifts.", image=PHOTO, **values)
"""


def run(code: str, photo: Path, *, exit_code: int = 0) -> list[str]:
    """Run a program in Python's development mode, every warning an error; what it printed, word by word.

    It must end with that code and say nothing on stderr.
    """
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", f"PHOTO = {str(photo)!r}\n{HEAD}\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert not ended.stderr, ended.stderr
    assert ended.returncode == exit_code, ended.returncode
    return ended.stdout.split()
