"""An environment with PixVerse's own client, made once and kept in the user's cache folder."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

from platformdirs import user_cache_path

VERSION = "0.2.2"
# its dependency on mcp is unbounded, and mcp 2 breaks it (facts/pixverse.md §5)
WANTED = (f"pixverse-mcp=={VERSION}", "mcp[cli]<2")


class NotMade(Exception):
    """The environment could not be made; the message says why, in a sentence."""


def python_with_pixverse_mcp() -> str:
    """The interpreter of an environment that has pixverse-mcp.

    Raises:
        NotMade: uv is missing, or pip could not install.
    """
    key = hashlib.sha256(f"{sys.version} {WANTED}".encode()).hexdigest()[:12]
    folder = user_cache_path("vidwidgets-tests") / f"pixverse-mcp-{VERSION}-{key}"
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    uv = shutil.which("uv")
    if uv is None:
        raise NotMade("uv was not found: it makes the environment with pixverse-mcp.")
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another test session may be making it just now
        if not (folder / "made").exists():
            _run([uv, "venv", "--seed", "--allow-existing", "--python", sys.executable, str(folder)])
            # it asks for Python 3.12 and runs on 3.11; only pip can be told so
            quiet = ["--quiet", "--disable-pip-version-check", "--ignore-requires-python"]
            _run([str(python), "-m", "pip", "install", *quiet, *WANTED])
            (folder / "made").touch()
    return str(python)


def _run(command: list[str]) -> None:
    bare = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    try:
        ended = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotMade(f"pixverse-mcp {VERSION} could not be installed within 5 minutes.") from error
    if ended.returncode:
        raise NotMade(f"pixverse-mcp {VERSION} could not be installed: {ended.stderr.strip()[-400:]}")
