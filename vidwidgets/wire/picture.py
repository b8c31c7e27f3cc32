"""A picture, read once and ready for the wire."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import PurePath

_EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "image/avif": ".avif",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, read once."""

    name: str
    """A file name, or a short word for what had none; never a whole path."""
    content: bytes = field(default=b"", repr=False)
    """What would be sent; empty where only a URL is known."""
    url: str = ""
    """The public URL it was given as; empty where it was given as bytes."""
    content_type: str = ""
    width: int = 0
    """Pixels, upright; 0 when not known."""
    height: int = 0
    size_bytes: int = 0
    digest: str = ""
    """The hash of what its URL gave when it was looked at; empty where it was not, or where its bytes are known."""
    note: str = ""
    """What was done to it before sending, as a sentence; empty when nothing was."""
    has_alpha: bool = False
    """Whether some of its pixels are transparent; False where that is not known."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes, or of its URL where only that is known."""
        return self.digest or hashlib.sha256(self.content or self.url.encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        """Whether the hash is that of its bytes: what is behind a URL can change."""
        return bool(self.content or self.digest)

    @property
    def words(self) -> str:
        """In a few words: `cat.jpg, 451×300, 22 kB`."""
        parts = [self.name]
        if self.width:
            parts.append(f"{self.width}×{self.height}")
        if self.size_bytes:
            megabytes = self.size_bytes / 1e6
            parts.append(f"{megabytes:.1f} MB" if megabytes >= 1 else f"{max(1, round(megabytes * 1000))} kB")
        return ", ".join(parts)

    @property
    def file_name(self) -> str:
        """The name with an ending that says what it is."""
        ending = _EXTENSIONS.get(self.content_type, "")
        known = {".jpg", ".jpeg"} if ending == ".jpg" else {ending}
        return self.name if PurePath(self.name).suffix.lower() in known else f"{self.name}{ending}"

    def data_uri(self) -> str:
        """Its bytes as a data URI."""
        return f"data:{self.content_type};base64,{base64.b64encode(self.content).decode()}"
