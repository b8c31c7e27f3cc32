"""A matplotlib figure as a picture, without importing matplotlib."""

from __future__ import annotations

import io
import sys
from typing import Any

from vidwidgets.errors import InvalidRequest


def is_figure(value: object) -> bool:
    """Whether it is a figure of matplotlib; where that was not imported, nothing is."""
    module = sys.modules.get("matplotlib.figure")
    return module is not None and isinstance(value, module.Figure)


def is_axes(value: object) -> bool:
    """Whether it is a part of a figure that people take for one: axes, or what `plot` gave."""
    module = sys.modules.get("matplotlib.artist")
    return module is not None and isinstance(value, module.Artist) and not is_figure(value)


def png_of_figure(figure: Any) -> bytes:  # noqa: ANN401  matplotlib is not required here
    """The figure as it is now, as `savefig` draws it at its own dpi.

    Raises:
        InvalidRequest: It cannot be drawn.
    """
    out = io.BytesIO()
    try:
        figure.savefig(out, format="png", dpi="figure")
    except Exception as error:  # what a figure holds is a person's code: its drawing may raise anything
        raise InvalidRequest(
            f"The matplotlib figure cannot be drawn ({type(error).__name__}). Nothing was sent."
        ) from error
    return out.getvalue()
