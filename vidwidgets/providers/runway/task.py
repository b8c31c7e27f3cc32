"""A task's reply, in whatever shape it comes, as one value.

Runway's own shape is flat. Gateways put it into one or two envelopes (`data`, `task`), rename its words, or answer with
another provider's shape altogether (facts/runway.md §6, read 2026-11-21). What is innermost and in Runway's own words
is believed first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from vidwidgets.providers.runway.paths import is_task_id
from vidwidgets.wire.reply import take, text_at

Stage = Literal["queued", "throttled", "running", "done", "failed", "cancelled", "unknown"]

NATIVE = frozenset({"PENDING", "THROTTLED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"})
_STAGES: Mapping[Stage, tuple[str, ...]] = {
    "queued": ("pending", "queued", "queueing", "not_start", "submitted", "created", "starting"),
    "throttled": ("throttled",),
    "running": ("running", "processing", "in_progress", "dreaming"),
    "done": ("succeeded", "succeed", "success", "completed", "complete", "finished"),
    "failed": ("failed", "failure", "fail", "error"),
    "cancelled": ("cancelled", "canceled", "aborted", "deleted"),
}
_STAGE_OF: Mapping[str, Stage] = {word: stage for stage, words in _STAGES.items() for word in words}
_ENDS = frozenset({"done", "failed", "cancelled"})
_FINE = (0, 200, "0", "200", "success")
_ENVELOPES = ("data", "task", "response")
_STATUS_KEYS = ("status", "state", "task_status")
_ID_KEYS = ("id", "task_id")
_URL_PLACES: tuple[tuple[str | int, ...], ...] = (
    *(("output", "video"), ("video", "url"), ("video",), ("video_url",)),
    *(("result_url",), ("url",), ("video_result",), ("video_result", 0, "url"), ("task_result", "videos", 0, "url")),
)
_VIDEO = re.compile(r"\.(mp4|mov|webm|m4v|mkv)$", re.IGNORECASE)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Task:
    """What a reply says of a task."""

    stage: Stage
    word: str = ""
    """The status as it was spelled; empty where there was none."""
    progress: float | None = None
    urls: tuple[str, ...] = ()
    """Every output, those that are videos first."""
    failure: str = ""
    code: str = ""
    """Runway's failure code (`SAFETY.INPUT.TEXT`)."""
    credits: float | None = None
    """What it cost; None where the reply does not say."""
    estimated_credits: float | None = None
    """The most that it may cost."""
    created_at: str = ""


def read_task(body: object) -> Task:
    """A task from a reply's JSON; its stage is "unknown" where nothing in it is known."""
    layers = _layers(body)
    stage, word = _stage(layers)
    urls = _first(layers, _urls) or ()
    if stage == "done" and not urls:
        # some forks of new-api put the address of a finished clip there
        reason = _first(layers, lambda layer: text_at(layer, "fail_reason")) or ""
        urls = (reason,) if _is_url(reason) else ()
    return Task(
        stage=stage,
        word=word,
        progress=_first(layers, _progress),
        urls=urls,
        failure=_first(layers, _failure) or "",
        code=_first(layers, lambda layer: text_at(layer, "failureCode") or text_at(layer, "failure_code")) or "",
        credits=_first(layers, lambda layer: _number(take(layer, "cost", "credits"))),
        estimated_credits=_first(layers, lambda layer: _number(take(layer, "estimatedCost", "credits"))),
        created_at=_first(layers, lambda layer: text_at(layer, "createdAt")) or "",
    )


def task_id(body: object) -> str:
    """The id that a create reply gives: `id`, `task_id`, `data.task_id`, `data.id`, `task.id` or `data` itself."""
    places = (("id",), ("task_id",), ("data", "task_id"), ("data", "id"), ("task", "id"), ("data",))
    for steps in places:
        found = take(body, *steps)
        text = str(found) if isinstance(found, int) and not isinstance(found, bool) else found
        if isinstance(text, str) and is_task_id(text):
            return text
    return ""


def gateway_error(body: object) -> str | None:
    """The text of an error that came with a 2xx; None where it is none."""
    code = take(body, "code")
    error = take(body, "error")
    if not error and (code is None or code in _FINE):
        return None
    said = text_at(error, "message") or (error if isinstance(error, str) else "")
    return said or text_at(body, "message") or text_at(body, "msg") or f"code {code}"


def _layers(body: object) -> list[Mapping[str, Any]]:
    """The envelopes' contents, the innermost first."""
    found: list[Mapping[str, Any]] = []
    while isinstance(body, Mapping) and len(found) < _DEEPEST:
        found.append(body)
        inner = (body.get(key) for key in _ENVELOPES)
        body = next((one for one in inner if isinstance(one, Mapping) and _says_something(one)), None)
    return found[::-1]


def _says_something(layer: Mapping[str, Any]) -> bool:
    return any(key in layer for key in (*_STATUS_KEYS, *_ID_KEYS, *_ENVELOPES))


def _stage(layers: list[Mapping[str, Any]]) -> tuple[Stage, str]:
    words = [(word, layer) for layer in layers if (word := _word(layer))]
    known = [(word, layer) for word, layer in words if _is_known(word, layer)]
    native = next((word for word, _ in known if word in NATIVE), "")
    chosen = native or next((word for word, _ in known), "")
    if not chosen:
        return "unknown", next((word for word, _ in words), "")
    if _STAGE_OF[chosen.lower()] not in _ENDS:
        # a gateway that has ended a task keeps the last thing it heard inside; its end must prove itself
        chosen = next((word for word, layer in known if _is_proven(word, layer)), chosen)
    return _STAGE_OF[chosen.lower()], chosen


def _is_known(word: str, layer: Mapping[str, Any]) -> bool:
    """Whether it is a word for a task: `{"status": "success", "data": …}` speaks of the reply itself."""
    stage = _STAGE_OF.get(word.lower())
    of_a_task = any(key in layer for key in _ID_KEYS) or _urls(layer) is not None
    return stage is not None and (word in NATIVE or of_a_task or stage != "done")


def _is_proven(word: str, layer: Mapping[str, Any]) -> bool:
    stage = _STAGE_OF[word.lower()]
    if stage == "done":
        return _urls(layer) is not None
    return stage == "cancelled" or (stage == "failed" and bool(layer.get("fail_reason") or layer.get("failure")))


def _word(layer: Mapping[str, Any]) -> str:
    return next((word for key in _STATUS_KEYS if (word := text_at(layer, key).strip())), "")


def _progress(layer: Mapping[str, Any]) -> float | None:
    for key in ("progress", "progressRatio"):
        found = layer.get(key)
        if isinstance(found, str):
            matched = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", found.strip(), re.ASCII)
            number: float | None = float(matched.group(1)) / 100 if matched else _number_of(found)
        else:
            number = _number(found)
            number = number / 100 if number is not None and number > 1 else number
        if number is not None:
            return min(1.0, max(0.0, number))
    return None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e12 else None  # noqa: PLR2004  more than anything that is counted here


def _number_of(text: str) -> float | None:
    found = re.fullmatch(r"0(\.\d{1,18})?|1(\.0*)?", text.strip(), re.ASCII)
    return float(found.group()) if found else None


def _urls(layer: Mapping[str, Any]) -> tuple[str, ...] | None:
    several = [take(one, "url") if isinstance(one, Mapping) else one for one in _listed(layer)]
    several += [take(layer, *steps) for steps in _URL_PLACES]
    found = dict.fromkeys(url for url in several if _is_url(url))
    return tuple(sorted(found, key=lambda url: not _VIDEO.search(_path(url)))) or None


def _listed(layer: Mapping[str, Any]) -> list[Any]:
    groups = (layer.get("output"), layer.get("artifacts"))
    return [one for group in groups if isinstance(group, list) for one in group]


def _is_url(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _failure(layer: Mapping[str, Any]) -> str | None:
    error = layer.get("error")
    keys = ("failure", "fail_reason", "failure_reason", "task_status_msg")
    places = (*(text_at(layer, key) for key in keys), text_at(error, "message"))
    further = (error if isinstance(error, str) else "", text_at(layer, "message"), text_at(layer, "msg"))
    return next((text for text in (*places, *further) if text and not _is_url(text)), None)


def _first(layers: list[Mapping[str, Any]], read: Any) -> Any:  # noqa: ANN401  a reader of any one thing
    """What the innermost layer that says something of it says."""
    return next((found for layer in layers if (found := read(layer)) not in {None, "", ()}), None)
