"""Where clips go, and what they are called."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.notebook import notebook_path

FOLDER_NAME = "renders"
LEAST_FREE_BYTES = 64 * 1024 * 1024
"""A clip is 1 to 60 MB; a paid one must find room."""
_WORDS, _NAME_CHARACTERS = 6, 48
_ENDINGS = {".mp4", ".mov", ".webm"}


def renders_folder(*, in_notebook: bool, home: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """`renders/` beside the notebook, so that the saved notebook plays; in the home folder outside of one."""
    notebook = notebook_path(environment)
    if notebook is not None:
        return notebook.parent / FOLDER_NAME
    return (Path.cwd() if in_notebook else home) / FOLDER_NAME


def make_ready(folder: Path) -> None:
    """Make the folder and see that a clip can be written there, before anything is paid for.

    Raises:
        InvalidRequest: It cannot be made or written to, or the disk is all but full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise InvalidRequest(
            f"Clips cannot be kept in {folder}: {error.strerror or 'it cannot be written to'}. Make it writable, or "
            "open the notebook from another folder. Nothing was sent."
        ) from error
    if free < LEAST_FREE_BYTES:
        raise InvalidRequest(
            f"The disk of {folder} has only {free // 1_000_000} MB left, too little for a clip. "
            "Make room first. Nothing was sent."
        )


def clip_name(endpoint: str, prompt: str, job_id: str, media_url: str = "") -> str:
    """A file name that a person can read: `veo3-the-fog-lifts-from-the-lake-1f3a9c.mp4`.

    Only ASCII letters, digits and hyphens, so that it is the same in a URL. Of the provider's address only a known
    ending is taken.
    """
    steps = [step for step in endpoint.split("/") if step not in {"fal-ai", "image-to-video", "text-to-video"}]
    words = _plain(prompt).split("-")[:_WORDS]
    name = "-".join(part for part in (_plain("-".join(steps)), *words) if part)
    ending = _ending(media_url)
    return f"{name[:_NAME_CHARACTERS].strip('-') or 'clip'}-{job_id}{ending}"


def _ending(media_url: str) -> str:
    try:
        found = PurePosixPath(urlsplit(media_url).path).suffix.lower()
    except ValueError:  # it is no address; whoever fetches it will say so
        return ".mp4"
    return found if found in _ENDINGS else ".mp4"


def _plain(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
