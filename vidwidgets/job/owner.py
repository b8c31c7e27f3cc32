"""Which kernel drives a job, and whether it can still live."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def new_owner() -> str:
    """A name for this process, unlike that of any other, its own forks and later selves included."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:12]}"


def may_live(owner: str) -> bool:
    """False where the process is certainly gone, so that its jobs need not be left alone until its lease ends."""
    host, _, rest = owner.partition("/")
    pid = rest.partition("/")[0]
    # elsewhere a process cannot be seen from here; and on Windows a signal 0 would end it
    if os.name != "posix" or host != socket.gethostname() or not pid.isdigit():
        return True
    if _is_unburied(pid):
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_unburied(pid: str) -> bool:
    """Whether the process has ended and its parent has not asked how: it still has its number (Linux says so)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[:1] == ["Z"]
