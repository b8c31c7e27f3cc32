"""A person's own copy of the notebooks that come with the package."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import vidwidgets
from vidwidgets.errors import VidwidgetsError
from vidwidgets.wire.home import home

FOLDER = "vidwidgets-notebooks"
COPIED = ".copied.json"
"""In the copy: each file's name and the SHA-256 of what was copied, so that a later run knows what a person changed."""
NOT_COPIED = {"renders", "__pycache__"}


@dataclass(frozen=True)
class Copy:
    """Where the copy is, and what happened to it."""

    folder: Path
    kept: tuple[str, ...]
    """Files that a person changed and of which this version brings a newer one; they were left alone."""


def packaged() -> Path:
    """Where the notebooks come from: the checkout's own where this is one, else those inside the installed package.

    Raises:
        VidwidgetsError: This installation has none.
    """
    package = Path(vidwidgets.__file__).parent
    checkout = package.parent
    places = [package / "notebooks"]
    if (checkout / "pyproject.toml").is_file():
        places.insert(0, checkout / "notebooks")
    for place in places:
        if place.is_dir():
            return place
    raise VidwidgetsError("This installation of vidwidgets has no notebooks in it: install it again.")


def copied() -> Copy:
    """Copy the notebooks to `./vidwidgets-notebooks`, or below the home folder where that cannot be written.

    A file that is missing is copied. One that is still as it was copied is brought up to date. One that a person
    changed (running a notebook and saving it is a change) is never touched.

    Raises:
        VidwidgetsError: Neither place can be written.
    """
    source = packaged()
    try:
        return copy_to(Path.cwd() / FOLDER, source)
    except OSError as here:
        fallback = home() / "notebooks"
        try:
            return copy_to(fallback, source)
        except OSError as there:
            raise VidwidgetsError(
                f"The notebooks cannot be copied, neither to {Path.cwd() / FOLDER} ({here.strerror}) nor to "
                f"{fallback} ({there.strerror}). Run it in a folder that you can write to."
            ) from there


def copy_to(folder: Path, source: Path) -> Copy:
    """Copy what is in `source` to `folder` by the rules of `copied`.

    Raises:
        OSError: The folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(13, "it cannot be written to", str(folder))
    before = _read(folder / COPIED)
    now: dict[str, str] = {}
    kept = []
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        target = folder / name
        offered = _sha256(path)
        present = _sha256(target) if target.exists() else None
        if present == offered:
            now[name] = offered
        elif present in {None, before.get(name)}:
            _replace(target, path)
            now[name] = offered
        else:
            now[name] = before.get(name, "")
            if before.get(name) != offered:
                kept.append(name)
    (folder / COPIED).write_text(json.dumps(now, indent=1), encoding="utf-8")
    return Copy(folder, tuple(kept))


def _replace(target: Path, source: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # half a copy (disk full) must not pass for something that the person changed
    half = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, half)
    half.replace(target)


def _files(source: Path) -> list[Path]:
    return sorted(
        path
        for path in source.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") or part in NOT_COPIED for part in path.relative_to(source).parts)
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
