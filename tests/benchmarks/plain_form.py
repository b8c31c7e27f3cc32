"""The same fields as plain ipywidgets: what a notebook's author would write without us."""

from __future__ import annotations

from typing import Final

from vidwidgets.providers.find import endpoint
from vidwidgets.spec.fields import Choice, Field, Flag, Text
from vidwidgets.spec.media import Media

VEO: Final = "fal-ai/veo3/image-to-video"
PLAIN_IMPORTS: Final = "import ipywidgets\nfrom IPython.display import display"


def controls_of(endpoint_id: str) -> int:
    """How many fields its form has."""
    return len(endpoint(endpoint_id).fields)


def plain_form(button: str) -> str:
    """The code of a cell that shows one stock control for each field of Veo's form, and a button."""
    controls = [_control(field) for field in endpoint(VEO).fields]
    rows = ",\n    ".join([*controls, f"ipywidgets.Button(description={button!r})"])
    return f"display(ipywidgets.VBox([\n    {rows},\n]))"


def _control(field: Field) -> str:
    if isinstance(field, Flag):
        return f"ipywidgets.Checkbox(value={bool(field.default)}, description={field.label!r})"
    if isinstance(field, Choice):
        options = [str(choice) for choice in field.choices()]
        return f"ipywidgets.Dropdown(options={options!r}, description={field.label!r})"
    if isinstance(field, Media):
        return f"ipywidgets.FileUpload(description={field.label!r})"
    kind = "Textarea" if isinstance(field, Text) and field.multiline else "Text"
    return f"ipywidgets.{kind}(description={field.label!r})"
