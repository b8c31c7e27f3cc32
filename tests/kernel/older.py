"""An environment with an older ipykernel, made once and kept in the user's cache folder."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

from platformdirs import user_cache_path

ROOT = Path(__file__).parents[2]
OTHERS = {"ipykernel", "vidwidgets"}
"""Not held at this environment's version: one is what differs, the other is the checkout itself."""


class NotMade(Exception):
    """The environment could not be made; the message says why, in a sentence."""


def python_with_ipykernel(version: str) -> str:
    """The interpreter of an environment that is this one but for its ipykernel, with the checkout in it, editable.

    Raises:
        NotMade: uv is missing, or it could not install.
    """
    held = "".join(
        sorted(
            f"{each.name}=={each.version}\n"
            for each in distributions()
            if each.name.lower().replace("_", "-") not in OTHERS
        )
    )
    key = hashlib.sha256(f"{ROOT} {sys.version} {held}".encode()).hexdigest()[:12]
    folder = user_cache_path("vidwidgets-tests") / f"ipykernel-{version}-{key}"
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "bin" / "python"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another test session may be making it just now
        if not (folder / "made").exists():
            _make(folder, version, held)
            (folder / "made").touch()
    return str(python)


def _make(folder: Path, version: str, held: str) -> None:
    uv = shutil.which("uv")
    if uv is None:
        raise NotMade(f"uv was not found: it makes the environment with ipykernel {version}.")
    constraints = folder / "held.txt"
    constraints.write_text(held)
    python = folder / "bin" / "python"
    wanted = [f"ipykernel=={version}", "--editable", str(ROOT)]
    for command in (
        ["venv", "--allow-existing", "--python", sys.executable, str(folder)],
        # no configuration: the project's own constraints hold the newest ipykernel
        ["pip", "install", "--no-config", "--python", str(python), "--constraints", str(constraints), *wanted],
    ):
        ended = subprocess.run(
            [uv, *command],
            env={name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"},
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise NotMade(f"uv {command[0]} could not make the environment with ipykernel {version}:\n{ended.stderr}")
