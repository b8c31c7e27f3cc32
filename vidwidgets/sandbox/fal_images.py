"""A model's image fields: fetched, decoded and held against the limits, as fal does before it runs a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vidwidgets.sandbox.picture import UnreadablePictureError, invented_picture, read_picture
from vidwidgets.sandbox.scalars import Fault, Loc
from vidwidgets.sandbox.source import UnreachableSourceError, fetch_source

if TYPE_CHECKING:
    from PIL import Image

    from vidwidgets.sandbox.fal_model import FalModel
    from vidwidgets.sandbox.store import Store


@dataclass(frozen=True)
class Images:
    """What was found: pictures by field, faults, and lines for the job's log."""

    pictures: dict[str, Image.Image]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]


def load_images(model: FalModel, values: dict[str, Any], store: Store) -> Images:
    """Read every image field that is set. Blocks; call it on a worker thread."""
    pictures: dict[str, Image.Image] = {}
    faults: list[Fault] = []
    notes: list[str] = []
    for name, limits in model.image_fields.items():
        for loc, address in _addresses(name, values.get(name)):
            label = ".".join(map(str, loc[1:]))
            try:
                source = fetch_source(address, store)
            except UnreachableSourceError:
                msg = "Failed to download the file. Please check if the URL is accessible and try again."
                faults.append(Fault(loc, "file_download_error", msg, address))
                continue
            if source.data is None:
                notes.append(f"SANDBOX: there is no network here; a made-up picture stands for {label}")
                pictures[label] = invented_picture(address)
                continue
            found = _judge(loc, address, source.data, limits)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                pictures[label] = found
    return Images(pictures, tuple(faults), tuple(notes))


def _addresses(name: str, value: object) -> list[tuple[Loc, str]]:
    """Each address in a field, with its place."""
    if isinstance(value, str):
        return [(("body", name), value)]
    listed = value if isinstance(value, list) else []
    return [(("body", name, at), one) for at, one in enumerate(listed) if isinstance(one, str)]


def _judge(loc: Loc, address: str, data: bytes, limits: dict[str, Any]) -> Image.Image | Fault:
    largest = limits.get("max_file_size")
    if largest is not None and len(data) > largest:
        msg = f"File size exceeds the maximum allowed size of {largest} bytes."
        return Fault(loc, "file_too_large", msg, address, {"max_size": largest})
    try:
        picture = read_picture(data)
    except UnreadablePictureError:
        msg = "Failed to load the image. Please ensure the image file is not corrupted and is in a supported format."
        return Fault(loc, "image_load_error", msg, address)
    width, height = picture.size
    least = {key: limits.get(key, 0) for key in ("min_height", "min_width")}
    if height < least["min_height"] or width < least["min_width"]:
        msg = (
            f"Image dimensions are too small. Minimum dimensions are {least['min_width']}x{least['min_height']} pixels."
        )
        return Fault(loc, "image_too_small", msg, address, least)
    most: dict[str, Any] = {key: limits[key] for key in ("max_height", "max_width") if key in limits}
    if height > most.get("max_height", height) or width > most.get("max_width", width):
        msg = f"Image dimensions are too large. Limits: {most}."
        return Fault(loc, "image_too_large", msg, address, most)
    slim, wide = limits.get("min_aspect_ratio", 0.0), limits.get("max_aspect_ratio", float("inf"))
    if not slim <= width / height <= wide:
        # fal documents no type of its own for this.
        msg = f"Image aspect ratio {width / height:.2f} must be between {slim:g} and {wide:g}."
        return Fault(loc, "value_error", msg, address, {"error": msg})
    return picture
