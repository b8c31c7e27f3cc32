"""An anywidget whose instances are of one class."""

from __future__ import annotations

from typing import Any

import anywidget

_made: dict[type, type[anywidget.AnyWidget]] = {}


class OneClass(anywidget.AnyWidget):
    """anywidget 0.11 makes a class for each instance, to add the traits that hold its front end.

    They are the same for all instances of one class here, and making a class is a third of what a control costs.
    """

    def add_traits(self, **traits: Any) -> None:  # noqa: ANN401  traits of any kind
        """Add them to the class once; later instances get the class that has them."""
        own = type(self)
        made = _made.get(own)
        if made is None or not traits.keys() <= made.class_traits().keys():
            super().add_traits(**traits)
            _made[own] = type(self)
            return
        self.__class__ = made
        for name in traits:
            self.traits()[name].instance_init(self)
