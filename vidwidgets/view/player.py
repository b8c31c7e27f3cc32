"""The player of a finished clip as plain HTML: for a clip alone in a cell, and for the saved output."""

from __future__ import annotations

import base64
from urllib.parse import quote

from vidwidgets.view.facts import facts, remarks
from vidwidgets.view.figures import codec_text
from vidwidgets.view.markup import Markup, join, tag
from vidwidgets.view.plain import plain
from vidwidgets.wire.clip import Clip

WIDEST = 640
"""CSS pixels: a player in a notebook is looked at beside its text."""
HIGHEST = 480
"""CSS pixels, for upright clips."""

_POSTER_BYTES = 64_000
"""A larger poster is left out: it would be stored in the notebook with every save."""

_SOFT = "opacity:0.75"
"""Quieter text in whatever colour the theme has; JupyterLab's sanitiser drops `var()` colours."""


def address(src: str) -> str:
    """A relative path, with `/` between its parts, as an address: `my clip #1.mp4` → `my%20clip%20%231.mp4`."""
    return quote(src, safe="/~")


def box(clip: Clip) -> tuple[int, int]:
    """Width and height of the player in CSS pixels: the clip's shape, within `WIDEST` by `HIGHEST`."""
    width, height = (clip.width, clip.height) if clip.width and clip.height else (16, 9)
    scale = min(WIDEST / width, HIGHEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def player(clip: Clip, *, src: str, label: str) -> Markup:
    """The `<video>` itself. `src` is a relative path, not yet encoded; `label` says what is seen.

    The address is on the element: JupyterLab strips `<source>` from notebooks that are not trusted.
    Both sizes are given so that the page keeps the place free before the file is read.
    """
    width, height = box(clip)
    return tag(
        "video",
        controls=True,
        playsinline=True,
        preload="metadata",
        width=width,
        height=height,
        src=address(src),
        poster=_poster(clip.poster_jpeg),
        title=plain(label, 300),
        style="max-width:100%;height:auto",
    )


def facts_line(clip: Clip, *, sandbox: bool) -> Markup:
    """What came, in one line; and, where no model made it, the word for that."""
    parts: list[str] = [
        join([tag("b", fact.strong), " " if fact.text else "", fact.text] if fact.strong else [fact.text])
        for fact in facts(clip)
    ]
    if sandbox:
        parts.append(tag("i", "sandbox"))
    return tag("div", join(parts, " · "))


def remark_lines(clip: Clip) -> Markup:
    """Where what came is not what was asked, one line each."""
    return join(tag("div", tag("b", "Not as asked: "), remark) for remark in remarks(clip))


def download(clip: Clip, src: str) -> Markup:
    """A link to the file, under the file's own name."""
    return tag("a", "Download", href=address(src), download=plain(clip.path.name, 200))


def saved_at(clip: Clip) -> Markup:
    """The file's path, where no address of it is known."""
    return tag("div", "Saved at ", tag("code", str(clip.path)))


def codec_line(clip: Clip) -> Markup:
    """A word where many browsers cannot decode what came; "" elsewhere."""
    if clip.video_codec.lower() != "hevc":
        return Markup()
    name = codec_text(clip.video_codec)
    return tag("div", f"{name}: not every browser plays it. Download it, and open it in a player.", style=_SOFT)


def clip_bundle(clip: Clip, *, src: str | None) -> dict[str, str]:
    """A clip alone in a cell, as a MIME bundle.

    Args:
        clip: the clip.
        src: its path relative to the notebook, not encoded, `/` between its parts; None where there is
            no such path: its place on disk is then said in words.
    """
    line = ", ".join(str(fact) for fact in facts(clip))
    # the notebook keeps this text: a whole path belongs into it only where the clip is not beside it
    text = f"Clip {clip.path.name}: {line}" + (f"\n{clip.path}" if src is None else "")
    parts = [facts_line(clip, sandbox=clip.connection == "sandbox"), remark_lines(clip)]
    if src is None:
        parts.append(saved_at(clip))
    else:
        label = plain(str(clip.values.get("prompt", "")) or clip.path.name, 300)
        parts.insert(0, player(clip, src=src, label=label))
        parts += [codec_line(clip), tag("div", download(clip, src))]
    return {"text/html": str(tag("div", *parts, class_="vidwidgets-player")), "text/plain": text}


def _poster(jpeg: bytes) -> str | None:
    if not jpeg.startswith(b"\xff\xd8") or len(jpeg) > _POSTER_BYTES:
        return None
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
