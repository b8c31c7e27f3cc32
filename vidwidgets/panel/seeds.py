"""Seeds: one that is left to chance is drawn here, so that it is known and the clip can be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from vidwidgets.panel.picked import seeds_of
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Seed

LARGEST = 2**31 - 1
"""What every provider read here takes, and short enough to be read out."""


def drawn(seeds: Iterable[Seed], random: Callable[[], float]) -> dict[str, int]:
    """A number for each seed, by wire name; `random` gives numbers from 0 up to but not 1."""
    return {seed.name: seed.minimum + int(random() * (_top(seed) - seed.minimum + 1)) for seed in seeds}


def counted_up(endpoint: Endpoint, values: Mapping[str, Any], by: int) -> dict[str, int]:
    """The seeds that the values fix, so many further; after the largest comes the smallest."""
    return {
        seed.name: seed.minimum + (first + by - seed.minimum) % (seed.maximum - seed.minimum + 1)
        for seed, first in seeds_of(endpoint, values).items()
        if isinstance(first, int)
    }


def _top(seed: Seed) -> int:
    return max(seed.minimum, min(seed.maximum, LARGEST))
