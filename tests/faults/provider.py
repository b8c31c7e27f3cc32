"""The sandbox in a process of its own: `python provider.py HOME SPEED`; prints its address, ends with its stdin."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from vidwidgets.sandbox.server import start_sandbox

if __name__ == "__main__":
    os.nice(10)  # as life.py
    running = start_sandbox(home=Path(sys.argv[1]), speed=float(sys.argv[2]))
    sys.stdout.write(f"{running.url}\n")
    sys.stdout.flush()
    sys.stdin.read()
    running.stop()
