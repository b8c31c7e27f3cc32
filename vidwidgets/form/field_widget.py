"""What the controls made here share in the front end: label, help, problem and hint."""

from __future__ import annotations

from typing import Any

import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.one_class import OneClass
from vidwidgets.spec.fields import Field


class FieldWidget(OneClass):
    """A labelled control; its subclasses add the part that is worked with."""

    name = traitlets.Unicode().tag(sync=True)
    """The field's wire name."""
    label = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    needed = traitlets.Bool(False).tag(sync=True)
    """Whether the field is required."""
    problem = traitlets.Unicode().tag(sync=True)
    """What is wrong with it, shown beside it; empty when nothing is."""
    hint = traitlets.Unicode().tag(sync=True)
    """What may go wrong with it, shown softly."""
    tucked = traitlets.Bool(False).tag(sync=True)
    """Whether it is out of sight. A CSS class would not do: anywidget 0.11 shows only the classes it starts with."""


class NoteWidget(OneClass):
    """The lines under an ipywidgets control: counter, problem, hint; it ties them to the control for screen readers."""

    _esm = module_of("field.js", "note.js")
    name = traitlets.Unicode().tag(sync=True)
    help = traitlets.Unicode().tag(sync=True)
    needed = traitlets.Bool(False).tag(sync=True)
    counter = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)


def words_of(field: Field) -> dict[str, Any]:
    """The traits that say what a field is."""
    return {"name": field.name, "label": field.label, "unit": field.unit, "help": field.help, "needed": field.required}
