"""The fields of Veo's form as ipyautoui and magicgui make a form of them: each cell in the way its manual shows."""

from __future__ import annotations

from typing import Final

from vidwidgets.providers.find import endpoint
from vidwidgets.spec.fields import Choice, Field, Flag, Seed

from .plain_form import VEO


def ipyautoui_form() -> str:
    """A pydantic model, shown by AutoUi."""
    fields = "\n".join(
        f"    {field.name}: {_annotation(field)} = "
        f"Field({_default(field)!r}, title={field.label!r}, description={field.help!r})"
        for field in endpoint(VEO).fields
    )
    return f"""
from typing import Literal
from IPython.display import display
from ipyautoui import AutoUi
from pydantic import BaseModel, Field
class Veo(BaseModel):
{fields}
display(AutoUi(Veo))
"""


def magicgui_form() -> str:
    """An annotated function, shown by the ipywidgets backend."""
    arguments = ", ".join(f"{field.name}: {_annotation(field)} = {_default(field)!r}" for field in endpoint(VEO).fields)
    return f"""
from typing import Literal
from IPython.display import display
from magicgui import magicgui, use_app
use_app("ipynb")
@magicgui(call_button="Generate")
def veo({arguments}): ...
display(veo.native)
"""


PEERS: Final = {"ipyautoui": (("ipyautoui",), ipyautoui_form), "magicgui": (("magicgui", "ipywidgets"), magicgui_form)}
"""What has to be there for each, and its cell. Neither is installed with the tests: ipyautoui brings 400 MB."""


def _annotation(field: Field) -> str:
    if isinstance(field, Choice):
        return f"Literal[{', '.join(map(repr, field.choices()))}]"
    return "bool" if isinstance(field, Flag) else "int" if isinstance(field, Seed) else "str"


def _default(field: Field) -> object:
    if field.default is not None:
        return field.default
    return 0 if isinstance(field, Seed) else ""
