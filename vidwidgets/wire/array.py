"""Arrays as pictures, without requiring numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vidwidgets.errors import InvalidRequest

if TYPE_CHECKING:
    from PIL import Image

_CHANNELS = {1, 3, 4}
_PLAIN, _LAYERED = 2, 3


def is_array(value: object) -> bool:
    """Whether it says of itself that it is an array."""
    return hasattr(value, "__array_interface__") or hasattr(value, "__array__")


def image_of_array(array: Any) -> Image.Image:  # noqa: ANN401  numpy is not required here
    """Height × width (× 1, 3 or 4), uint8 from 0 to 255 or float from 0 to 1.

    Raises:
        InvalidRequest: Its shape, type or range is another.
    """
    from PIL import Image

    if not (hasattr(array, "__array_interface__") and hasattr(array, "dtype")):
        array = _asked(array)
    shape, kind = tuple(array.shape), str(array.dtype)
    layered = len(shape) == _LAYERED and shape[-1] in _CHANNELS
    if 0 in shape or not (len(shape) == _PLAIN or layered):
        raise InvalidRequest(
            f"An array of shape {shape} is no picture: it must be height × width, or height × width × 3 or 4. "
            "Nothing was sent."
        )
    if array.dtype.kind == "f":
        low, high = float(array.min()), float(array.max())
        if not (low >= 0 and high <= 1):
            raise InvalidRequest(
                f"An array of floats must lie from 0 to 1; this one lies from {low:g} to {high:g}. "
                "Divide it, or give uint8. Nothing was sent."
            )
        array = (array * 255 + 0.5).astype("uint8")
    elif kind != "uint8":
        raise InvalidRequest(f"An array of {kind} is no picture: give uint8 or floats from 0 to 1. Nothing was sent.")
    return Image.fromarray(array[:, :, 0] if layered and shape[-1] == 1 else array)


def _asked(value: Any) -> Any:  # noqa: ANN401  numpy is not required here
    try:
        return value.__array__()
    except (TypeError, ValueError, RuntimeError, AttributeError) as error:  # a tensor on a GPU, or one being trained
        raise InvalidRequest(
            f"The {type(value).__name__} gives no array of itself: give a numpy array. Nothing was sent."
        ) from error
