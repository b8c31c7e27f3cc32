"""Which control shows which kind of field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch

from vidwidgets.form.choice_control import choice_control, flag_control
from vidwidgets.form.control import Control
from vidwidgets.form.json_control import JsonControl
from vidwidgets.form.media_control import MediaControl
from vidwidgets.form.media_list_control import MediaListControl
from vidwidgets.form.number_control import NumberControl
from vidwidgets.form.reading import MediaDoors
from vidwidgets.form.seed_control import SeedControl
from vidwidgets.form.style import Style
from vidwidgets.form.text_control import TextControl
from vidwidgets.spec.extra import Extra
from vidwidgets.spec.fields import Choice, Field, Flag, Number, Seed, Text
from vidwidgets.spec.media import Media
from vidwidgets.spec.media_list import MediaList


@dataclass(frozen=True)
class Surroundings:
    """What a control is given besides its field."""

    changed: Callable[[], None]
    """Called after a person changed it."""
    style: Style
    doors: MediaDoors


@singledispatch
def control_for(field: Field, around: Surroundings) -> Control:  # noqa: ARG001  the registered ones use it
    """The control of a field.

    Raises:
        TypeError: There is none for this kind of field.
    """
    raise TypeError(f"{type(field).__name__} has no control: register one with control_for.register.")


@control_for.register
def _(field: Text, around: Surroundings) -> Control:
    return TextControl(field, around.changed, around.style)


@control_for.register
def _(field: Choice, around: Surroundings) -> Control:
    return choice_control(field, around.changed, around.style)


@control_for.register
def _(field: Flag, around: Surroundings) -> Control:
    return flag_control(field, around.changed, around.style)


@control_for.register
def _(field: Number, around: Surroundings) -> Control:
    return NumberControl(field, around.changed, around.style)


@control_for.register
def _(field: Seed, around: Surroundings) -> Control:
    return SeedControl(field, around.changed, around.style)


@control_for.register
def _(field: Media, around: Surroundings) -> Control:
    return MediaControl(field, around.changed, around.style, around.doors)


@control_for.register
def _(field: Extra, around: Surroundings) -> Control:
    return JsonControl(field, around.changed, around.style)


@control_for.register
def _(field: MediaList, around: Surroundings) -> Control:
    return MediaListControl(field, around.changed, around.style, around.doors)
