"""From our flat values to the body that Runway takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from vidwidgets.providers.runway.models import KEYFRAMES, RunwayModel


def shape_for(models: Sequence[RunwayModel]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """A body: `model` is always in it, frames are by position where there is a choice, moderation is an object."""
    by_position = tuple(model.name for model in models if model.frames == KEYFRAMES)  # a model may be anything here
    default = models[0].name

    def shape(values: Mapping[str, Any]) -> dict[str, Any]:
        body = {"model": values.get("model", default)}
        body |= {name: value for name, value in values.items() if name != "lastFrame"}
        if "promptImage" in values:
            body["promptImage"] = _frames(values, explicit=body["model"] in by_position)
        if "contentModeration" in values:
            body["contentModeration"] = {"publicFigureThreshold": values["contentModeration"]}
        return body

    return shape


def _frames(values: Mapping[str, Any], *, explicit: bool) -> Any:  # noqa: ANN401  a URI, or the list of them
    """One URI as it is; a list where there is a last frame, or where a bare picture could mean a reference."""
    first = values["promptImage"]
    if "lastFrame" in values:
        return [{"uri": first, "position": "first"}, {"uri": values["lastFrame"], "position": "last"}]
    return [{"uri": first, "position": "first"}] if explicit else first


def flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """Our flat values again: first and last frame by their names, moderation as its one word.

    Pictures that are given in another way (references, keyframes at a second) stay as they are.
    """
    values = dict(body)
    frames = _by_position(body.get("promptImage"))
    if frames:
        del values["promptImage"]
        values |= {"lastFrame" if position == "last" else "promptImage": uri for position, uri in frames.items()}
    moderation = body.get("contentModeration")
    if isinstance(moderation, Mapping) and set(moderation) == {"publicFigureThreshold"}:
        values["contentModeration"] = moderation["publicFigureThreshold"]
    return values


def _by_position(frames: Any) -> dict[str, Any]:  # noqa: ANN401  whatever stands in the body
    """The pictures of a list by "first" and "last"; empty where it is not only those, each once."""
    if not isinstance(frames, list | tuple):
        return {}
    found: dict[str, Any] = {}
    for one in frames:
        if not isinstance(one, Mapping) or set(one) != {"uri", "position"}:
            return {}
        position = one["position"]
        if position not in ("first", "last") or position in found:
            return {}
        found[position] = one["uri"]
    return found
