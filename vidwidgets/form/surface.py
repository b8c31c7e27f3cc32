"""How a form is arranged: header, pictures at the left, controls at the right, a fold, a footer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import anywidget
import ipywidgets
import traitlets

from vidwidgets.form.assets import module_of
from vidwidgets.form.control import Control
from vidwidgets.form.count import CountWidget
from vidwidgets.form.style import Style
from vidwidgets.spec.endpoint import Endpoint
from vidwidgets.spec.fields import Field, Seed
from vidwidgets.spec.media import Media


class HeadWidget(anywidget.AnyWidget):
    """Title, kind and connection; it carries the style sheet, and the keys of the whole form (Ctrl+Enter, Escape)."""

    _esm = module_of("field.js", "keys.js", "head.js")
    _css = module_of(
        "form.css", "controls.css", "media.css", "count.css", "question.css", "stopped.css", "form_narrow.css"
    )
    title = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    connection = traitlets.Unicode().tag(sync=True)
    sandbox = traitlets.Bool(False).tag(sync=True)
    notes = traitlets.List(traitlets.Unicode()).tag(sync=True)


class FoldWidget(anywidget.AnyWidget):
    """The line that folds away what comes after it; the front end does so by itself, also when the kernel is busy."""

    _esm = module_of("fold.js")
    label = traitlets.Unicode().tag(sync=True)
    unfolded = traitlets.Bool(False).tag(sync=True)


class FootWidget(anywidget.AnyWidget):
    """Beside the button: what it costs, or what stops it; above it the help of the field that is worked with."""

    _esm = module_of("field.js", "question.js", "foot.js")
    amount = traitlets.Unicode().tag(sync=True)
    how = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    """Why it cannot be sent; empty when it can."""
    hints = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """What may be refused or altered, and belongs to no field in sight."""
    message = traitlets.Unicode().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    """What must be answered before it is sent; empty while nothing is asked."""
    yes = traitlets.Unicode().tag(sync=True)
    """On the button that sends it all the same."""
    budget = traitlets.Unicode().tag(sync=True)
    compared = traitlets.Unicode().tag(sync=True)
    """What differs from the clip that the form was filled from; empty where it was not."""
    message_kind = traitlets.Enum(["error", "note"], "note").tag(sync=True)


class Surface:
    """The widgets of one form, arranged; what they say is set by `EndpointForm`."""

    def __init__(
        self,
        endpoint: Endpoint,
        controls: Mapping[str, Control],
        style: Style,
        tools: Sequence[ipywidgets.Widget] = (),
    ) -> None:
        self.head = HeadWidget(title=endpoint.title, kind=endpoint.kind, layout=style.layout, _dom_classes=("vw-head",))
        self.fold = FoldWidget(layout=style.layout, _dom_classes=("vw-fold",))
        self.foot = FootWidget(layout=style.layout, _dom_classes=("vw-words",))
        self.count = CountWidget(help=_what_differs(endpoint), layout=style.layout, _dom_classes=("vw-count",))
        self.button = ipywidgets.Button(
            description="Generate", layout=style.layout, style=style.button, _dom_classes=("vw-go",)
        )
        self.folded = tuple(field for field in endpoint.fields if field.more)
        pictures = [field for field in endpoint.fields if isinstance(field, Media) and not field.more]
        asked = [field for field in endpoint.fields if field not in pictures and not field.more]

        def widgets(fields: list[Field] | tuple[Field, ...]) -> list[ipywidgets.Widget]:
            return [controls[field.name].widget for field in fields]

        right: list[ipywidgets.Widget] = [style.box(widgets(asked), "vw-grid")]
        if self.folded:
            right += [self.fold, style.box(widgets(self.folded), "vw-grid", "vw-more")]
        columns = [style.box(right, "vw-controls")]
        if pictures:
            columns.insert(0, style.box(widgets(list(pictures)), "vw-pictures"))
        main = style.box(columns, "vw-main" if pictures else "vw-main-only")
        foot = style.box([self.button, self.count, self.foot], "vw-foot")
        offered = [style.box(tools, "vw-tools")] if tools else []
        self.root = ipywidgets.VBox([self.head, *offered, main, foot], layout=style.layout, _dom_classes=("vw-form",))


def _what_differs(endpoint: Endpoint) -> str:
    if any(isinstance(field, Seed) for field in endpoint.fields):
        return "How many clips one press makes: each with a seed of its own; from a fixed seed on they count up."
    return "How many clips of the very same request one press makes: this model takes no seed, so each is its own draw."
