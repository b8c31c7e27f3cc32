"""A clip, or a job that has one, given where a picture is asked for: the next clip continues from its last frame."""

from __future__ import annotations

from typing import Any

from vidwidgets.errors import InvalidRequest
from vidwidgets.wire.clip import Clip
from vidwidgets.wire.states import Done, State


def clip_in(value: Any) -> Clip | None:  # noqa: ANN401  anything may have been given
    """The clip that it is or has made; None where it is neither a clip nor a job.

    Raises:
        InvalidRequest: It is a job that has not ended, or has no clip.
    """
    if isinstance(value, Clip):
        return value
    state = getattr(value, "state", None)
    if isinstance(state, Done):
        return state.clip
    if isinstance(state, State):
        raise InvalidRequest(
            f"The job {getattr(value, 'id', '')} has no clip to continue from (it is {type(state).__name__}): wait for "
            "it with job.wait(), or give another picture. Nothing was sent."
        )
    return None
