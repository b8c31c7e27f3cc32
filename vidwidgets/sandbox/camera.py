"""Where the camera looks: which part of the picture each frame shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Camera:
    """A slow zoom with a pan over a picture.

    Attributes:
        picture: width and height of the picture in pixels.
        frame: width and height of the frame in pixels.
        seed: chooses the direction, and whether it zooms in or out.
        zoom: how much larger the picture is at the near end.
    """

    picture: tuple[int, int]
    frame: tuple[int, int]
    seed: int = 0
    zoom: float = 1.22

    def box(self, part: float) -> Box:
        """The part of the picture (left, top, right, bottom; floats) shown when ``part`` of the clip has passed."""
        eased = part * part * (3 - 2 * part)
        far = 1 - eased if self.seed & 4 else eased
        width, height = self.picture
        cover = min(width / self.frame[0], height / self.frame[1]) / (1 + (self.zoom - 1) * far)
        shown_width, shown_height = self.frame[0] * cover, self.frame[1] * cover
        across, down = (0.2 + 0.6 * (1 - eased if self.seed & bit else eased) for bit in (1, 2))
        # Rounding may take the sides a hair beyond the picture, which Pillow refuses.
        left, top = max(0.0, (width - shown_width) * across), max(0.0, (height - shown_height) * down)
        return (left, top, min(width, left + shown_width), min(height, top + shown_height))
