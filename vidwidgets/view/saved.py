"""The saved output: plain HTML that a notebook keeps, and that plays without a kernel, untrusted, or converted.

Only what JupyterLab's sanitiser leaves alone is used (facts of 21 Nov 2026: `<video src>` stays, `<source>`,
`id`, `aria-*` and `var()` colours do not): so no colours at all, and the theme's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vidwidgets.view.about import About
from vidwidgets.view.markup import Markup, join, tag
from vidwidgets.view.plain import plain
from vidwidgets.view.player import codec_line, download, facts_line, player, remark_lines, saved_at
from vidwidgets.view.words import last_known, words
from vidwidgets.wire.states import ENDED, Done, State, Unknown

_SOFT = "opacity:0.75"
_WIDTH = "max-width:640px"


@dataclass(frozen=True, slots=True)
class SavedJob:
    """One job of the saved output."""

    about: About
    state: State
    src: str | None = None
    """The clip's path relative to the notebook, not encoded, `/` between its parts; None where there is none."""
    said: str = ""
    """A sentence of ours about the job; "" where there is none."""


def saved_html(entries: Sequence[SavedJob]) -> str:
    """The saved output as HTML, the entries in the order given (newest first).

    Each is in an element of class `vidwidgets-job-<id>`, a finished one of class `vidwidgets-clip-<id>` too:
    a live card in the same output shows the job itself, and hides that element while it does.
    """
    return saved_whole([saved_entry(entry) for entry in entries])


def saved_whole(entries: Sequence[Markup]) -> str:
    """The same of entries that are drawn already: a form with many jobs draws each only when it changes."""
    return str(tag("div", *entries, class_="vidwidgets-saved"))


def saved_entry(entry: SavedJob) -> Markup:
    """One entry of the saved output."""
    job = plain(entry.about.job_id, 200)
    if not isinstance(entry.state, ENDED):
        return tag("div", _running(entry), class_=f"vidwidgets-job-{job}", style="margin:8px 0")
    if isinstance(entry.state, Done):
        classes = f"vidwidgets-job-{job} vidwidgets-clip-{job}"
        return tag("div", *_done(entry, entry.state), class_=classes, style=f"margin:8px 0 20px;{_WIDTH}")
    style = f"margin:8px 0 20px;{_WIDTH}"
    return tag("div", *_ended(entry), class_=f"vidwidgets-job-{job}", style=style)


def _running(entry: SavedJob) -> Markup:
    about = entry.about
    place = last_known(entry.state, about.provider)
    again = f"vw.job({plain(about.job_id, 200)!r})"
    return join(
        [
            tag("b", plain(about.title, 200)),
            f" {place} when this was saved; ",
            tag("code", again),
            " takes it up again.",
        ]
    )


def _done(entry: SavedJob, state: Done) -> list[Markup]:
    about, clip = entry.about, state.clip
    parts = [_head(about)]
    if entry.src is not None:
        parts.append(player(clip, src=entry.src, label=f"{about.title}: {about.prompt}"))
    parts += [_prompt(about), _said(entry), facts_line(clip, sandbox=about.sandbox), _asked(about), remark_lines(clip)]
    if entry.src is None:
        parts.append(saved_at(clip))
    else:
        parts += [codec_line(clip), tag("div", download(clip, entry.src))]
    return parts


def _ended(entry: SavedJob) -> list[Markup]:
    said = words(entry.state, entry.about.provider)
    message = [said.message, f" ({said.code})" if said.code and said.code not in said.message else ""]
    after = " ".join(filter(None, [said.money, said.advice]))
    return [
        _head(entry.about),
        tag("div", tag("b", said.headline)),
        _prompt(entry.about),
        tag("div", *message, dir="auto") if said.message else Markup(),
        tag("div", after, style=_SOFT) if after else Markup(),
        _said(entry),
        _adoption(entry),
        _asked(entry.about),
    ]


def _said(entry: SavedJob) -> Markup:
    return tag("div", plain(entry.said), style=_SOFT) if entry.said else Markup()


def _adoption(entry: SavedJob) -> Markup:
    if not isinstance(entry.state, Unknown):
        return Markup()
    code = f"vw.job({plain(entry.about.job_id, 200)!r}).adopt('…')"
    return tag("div", tag("code", code), " goes on with the request id that you found.", style=_SOFT)


def _head(about: About) -> Markup:
    chip = [" · ", tag("i", plain(about.connection, 200))] if about.sandbox and about.connection else []
    return tag(
        "div",
        tag("b", plain(about.title, 200)),
        " ",
        tag("span", plain(about.kind, 200), *chip, style=_SOFT),
        style="margin-bottom:4px",
    )


def _prompt(about: About) -> Markup:
    return tag("div", plain(about.prompt), dir="auto") if about.prompt else Markup()


def _asked(about: About) -> Markup:
    if not about.asked:
        return Markup()
    asked = " · ".join(f"{plain(label, 80)} {plain(value, 200)}" for label, value in about.asked)
    return tag("div", "Asked for: ", asked, style=_SOFT)
