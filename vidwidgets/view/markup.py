"""The one door for HTML: text is escaped unless this room made it, and an address is checked before it is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "track", "wbr"})
_RAW_TEXT = frozenset({"script", "style", "iframe", "object", "embed", "base", "link", "meta", "template", "svg"})
_ADDRESS = frozenset({"href", "src", "poster", "action", "formaction", "cite"})
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_SAFE_ADDRESS = re.compile(r"(?:https?://|blob:|data:image/jpeg[;,]|data:video/mp4[;,])", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f\\]")


class Markup(str):
    """HTML that this module wrote. Every other string is text."""

    __slots__ = ()


def safe_address(address: str) -> bool:
    r"""Whether an address may be written: relative, http(s), blob, or data of a JPEG or an MP4.

    Blanks, control characters and `\` are refused too: browsers drop or turn them, and so read
    another address than the one that was checked.
    """
    if not address or _UNPRINTABLE.search(address) or address.startswith("//"):
        return False
    return not _SCHEME.match(address) or bool(_SAFE_ADDRESS.match(address))


def escape(text: str) -> Markup:
    """Text as HTML. What is markup already stays as it is."""
    if isinstance(text, Markup):
        return text
    # A browser reads a bare CR as LF, and cannot be given a NUL at all.
    clean = html.escape(str(text), quote=True).replace("\r", "&#13;").replace("\x00", "\ufffd")
    return Markup(clean)


def join(parts: Iterable[str], between: str = "") -> Markup:
    """The parts one after the other, each escaped unless it is markup, as is what stands between them."""
    return Markup(escape(between).join(escape(part) for part in parts))


def tag(name: str, *children: str, **attributes: str | int | bool | None) -> Markup:
    """An element.

    Attribute names are written as in HTML, with a trailing `_` for Python's own words (`class_`) and
    `_` for `-`. True writes the bare name; None, False and an empty class leave the attribute out.

    Raises:
        ValueError: an element that runs or embeds, an event handler, or an address that is not allowed.
    """
    if not _NAME.fullmatch(name) or name in _RAW_TEXT:
        raise ValueError(f"<{name}> is not written from here.")
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        if children:
            raise ValueError(f"<{name}> has no content.")
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    """A table of texts. Left-aligned, since notebooks align a table's text to the right."""
    left = "text-align:left"
    head = tag("tr", *(tag("th", heading, style=left) for heading in headings))
    body = (tag("tr", *(tag("td", cell, style=left) for cell in row)) for row in rows)
    return tag("table", tag("thead", head), tag("tbody", *body))


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(name) or name.startswith("on") or name == "srcdoc":
        raise ValueError(f"The attribute {name!r} is not written from here.")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    text = str(value)
    if name in _ADDRESS and not safe_address(text):
        raise ValueError(f"The address in {name!r} is none that may be written: {text[:80]!r}.")
    return f' {name}="{escape(text)}"'
