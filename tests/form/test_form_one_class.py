"""Controls of one kind share a class, and each is a whole anywidget all the same."""

from __future__ import annotations

import ipywidgets

from vidwidgets.form.choice_control import ChoiceWidget
from vidwidgets.form.field_widget import NoteWidget


def test_instances_share_a_class_and_nothing_else() -> None:
    """The second one has the front end of the first, its own values, and tells only its own listeners."""
    one, other = ChoiceWidget(options=["a", "b"], chosen=0), ChoiceWidget(options=["c"], chosen=-1)
    assert type(one) is type(other)
    assert type(one) is not type(NoteWidget())
    states = [widget.get_state() for widget in (one, other)]
    for key in ("_esm", "_anywidget_id", "_model_name", "_view_module"):
        assert states[0][key] == states[1][key] != ""
    assert (states[0]["options"], states[1]["options"]) == (["a", "b"], ["c"])
    heard: list[int] = []
    other.observe(lambda change: heard.append(change["new"]), names="chosen")
    one.chosen = 1
    other.chosen = 0
    assert heard == [0]
    assert one.model_id != other.model_id
    assert isinstance(one, ipywidgets.DOMWidget)
    assert isinstance(other, ChoiceWidget)


class Special(ChoiceWidget):
    """A kind of its own."""


def test_a_subclass_has_its_own() -> None:
    """Its id says its name, though its parent was made before."""
    ChoiceWidget()
    assert Special().get_state()["_anywidget_id"].endswith("Special")
    assert Special().get_state()["_anywidget_id"].endswith("Special")
    assert ChoiceWidget().get_state()["_anywidget_id"].endswith("ChoiceWidget")
