"""Files that a person uploaded into a form."""

from __future__ import annotations

import re
import uuid
from pathlib import PurePath

from vidwidgets.wire.home import home


def received(name: str, content: bytes) -> str:
    """Keep an uploaded file in the home folder and give its path; its name is only ever a suffix of ours."""
    folder = home() / "uploads"
    folder.mkdir(exist_ok=True)
    plain = re.sub(r"[^\w.-]+", "_", PurePath(name.replace("\\", "/")).name, flags=re.ASCII).lstrip(".")[-60:]
    path = folder / f"{uuid.uuid4().hex[:8]}-{plain or 'picture'}"
    path.write_bytes(content)
    return str(path)
