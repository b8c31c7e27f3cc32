"""An upload's body: multipart with a file or a text, or url-encoded. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Part:
    """One named part.

    Attributes:
        content: its bytes.
        content_type: as the part says it; empty where it says nothing.
        is_file: whether it has a file name.
    """

    content: bytes
    content_type: str = ""
    is_file: bool = False


def parse_parts(body: bytes, content_type: str) -> dict[str, Part]:
    """The parts by name; empty when the body is neither multipart nor url-encoded, or is broken."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: Part(value.encode()) for name, value in pairs}
    if kind != "multipart/form-data":
        return {}
    head = f"Content-Type: {content_type}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            kind = part.get_content_type() if "content-type" in part else ""
            found[name] = Part(content, kind, part.get_filename() is not None)
    return found
