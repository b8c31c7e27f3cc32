"""The folder where the journal, the sandbox's jobs and cached schemas live."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from vidwidgets.errors import VidwidgetsError

HOME_VARIABLE = "VIDWIDGETS_HOME"


def home_path() -> Path:
    """Where the home folder is, or would be: `VIDWIDGETS_HOME`, else the user data folder that platformdirs names.

    A `~` in the variable is the user's home, as a shell would read it.
    """
    named = os.environ.get(HOME_VARIABLE, "").strip()
    if not named:
        return platformdirs.user_data_path("vidwidgets", appauthor=False)
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # no home folder is known for this user
        return Path(named).absolute()


def home() -> Path:
    """The home folder; made, for its owner alone (mode 700), where it is not there yet.

    Raises:
        VidwidgetsError: It cannot be made, or something else has its name. Nothing was sent.
    """
    path = home_path()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = "a file has that name" if isinstance(error, FileExistsError) else (error.strerror or str(error))
        raise VidwidgetsError(
            f"The folder {path} for the journal cannot be made: {reason}. "
            f"Name a folder that you can write to in {HOME_VARIABLE}. Nothing was sent.",
            spent="no",
        ) from error
    return path
